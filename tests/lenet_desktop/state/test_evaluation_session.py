"""An evaluation in the background ends in one way, and says which."""

from __future__ import annotations

import struct
import threading

import numpy as np
import pytest
from PySide6.QtCore import QObject

from core.errors import UserError
from core.evaluation.assessment import AssessmentProgress
from core.network.lenet5 import SHAPES
from core.network.weight_files import save_weights
from core.network.weights import Weights
from core.progress import Progress, Stage
from lenet_desktop.state import evaluation_session
from lenet_desktop.state.evaluation_session import (
    Candidate,
    EvaluationRequest,
    EvaluationSession,
    Step,
)


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
    return str(folder)


class Listener(QObject):
    """Writes down what a session tells."""

    def __init__(self, workspace):
        super().__init__()
        self.told = []
        workspace.progressed.connect(self._progressed)
        workspace.finished.connect(self._finished)
        workspace.cancelled.connect(self._cancelled)
        workspace.failed.connect(self._failed)

    def _progressed(self, progress):
        self.told.append(progress)

    def _finished(self, evaluation):
        self.told.append(evaluation)

    def _cancelled(self):
        self.told.append("cancelled")

    def _failed(self, text):
        self.told.append(text)


@pytest.fixture
def workspace(qapp):
    workspace = EvaluationSession()
    yield workspace
    workspace.close()


def request_of(data, reference=None):
    return EvaluationRequest(Candidate("fours", weights_that_read(4)), data, "digits", reference)


def test_reads_every_example(qtbot, workspace, data):
    listener = Listener(workspace)
    with qtbot.waitSignal(workspace.finished) as finished:
        workspace.start(request_of(data))
        assert workspace.is_busy
    evaluation = finished.args[0]
    assert evaluation.assessment.confusion.counts[[4, 9], 4].tolist() == [3, 1]
    assert evaluation.reference is None
    assert not workspace.is_busy
    steps = [progress.step for progress in listener.told[:-1]]
    assert steps == [Step.OPENING, Step.OPENING, Step.READING]
    assert (listener.told[-2].done, listener.told[-2].total) == (4, 4)


def test_compares_with_a_file(qtbot, workspace, data, tmp_path):
    path = tmp_path / "nines.npz"
    save_weights(path, weights_that_read(9))
    listener = Listener(workspace)
    with qtbot.waitSignal(workspace.finished) as finished:
        workspace.start(request_of(data, Candidate("nines", path)))
    evaluation = finished.args[0]
    assert evaluation.reference.confusion.counts[[4, 9], 9].tolist() == [3, 1]
    assert [(p.done, p.total) for p in listener.told[2:-1]] == [(4, 8), (8, 8)]


def test_one_thing_at_a_time(qtbot, workspace, data):
    with qtbot.waitSignal(workspace.finished) as finished:
        workspace.start(request_of(data))
        workspace.start(request_of("elsewhere"))
    assert finished.args[0].request.data == data


@pytest.mark.parametrize(
    ("make_wrong", "words"),
    [
        (lambda folder: (folder / "t10k-labels-idx1-ubyte").unlink(), "lacks t10k-labels"),
        (lambda folder: (folder / "t10k-images-idx3-ubyte").write_bytes(b"no"), "t10k-images"),
    ],
)
def test_a_failing_dataset_is_told_in_words(qtbot, workspace, data, tmp_path, make_wrong, words):
    make_wrong(tmp_path / "digits")
    listener = Listener(workspace)
    with qtbot.waitSignal(workspace.failed) as failed:
        workspace.start(request_of(data))
    assert words in failed.args[0]
    assert listener.told[-1] == failed.args[0]
    assert not workspace.is_busy


def test_missing_weights_are_told_in_words(qtbot, workspace, data, tmp_path):
    with qtbot.waitSignal(workspace.failed) as failed:
        workspace.start(request_of(data, Candidate("none", tmp_path / "none.npz")))
    assert "there is no such file" in failed.args[0]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "There is not enough memory for so many examples."),
        (ValueError("odd"), "The evaluation broke off unexpectedly: odd"),
        (UserError("{file} is no good.", file="x"), "x is no good."),
    ],
)
def test_every_failure_has_words(qtbot, workspace, data, monkeypatch, error, words):
    def fail(*_):
        raise error
        yield

    monkeypatch.setattr(evaluation_session, "assess", fail)
    with qtbot.waitSignal(workspace.failed) as failed:
        workspace.start(request_of(data))
    assert failed.args == [words]


def test_cancelling_ends_it_and_it_can_begin_again(qtbot, workspace, data, monkeypatch):
    may_go_on = threading.Event()

    def assess_slowly(weights, examples):
        yield AssessmentProgress(1, 4)
        may_go_on.wait()
        yield AssessmentProgress(2, 4)
        raise AssertionError("asked for more after cancelling")

    with monkeypatch.context() as patched:
        patched.setattr(evaluation_session, "assess", assess_slowly)
        listener = Listener(workspace)
        workspace.start(request_of(data))
        qtbot.waitUntil(lambda: len(listener.told) == 3)
        with qtbot.waitSignal(workspace.cancelled):
            workspace.cancel()
            may_go_on.set()
        assert listener.told[-1] == "cancelled"
    with qtbot.waitSignal(workspace.finished):
        workspace.start(request_of(data))


def test_a_download_is_followed_and_can_be_cancelled(qtbot, workspace, monkeypatch):
    def download(source):
        for done in range(10**9):
            yield Progress(Stage.DOWNLOADING, done, 10**9)

    monkeypatch.setattr(evaluation_session, "examples_to_evaluate", download)
    with qtbot.waitSignal(
        workspace.progressed, check_params_cb=lambda told: told.step is Step.DOWNLOADING
    ):
        workspace.start(request_of("mnist"))
    with qtbot.waitSignal(workspace.cancelled):
        workspace.cancel()


def test_closing_waits_and_tells_nothing_more(qtbot, workspace, data):
    listener = Listener(workspace)
    workspace.start(request_of(data))
    workspace.close()
    assert not workspace.is_busy
    told = list(listener.told)
    qtbot.wait(1)
    assert listener.told == told


def test_no_images_are_nothing_to_read(qtbot, workspace, tmp_path):
    path = tmp_path / "empty.jsonl"
    path.write_text("")
    with qtbot.waitSignal(workspace.failed) as failed:
        workspace.start(request_of(str(path)))
    assert failed.args == ["digits holds no images to read."]
