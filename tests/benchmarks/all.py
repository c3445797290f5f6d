"""Measure everything that users wait for, and compare it with the figures of an earlier run.

    LENET_DATA_DIR=... python -m tests.benchmarks.all [--only PART ...] [--baseline FILE] [--write]

Each figure is the median of several rounds. `--write` replaces the earlier figures by the new ones.
Only figures of the same machine can be compared; for two versions of the program, run this in both
by turns. Unset OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE together if they are set.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

import resources
from core.data.dataset import Dataset
from core.data.ink_examples import draw_with_variants
from core.data.sources import MNIST, load
from core.device import cpu
from core.ink.drawing import Stroke
from core.ink.ink_files import load_drawings
from core.network.weight_files import load_weights
from core.paths import data_dir
from core.progress import result_of
from core.recognition.reading import DrawingReader, read_drawing
from core.recognition.recognizer import Recognizer
from core.training.events import BatchesDone, TrainingDone
from core.training.fine_tuning import fine_tune
from core.training.plan import Plan
from core.training.presets import PRESETS
from core.training.train import train
from tests.benchmarks.my_digits import first

BASELINE = Path(__file__).parents[2] / "docs" / "benchmarks.json"
PEN_DIGITS = Path("ink") / "pendigits-train.jsonl.gz"
WEIGHTS = resources.path("weights/lenet5.safetensors")

Figures = dict[str, float]
"""Figures by name and unit; higher is better for those per second, lower for all others."""


def mnist(images: int | None) -> Dataset:
    """Return MNIST, or its first images."""
    data = result_of(load(MNIST))
    return replace(data, train=first(data.train, images), test=first(data.test, images))


def training(arguments: argparse.Namespace) -> Figures:
    """Return the speed of `train()`, alternating between batch sizes."""
    data, report = mnist(arguments.images), PRESETS["report"]
    plans = {
        f"train, batch size {size}": replace(report, batch_size=size) for size in (32, 128, 1500)
    }
    plans["train, best with augmentation"] = PRESETS["best"]
    plans["train, best without"] = replace(PRESETS["best"], augmentation=None)
    speeds: dict[str, list[float]] = {name: [] for name in plans}
    for _ in range(arguments.rounds):
        for name, plan in plans.items():
            speeds[name].append(_images_per_second(plan, data, arguments.seconds))
    return {f"{name}, images per s": median(rates) for name, rates in speeds.items()}


def _images_per_second(plan: Plan, data: Dataset, seconds: float) -> float:
    marks: list[tuple[float, int]] = []
    with closing(train(replace(plan, epochs=1000), data, cpu())) as events:
        for event in events:
            if isinstance(event, BatchesDone):
                marks.append((perf_counter(), event.step))
                if marks[-1][0] - marks[0][0] > seconds:
                    break
    (start, first), (end, last) = marks[0], marks[-1]
    return (last - first) * plan.batch_size / (end - start)


def presets(arguments: argparse.Namespace) -> Figures:
    """Return the time of a whole run of `quick`."""
    data, seconds, accuracies = mnist(arguments.images), [], []
    for seed in range(arguments.rounds):
        *_, done = train(replace(PRESETS["quick"], seed=seed), data, cpu())
        assert isinstance(done, TrainingDone)
        seconds.append(done.seconds)
        accuracies.append(1 - done.test_accuracy)
    return {
        "quick, s": median(seconds),
        "quick, errors on MNIST's test images, %": 100 * float(np.mean(accuracies)),
    }


def ink(arguments: argparse.Namespace) -> Figures:
    """Return the time to load an ink file with variants, and that of Learn My Digits."""
    drawings = load_drawings(data_dir() / PEN_DIGITS)[: arguments.drawings]
    data, weights = mnist(arguments.images), load_weights(WEIGHTS)

    def learn() -> object:
        return result_of(fine_tune(weights, drawings[:40], data, source_name=PEN_DIGITS.name))

    return {
        f"{len(drawings)} drawings with variants, s": _seconds(
            arguments.rounds, lambda: result_of(draw_with_variants(drawings))
        ),
        "Learn My Digits, s": _seconds(arguments.rounds, learn),
    }


def reading(arguments: argparse.Namespace) -> Figures:
    """Return the time from a drawing to its digits."""
    recognizer = Recognizer(load_weights(WEIGHTS))
    drawings = load_drawings(data_dir() / PEN_DIGITS)[:8]
    image = read_drawing(recognizer, drawings[0].strokes).inks[0].image
    number = _in_a_row([drawing.strokes for drawing in drawings])
    times = 300 * arguments.rounds
    return {
        "network alone, us": 1e6 * _seconds(times, lambda: recognizer.probabilities(image[None])),
        "drawing to answer, us": 1e6
        * _seconds(times, lambda: read_drawing(recognizer, drawings[0].strokes)),
        "number of 8 digits, us": 1e6
        * _seconds(times // 10, lambda: DrawingReader(recognizer).read(number)),
    }


def _in_a_row(drawings: Sequence[Sequence[Stroke]]) -> list[Stroke]:
    """Place drawings side by side, at equal height."""
    row: list[Stroke] = []
    for place, strokes in enumerate(drawings):
        points = np.concatenate(list(strokes))
        low, height = points.min(0), np.ptp(points[:, 1])
        row += [(stroke - low) / height + [1.5 * place, 0] for stroke in strokes]
    return row


def commands(arguments: argparse.Namespace) -> Figures:
    """Return the time of commands, from their start as a process to their end."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "digit.pgm"
        picture.write_bytes(b"P5 28 28 255\n" + bytes(300) + 200 * b"\xff" + bytes(284))
        argv = {"--version": [], "--help": [], "predict": [str(picture)]}
        figures: Figures = {}
        for name, more in argv.items():
            run = partial(_run, folder, "lenet_desktop", name, *more)
            run()  # Writes the bytecode.
            figures[f"lenet-desktop {name}, ms"] = 1e3 * _seconds(arguments.rounds, run)
    return figures


def window(arguments: argparse.Namespace) -> Figures:
    """Return how fast the window starts and answers; needs a display or QT_QPA_PLATFORM."""
    with tempfile.TemporaryDirectory() as folder:
        run = partial(_run, folder, "tests.benchmarks.latency", "--json", "--moves")
        run("100")  # Writes the bytecode.
        rounds = [json.loads(run(str(arguments.moves))) for _ in range(arguments.rounds)]
    names = {
        "start_to_first_paint_s": "start to first paint, s",
        "p50_ms": "pointer to painted answer, p50, ms",
        "p99_ms": "pointer to painted answer, p99, ms",
    }
    return {name: median(each[key] for each in rounds) for key, name in names.items()}


def _run(bytecode: str, module: str, *argv: str) -> str:
    """Run a module as a process that keeps its bytecode in a folder, as an installed program."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": bytecode}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    words = [sys.executable, "-m", module, *argv]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def _seconds(times: int, function: Callable[[], object]) -> float:
    """Return the median time of a function."""
    found: list[float] = []
    for _ in range(times):
        started = perf_counter()
        function()
        found.append(perf_counter() - started)
    return median(found)


PARTS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    part.__name__: part for part in (training, presets, ink, reading, commands, window)
}


def print_table(old: Figures, new: Figures) -> None:
    """Print both figures and how many times as good the new one is."""
    print(f"{'':48} {'old':>10} {'new':>10} {'ratio':>7}")
    for name, figure in new.items():
        before = old.get(name)
        ratio = ""
        if before:
            ratio = f"{figure / before if name.endswith('per s') else before / figure:.2f}"
        print(f"{name:48} {before or float('nan'):10.4g} {figure:10.4g} {ratio:>7}", flush=True)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="per round of training")
    parser.add_argument("--moves", type=int, default=400, help="of the pointer, per round")
    parser.add_argument("--drawings", type=int, default=None, help="of the ink file")
    parser.add_argument("--images", type=int, default=None, help="only the first images of MNIST")
    parser.add_argument("--baseline", type=Path, default=BASELINE)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args(argv)
    old = json.loads(arguments.baseline.read_text("utf-8")) if arguments.baseline.exists() else {}
    new: Figures = {}
    for name in arguments.only:
        new |= PARTS[name](arguments)
    print_table(old, new)
    if arguments.write:
        figures = {name: float(f"{figure:.4g}") for name, figure in (old | new).items()}
        arguments.baseline.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
