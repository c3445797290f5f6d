"""Small data, weights and a run that the commands can be run on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from core.network.lenet5 import initialise
from core.network.weight_files import save_weights
from core.network.weights import Weights
from lenet_desktop.__main__ import main
from tests.support.commands import train_arguments
from tests.support.inputs.idx_files import bars, write_part


@pytest.fixture(scope="session")
def digits_dir(tmp_path_factory) -> Path:
    """Bars at ten heights as four IDX files: 240 images to train on, 50 to test."""
    folder = tmp_path_factory.mktemp("digits")
    rng = np.random.default_rng(0)
    for part, n in (("train", 240), ("t10k", 50)):
        write_part(folder, part, *bars(n, rng))
    return folder


@pytest.fixture(scope="session")
def weights_file(tmp_path_factory) -> Path:
    """A network that learned nothing yet."""
    file = tmp_path_factory.mktemp("weights") / "fresh.safetensors"
    save_weights(file, Weights(initialise(0)))
    return file


@pytest.fixture
def drawings_file(tmp_path) -> Path:
    """Four drawings: two lines, a blank, and one without a label."""
    file = tmp_path / "ink.jsonl"
    line = [[[0, 0], [0, 10]]]
    drawings = [
        {"strokes": line, "label": 1},
        {"strokes": [[[0, 0], [10, 0], [0, 10]]], "label": "7"},
        {"strokes": [], "label": 3},
        {"strokes": line},
    ]
    file.write_text("\n".join(map(json.dumps, drawings)))
    return file


@pytest.fixture
def train(digits_dir, tmp_path):
    """Run the command on the small digits, on the CPU, into tmp_path/run."""

    def run(*options: str) -> int:
        return main(train_arguments(digits_dir, tmp_path / "run", *options))

    return run


@pytest.fixture(scope="session")
def whole_run(digits_dir, tmp_path_factory) -> Path:
    """A run of two epochs, trained once, for the plots of a run take a second; only to be read."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    options = ["--epochs", "2", "--seed", "3", "--threads", "1"]
    assert main(train_arguments(digits_dir, folder, *options)) == 0
    return folder


@pytest.fixture
def finished(whole_run, tmp_path) -> Path:
    """A copy of the run of two epochs, in tmp_path/run."""
    return Path(shutil.copytree(whole_run, tmp_path / "run"))
