"""Fine-tuning with a rehearsal that needs no download."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data import sources
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.errors import UserError
from core.ink.drawing import Drawing
from core.network.lenet5 import initialise
from core.network.weights import Weights
from core.progress import Progress, Stage, result_of
from core.training import fine_tuning, fine_tuning_examples, rehearsal
from core.training.rehearsal import FineTuningRequest, fine_tune_with_rehearsal

FILES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
ONE = Drawing((np.array([[0.0, 0.0], [1.0, 9.0]]),), "1")


class Random(sources.DataSource):
    """Random images in place of a dataset."""

    name = "random"

    def is_local(self):
        return True

    def train_and_test(self):
        rng = np.random.default_rng(1)
        yield Progress(Stage.OPENING)
        images = rng.integers(0, 256, (60, 28, 28), dtype=np.uint8)
        examples = Examples(images, rng.integers(0, 10, 60, dtype=np.uint8))
        return Dataset(self.name, examples, examples)

    def test_only(self):
        raise NotImplementedError


@pytest.fixture
def request_of(monkeypatch):
    monkeypatch.setattr(sources, "SOURCES", {"random": Random()})
    monkeypatch.setattr(fine_tuning, "_STEPS", 3)
    monkeypatch.setattr(fine_tuning_examples, "_VARIANTS", 10)

    def request(*drawings):
        return FineTuningRequest(Weights(initialise(3)), drawings, "my file", "random", 1)

    return request


@pytest.fixture
def mnist_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path))
    (tmp_path / "mnist").mkdir()
    for name in FILES:
        (tmp_path / "mnist" / f"{name}-ubyte").touch()
    return tmp_path / "mnist"


def test_mnist_is_rehearsed_where_all_of_it_is(mnist_folder):
    assert sources.local_source() == "mnist"


@pytest.mark.parametrize("name", FILES)
def test_else_synthetic_digits_are(mnist_folder, name):
    (mnist_folder / f"{name}-ubyte").unlink()
    assert sources.local_source() == "synthetic"


def test_the_rehearsal_is_loaded_and_the_drawings_are_learned(request_of):
    tuned = result_of(fine_tune_with_rehearsal(request_of(ONE)))
    assert (tuned.mine_after.total, tuned.others_after.total) == (1, 60)
    assert tuned.weights != Weights(initialise(3))


def test_the_stages_follow_one_another(request_of):
    stages = [progress.stage for progress in fine_tune_with_rehearsal(request_of(ONE))]
    first_of_each = list(dict.fromkeys(stages))
    assert first_of_each == [
        Stage.OPENING, Stage.READING, Stage.DRAWING, Stage.TRAINING, Stage.EVALUATING,
    ]  # fmt: skip


def test_an_error_names_the_drawings(request_of):
    with pytest.raises(UserError, match="Drawing 2 of my file has 1 strokes and the label x"):
        result_of(fine_tune_with_rehearsal(request_of(ONE, Drawing(ONE.strokes, "x"))))


def test_synthetic_digits_are_written_once_and_fewer_than_for_training(monkeypatch, request_of):
    test = Random().train_and_test()
    written = []

    def write_digits(n, seed):
        written.append((n, seed))
        yield Progress(Stage.DRAWING)
        digits = result_of(Random().train_and_test()).train
        return digits.images, digits.labels

    class Tested(Random):
        def test_only(self):
            return (yield from test).test

    monkeypatch.setattr(rehearsal, "write_digits", write_digits)
    monkeypatch.setattr(rehearsal, "_written", {})
    monkeypatch.setitem(rehearsal.SOURCES, "synthetic", Tested())
    request = replace(request_of(ONE), rehearsal="synthetic")
    first, again = (result_of(fine_tune_with_rehearsal(request)) for _ in range(2))
    assert written == [(6000, 0)]
    assert first.others_after == again.others_after
    assert first.others_after.total == 60
    assert first.weights == again.weights
