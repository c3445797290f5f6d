"""The command line's contract: options, JSON lines, files and exit statuses."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open

from lenet_desktop.__main__ import main
from tests.support.inputs.idx_files import bars, write_part

USAGE = {
    "": "[--version] [--weights FILE] [--language {en,zh}] [--lesson FILE|NUMBER] COMMAND ...",
    "train": "[--preset {best,quick,report}] [--data DATA] [--epochs N] [--batch-size N] "
    "[--learning-rate X] [--network {deeper,lenet5,residual}] [--dropout P] [--weight-decay X] "
    "[--label-smoothing P] [--patience N] [--focus DIGITS] [--seed N] "
    "[--device {auto,cpu,gpu}] [--threads N] [--resume FILE] "
    "--out DIR [--json]",
    "evaluate": "[--weights FILE] [--data DATA] [--json]",
    "predict": "[--weights FILE] [--json] FILE [FILE ...]",
    "combine": "[--data DATA] OUT FILE [FILE ...]",
    "export": "[--weights FILE] FILE.onnx",
    "bench": "[--json]",
    "screenshot": "DIR",
    "open": "[FILE]",
    "install-launcher": "[--remove]",
}
EVENTS = {
    "batches": {"event": str, "step": int, "epoch": int}
    | dict.fromkeys(["loss", "learning_rate", "images_per_second"], float),
    "epoch": {"event": str, "epoch": int, "seconds": float}
    | dict.fromkeys(["train_loss", "train_accuracy", "val_loss", "val_accuracy"], float),
    "done": {"event": str, "test_accuracy": float, "seconds": float, "weights": str},
}
RUN_FILES = {
    "weights.safetensors",
    "last.safetensors",
    "history.csv",
    "training_data.npz",
    "training_history.png",
    "loss_curve.png",
    "accuracy_comparison.png",
    "confusion_matrix.png",
    "report.json",
    "epochs",
}
SHAPES = {
    "c1.weight": (6, 1, 5, 5),
    "c1.bias": (6,),
    "c3.weight": (16, 6, 5, 5),
    "c3.bias": (16,),
    "f5.weight": (120, 400),
    "f5.bias": (120,),
    "f6.weight": (84, 120),
    "f6.bias": (84,),
    "output.weight": (10, 84),
    "output.bias": (10,),
}
NETWORK_METADATA = {
    "format",
    "architecture",
    "activation",
    "pooling",
    "temperature",
    "least_evidence",
}
RUN_METADATA = {"preset", "seed", "epoch", "dataset", "test_accuracy", "date", "program_version"}
N_TRAIN, N_TEST = 240, 50


@dataclass(frozen=True)
class Run:
    """A finished run of `train --json`: its data, its folder, its lines."""

    data: Path
    folder: Path
    lines: list[dict[str, object]]

    @property
    def weights_file(self) -> Path:
        return self.folder / "weights.safetensors"


def program(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lenet_desktop", *words]
    return subprocess.run(command, capture_output=True, text=True)


def train(data: Path, folder: Path) -> Run:
    options = ["--preset", "quick", "--epochs", "2", "--batch-size", "20", "--seed", "3"]
    places = ["--device", "cpu", "--data", str(data), "--out", str(folder)]
    done = program("train", *options, *places, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return Run(data, folder, [json.loads(line) for line in done.stdout.splitlines()])


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Run:
    """Two epochs on bars at ten heights; the test files are gzipped."""
    data = tmp_path_factory.mktemp("bars")
    rng = np.random.default_rng(0)
    write_part(data, "train", *bars(N_TRAIN, rng))
    write_part(data, "t10k", *bars(N_TEST, rng), suffix=".gz", pack=gzip.compress)
    return train(data, data / "run")


@pytest.fixture
def answer(capsys):
    """Run a command that prints JSON lines, and return them."""

    def run(*words: str) -> list[dict[str, object]]:
        assert main([*words, "--json"]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        return [json.loads(line) for line in said.out.splitlines()]

    return run


def types(record: dict[str, object]) -> dict[str, type]:
    return {key: type(value) for key, value in record.items()}


def usage_parts(usage: str) -> set[str]:
    """The options and arguments of a usage line, brackets kept, choices in the alphabet's order."""
    ordered = re.sub(
        r"\{([^}]*)\}", lambda found: f"{{{','.join(sorted(found[1].split(',')))}}}", usage
    )
    return set(re.findall(r"\[[^]]*\]|--\S+ \S+|\S+", ordered))


def help_of(command: str, capsys) -> str:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"] if command else ["--help"])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", USAGE)
def test_every_command_takes_the_promised_options(command, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "1000")
    usage = help_of(command, capsys).partition("\n")[0]
    start = f"usage: lenet-desktop {command}".rstrip()
    assert usage.startswith(start)
    assert usage_parts(usage.removeprefix(start)) == {"[-h]", *usage_parts(USAGE[command])}


def test_the_promised_commands_are_listed(capsys):
    listed = re.findall(r"^    ([a-z][\w-]*)(?: |$)", help_of("", capsys), re.MULTILINE)
    assert set(listed) == set(USAGE) - {""}


def test_the_program_is_the_module():
    (script,) = entry_points(group="console_scripts", name="lenet-desktop")
    assert script.load() is main


def test_train_prints_batches_epochs_and_the_end(run):
    for line in run.lines:
        assert types(line) == EVENTS[str(line["event"])]
    order = " ".join(str(line["event"]) for line in run.lines)
    assert re.fullmatch(r"((batches )+epoch ){2}done", order)
    assert [line["epoch"] for line in run.lines if line["event"] == "epoch"] == [1, 2]
    steps = [line["step"] for line in run.lines if line["event"] == "batches"]
    assert steps == sorted(set(steps))
    assert run.lines[-1]["weights"] == str(run.weights_file)


def test_a_run_leaves_the_promised_files(run):
    assert {path.name for path in run.folder.iterdir()} == RUN_FILES
    with np.load(run.folder / "training_data.npz") as arrays:
        shapes = {name: arrays[name].shape for name in arrays.files}
    per_epoch = dict.fromkeys(["train_losses", "train_accuracies", "test_accuracies"], (2,))
    assert shapes == {**per_epoch, "best_accuracy": ()}
    assert len((run.folder / "history.csv").read_text().splitlines()) == 3
    report = json.loads((run.folder / "report.json").read_text())
    assert report["test_accuracy"] == run.lines[-1]["test_accuracy"]


def test_the_same_run_twice_gives_the_same_bits(run, tmp_path):
    again = train(run.data, tmp_path / "again")
    for file in ("weights.safetensors", "training_data.npz"):
        first, second = (arrays_of(each.folder / file) for each in (run, again))
        assert first == second


def arrays_of(file: Path) -> dict[str, bytes]:
    if file.suffix == ".npz":
        with np.load(file) as arrays:
            return {name: arrays[name].tobytes() for name in arrays.files}
    return {name: array.tobytes() for name, array in tensors(file)[0].items()}


def tensors(file: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    with safe_open(file, framework="np") as opened:
        names = list(opened.keys())
        return {name: opened.get_tensor(name) for name in names}, opened.metadata()


def test_a_weight_file_has_pytorchs_names_and_a_card(run):
    arrays, metadata = tensors(run.weights_file)
    assert {name: array.shape for name, array in arrays.items()} == SHAPES
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}
    assert set(metadata) >= NETWORK_METADATA | RUN_METADATA
    assert metadata["format"] == "lenet5-desktop/1"
    known = {name: metadata[name] for name in ("preset", "seed", "activation", "pooling")}
    assert known == {"preset": "quick", "seed": "3", "activation": "relu", "pooling": "average"}


def test_weights_without_a_card_are_read_from_npz(run, answer, tmp_path):
    file = tmp_path / "foreign.npz"
    np.savez(file, allow_pickle=False, **tensors(run.weights_file)[0])
    data = ["--data", str(run.data)]
    (foreign,) = answer("evaluate", "--weights", str(file), *data)
    (own,) = answer("evaluate", "--weights", str(run.weights_file), *data)
    assert foreign["confusion"] == own["confusion"]


def test_evaluate_prints_one_object(run, answer):
    (record,) = answer("evaluate", "--weights", str(run.weights_file), "--data", str(run.data))
    assert types(record) == {
        "n": int,
        "correct": int,
        "accuracy": float,
        "unsure": int,
        "confusion": list,
        "per_digit": list,
    }
    confusion = np.array(record["confusion"])
    assert confusion.shape == (10, 10)
    assert (confusion.sum(axis=1) == N_TEST // 10).all()  # a row for each true digit
    assert confusion.trace() == record["correct"]
    assert record["accuracy"] == run.lines[-1]["test_accuracy"]
    for row in record["per_digit"]:
        whole = dict.fromkeys(["digit", "total", "correct", "predicted"], int)
        assert types(row) == {**whole, "accuracy": float}


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz"])
def test_predict_prints_one_object_a_drawing(answer, tmp_path, suffix):
    line = [[[0, 0], [5, 50], [10, 100]]]
    pair = [*line, [[150, 0], [155, 50], [160, 100]]]
    drawings = [
        {"strokes": line, "label": 1},
        {"strokes": [], "writer": "A-12"},
        {"strokes": pair, "label": "11"},
        {"strokes": [[[3, 3]]]},
    ]
    text = "".join(json.dumps(drawing) + "\n" for drawing in drawings).encode()
    file = tmp_path / f"ink{suffix}"
    file.write_bytes(gzip.compress(text) if suffix.endswith(".gz") else text)
    records = answer("predict", str(file))
    assert [(record["source"], record["index"]) for record in records] == [
        (str(file), index) for index in range(4)
    ]
    assert [record["text"] for record in records[:3]] == ["1", "", "11"]
    for record in records:
        assert types(record) == {"source": str, "index": int, "text": str, "digits": list}
        for digit in record["digits"]:
            kinds = {"label": int, "confidence": float, "unsure": bool, "probabilities": list}
            kinds |= {"alternatives": list, "box": list}
            assert types(digit) == kinds
            assert len(digit["probabilities"]) == 10


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["predict", "nowhere.png"], 1),
        (["evaluate", "--weights", "nowhere.safetensors"], 1),
        (["train", "--data", "nowhere", "--out", "{tmp}/run"], 1),
        (["predict"], 2),
        (["train", "--epochs", "0", "--out", "{tmp}/run"], 2),
        (["fly"], 2),
    ],
)
def test_failures_and_usage_have_their_exit_status(words, status, tmp_path):
    done = program(*[word.format(tmp=tmp_path) for word in words])
    assert (done.returncode, done.stdout) == (status, "")
    if status == 1:
        assert re.fullmatch(r"lenet-desktop: .*nowhere.*\n", done.stderr)
    else:
        assert done.stderr.startswith("usage: lenet-desktop")
