"""Evaluations: loading, progress, results and errors."""

from __future__ import annotations

import struct
from dataclasses import replace

import numpy as np
import pytest

from core.data import sources
from core.errors import UserError
from core.evaluation.evaluate import Candidate, EvaluationRequest, evaluate
from core.ink.drawing import Drawing
from core.ink.ink_files import save_drawings
from core.network.lenet5 import SHAPES
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from core.network.weights import Weights
from core.progress import Progress, Stage, result_of


def weights_that_read(digit):
    arrays = {name: np.zeros(shape, np.float32) for name, shape in SHAPES.items()}
    arrays["output.bias"][digit] = 5
    return Weights(arrays)


@pytest.fixture
def data(tmp_path):
    """Three fours and a nine, in IDX files."""
    folder = tmp_path / "digits"
    folder.mkdir()
    images, labels = np.full((4, 28, 28), 99, np.uint8), np.array([4, 4, 9, 4], np.uint8)
    header = struct.pack(">4i", 2051, 4, 28, 28)
    (folder / "t10k-images-idx3-ubyte").write_bytes(header + images.tobytes())
    header = struct.pack(">2i", 2049, 4)
    (folder / "t10k-labels-idx1-ubyte").write_bytes(header + labels.tobytes())
    return folder


def request_of(data, reference=None):
    weights = Candidate("fours", weights_that_read(4))
    return EvaluationRequest(weights, str(data), reference)


def test_every_example_is_read(data):
    request = request_of(data)
    evaluation = result_of(evaluate(request))
    assert evaluation.request is request
    assert evaluation.assessment.confusion.counts[[4, 9], 4].tolist() == [3, 1]
    assert evaluation.reference is None


def test_a_reference_is_loaded_and_reads_the_same_examples(data, tmp_path):
    path = tmp_path / "nines.npz"
    save_weights(path, weights_that_read(9))
    evaluation = result_of(evaluate(request_of(data, Candidate("nines", path))))
    assert evaluation.reference.confusion.counts[[4, 9], 9].tolist() == [3, 1]
    assert evaluation.reference.examples is evaluation.assessment.examples


def test_weights_that_learned_from_the_drawings_are_named(tmp_path):
    ink = tmp_path / "mine.jsonl"
    save_drawings(ink, [Drawing((np.array([[0.0, 0.0], [0.0, 9.0]]),), "4")] * 2)
    learned = replace(weights_that_read(4), card=ModelCard(dataset="mnist + mine.jsonl"))
    first, second = Candidate("learned", learned), Candidate("new", weights_that_read(4))
    for weights, reference, trained in (
        (first, None, [first]), (second, None, []), (second, first, [first])
    ):  # fmt: skip
        evaluation = result_of(evaluate(EvaluationRequest(weights, str(ink), reference)))
        assert list(evaluation.trained_on_data) == trained


def test_the_test_images_of_a_folder_are_not_used_in_training(data):
    learned = replace(weights_that_read(4), card=ModelCard(dataset=data.name))
    assert not result_of(
        evaluate(EvaluationRequest(Candidate("x", learned), str(data)))
    ).trained_on_data


@pytest.mark.parametrize(
    ("reference", "counts"),
    [(None, [(4, 4)]), (Candidate("nines", weights_that_read(9)), [(4, 8), (8, 8)])],
    ids=["alone", "compared"],
)
def test_the_count_of_images_is_over_all_weights(data, reference, counts):
    reported = list(evaluate(request_of(data, reference)))
    assert reported[0] == Progress(Stage.OPENING)
    reading = [each for each in reported if each.stage is Stage.READING]
    assert [(each.done, each.total) for each in reading] == counts
    assert reported[-len(reading) :] == reading


def test_the_progress_of_a_download_comes_through_and_closing_stops_it(data, monkeypatch):
    closed = []

    class Download(sources.IdxFolder):
        def test_only(self):
            try:
                while True:
                    yield Progress(Stage.DOWNLOADING, 1, 2)
            finally:
                closed.append(True)

    monkeypatch.setattr(sources, "IdxFolder", Download)
    work = evaluate(request_of(data))
    assert next(progress for progress in work if progress.stage is Stage.DOWNLOADING)
    work.close()
    assert closed == [True]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "t10k-labels-idx1-ubyte").unlink(), "not contain t10k-labels"),
        (lambda folder: (folder / "t10k-images-idx3-ubyte").write_bytes(b"no"), "t10k-images"),
    ],
    ids=["missing", "damaged"],
)
def test_data_that_cannot_be_loaded_is_an_error(data, damage, message):
    damage(data)
    with pytest.raises(UserError, match=message):
        result_of(evaluate(request_of(data)))


def test_weights_that_cannot_be_loaded_are_an_error(data, tmp_path):
    with pytest.raises(UserError, match=r"none\.npz does not exist"):
        result_of(evaluate(request_of(data, Candidate("none", tmp_path / "none.npz"))))


def test_data_without_images_is_an_error(tmp_path):
    path = tmp_path / "empty.jsonl"
    path.write_text("")
    with pytest.raises(UserError, match=r"empty\.jsonl contains no images to evaluate"):
        result_of(evaluate(request_of(path)))
