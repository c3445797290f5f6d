"""Every benchmark runs for a moment, as on the command line, so that it keeps working."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

import resources
from core.ink.ink_files import load_drawings, save_drawings
from core.network.weight_files import load_weights
from lenet_desktop.app import BUNDLED_WEIGHTS

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
WEIGHTS = str(resources.path(BUNDLED_WEIGHTS))


@pytest.fixture
def run(tmp_path):
    """Run a benchmark in a separate process and return its output."""

    def run_benchmark(name, *argv):
        # Keeps the user's own data out of reach on every platform.
        home = {key: str(tmp_path) for key in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
        done = subprocess.run(
            [
                sys.executable,
                "-W",
                "error::RuntimeWarning",
                "-m",
                f"tests.benchmarks.{name}",
                *map(str, argv),
            ],
            cwd=ROOT,
            # BLAS threads that wait for a busy core cost more than they save here.
            env={**os.environ, **home, "OPENBLAS_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run_benchmark


@pytest.fixture
def few_drawings(ink_file, tmp_path) -> Path:
    """Two drawings of each digit by each of two writers."""
    drawings = load_drawings(ink_file)
    writers = sorted({drawing.extra["writer"] for drawing in drawings})[:2]
    chosen = []
    for writer, digit in product(writers, "0123456789"):
        chosen += [d for d in drawings if d.extra["writer"] == writer and d.label == digit][:2]
    path = tmp_path / "few.jsonl.gz"
    save_drawings(path, chosen)
    return path


def need(*modules):
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"needs {module}")


def test_every_benchmark_is_run_here():
    names = {path.stem for path in Path(__file__).parent.glob("*.py")} - {Path(__file__).stem}
    text = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in names if f'run("{name}"' not in text} == set()


def test_all(run, mnist_dir, ink_file, tmp_path):
    figures = tmp_path / "figures.json"
    few = ("--images", 2000, "--drawings", 60, "--moves", 55)
    printed = run("all", *few, "--rounds", 1, "--seconds", 0.05, "--baseline", figures, "--write")
    assert "start to first paint, s" in printed
    assert set(json.loads(figures.read_text("utf-8"))) == set(
        json.loads((ROOT / "docs" / "benchmarks.json").read_text("utf-8"))
    ) - {"7494 drawings with variants, s"} | {"60 drawings with variants, s"}
    assert "nan" in printed
    assert "nan" not in run("all", "--only", "commands", "--rounds", 1, "--baseline", figures)


def test_bundled(run, mnist_dir, ink_file, tmp_path):
    file, drawings = tmp_path / "trial.safetensors", tmp_path / "drawings.jsonl"
    save_drawings(drawings, load_drawings(ink_file)[:100])
    trial = ("--data", drawings, "--epochs", 1, "--weights", file)
    assert "epoch 1 of 1" in run("handwriting.bundled", tmp_path / "run", *trial)
    assert load_weights(file).card.test_set == "mnist"


def test_compare_report(run):
    printed = run("compare_report", "--batch-size", 32, "--images", 64, "--rounds", 1)
    assert "median ratio" in printed


def test_compare_torch(run, mnist_dir):
    need("torch")
    sizes = ("--batch-sizes", 32, "--rounds", 1, "--seconds", 0.05, "--modes", "eager")
    assert "eager" in run("compare_torch", *sizes)


def test_compare_torch_reading_one_image(run):
    need("torch", "onnx", "onnxruntime")
    assert "p99" in run("compare_torch", "--image", "--rounds", 1, "--readings", 5)


def test_fuzz(run):
    assert ", 0 failures" in run("fuzz", "--inputs", 40, "--only", "weights.npz")


@pytest.mark.gpu
def test_gpu_check(run, gpu, mnist_dir):
    assert "Quick, batch 32" in run("gpu_check", "--epochs", 1)


def test_kills(run):
    assert "0 failures" in run("kills", "--kills", 1)


def test_inside_latency(run):
    assert "p99_ms" in run("inside_latency", "--moves", 55)


def test_latency(run):
    assert "p99_ms" in run("latency", "--moves", 55)


def test_my_digits(run, few_drawings, mnist_dir, tmp_path):
    sizes = ("--worst", 1, "--repeats", 1, "--images", 200, "--non-digits", 20)
    printed = run("my_digits", tmp_path, "--data", few_drawings, "--weights", WEIGHTS, *sizes)
    assert printed.splitlines()[-1].startswith("all")


def test_number_reading(run, few_drawings):
    printed = run("handwriting.number_reading", "--data", few_drawings, "--numbers", 30)
    assert "40 digits of 2 writers" in printed
    assert "p99" in printed


def test_pictures(run, mnist_dir):
    assert run("pictures", "--images", 20).count("points") == 4


def test_sheets(run, mnist_dir):
    assert run("handwriting.sheets", "--pictures", 1).count("%") == 60


def test_blocking(run):
    groups = ("pictures", "drawings", "pages", "texts", "kept", "earlier")
    printed = run("blocking", "--share", 0.002, "--settle", 0.02, "--repeats", 1, "--only", *groups)
    for name in ("paste 50 MP .jpg", "draw 60 moves on them", "delete all", "list them again"):
        assert f"{name} " in printed


def test_smoothness(run, mnist_dir):
    sizes = ("--batch-sizes", 128, "--warm-up", 0.5, "--seconds", 0.3, "--pairs", 1)
    printed = run("smoothness", *sizes, "--run-seconds", 2, "--soak", 1)
    assert "ticks late" in printed
    assert "the command line" in printed
    assert "after     1 runs" in printed


def test_soak(run):
    assert "0 faults" in run("soak", "--actions", 30, "--seed", 1)


def test_stopping(run):
    assert "never answers " in run("stopping", "--rounds", 1, "--only", "never answers")


def test_unseen_writers(run, few_drawings, mnist_dir, tmp_path):
    where = (tmp_path, "--data", few_drawings, "--weights", WEIGHTS)
    sizes = ("--images", 200, "--non-digits", 100)
    assert "ECE unseen" in run("handwriting.unseen_writers", *where, *sizes)


def test_wild(run, wild_dir, mnist_dir):
    printed = run("wild", "--limit", 3)
    assert "nan" not in printed
    for name in ("web-pad-digits", "semeion, as is", "sudoku_boxed", "chalk"):
        assert f"\n{name} " in printed


def test_few_drawings(run, ink_file, mnist_dir):
    printed = run("handwriting.few_drawings", "--epochs", 1, "--images", 1500, "--limit", 1)
    assert "; other 1s: " in printed
    assert "sign " in printed
