"""Closing the window while a network is being trained, or with a result undecided."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from core.network.weight_files import load_weights
from core.progress import Progress, Stage
from core.training.checkpoints import load_checkpoint
from core.training.fine_tuning import FineTuned, Scores
from lenet_desktop.state.training.run import RunState
from tests.support.window.training import click, train_for_long, wait_for_epoch


@pytest.fixture
def page(window):
    window.asks_before_closing = False
    window.tabs.setCurrentWidget(window.train_page)
    return window.train_page


@pytest.fixture
def question(window, page):
    """Answers the question at closing by keys, once, and notes which button is the default."""
    defaults = []

    def answer_by(*keys):
        def press():
            window.asks_before_closing = False  # the end of the test closes the window again
            box = QApplication.activeModalWidget()
            defaults.append(box.standardButton(box.defaultButton()))
            for key in keys:
                QTest.keyClick(box.focusWidget(), key)

        window.asks_before_closing = True
        QTimer.singleShot(0, press)
        return defaults

    return answer_by


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_closing_while_training_asks_and_can_be_cancelled(
    qtbot, window, page, small_mnist, question, key
):
    train_for_long(qtbot, page, small_mnist)
    defaults = question(key)
    assert not window.close()
    assert defaults == [QMessageBox.StandardButton.No]
    assert window.isVisible()
    wait_for_epoch(qtbot, page.training, page.training.checkpoint.epoch + 1)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_closing_while_training_stops_and_keeps_the_best_weights(
    qtbot, window, page, small_mnist, runs_folder, question
):
    train_for_long(qtbot, page, small_mnist)
    threads = threading.active_count()
    question(Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert window.close()
    [folder] = runs_folder.iterdir()
    checkpoint = load_checkpoint(folder / "last.safetensors")
    assert load_weights(folder / "weights.safetensors") == checkpoint.best
    assert (folder / "report.json").exists()
    assert threading.active_count() <= threads


def test_a_paused_run_is_asked_about_too(qtbot, window, page, small_mnist, monkeypatch):
    train_for_long(qtbot, page, small_mnist)
    click(page, "pause_button")
    window.asks_before_closing = True
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "exec", lambda *_: yes)
    assert window.close()
    assert page.training.state is RunState.IDLE


def test_closing_without_a_run_asks_nothing(window, page, monkeypatch):
    window.asks_before_closing = True
    monkeypatch.setattr(QMessageBox, "exec", lambda *_: pytest.fail("asked"))
    assert window.close()


@pytest.fixture
def fine_tuning(window, monkeypatch):
    """A fine-tuning that waits for its gate, then succeeds."""
    gate = threading.Event()

    def wait(request):
        yield Progress(Stage.TRAINING, 0, 1)
        gate.wait()
        return FineTuned(request.weights, *[Scores(1, 2)] * 4)

    monkeypatch.setattr("core.training.rehearsal.fine_tune_with_rehearsal", wait)
    window.asks_before_closing = False
    window.workspace.my_digits.keep((np.array([[0.3, 0.1], [0.4, 0.9]]),), 1)
    window.tabs.setCurrentWidget(window.my_digits_page)
    yield gate
    gate.set()


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("is_done", [False, True], ids=["running", "undecided"])
def test_closing_with_an_undecided_fine_tuning_asks(
    qtbot, window, page, question, fine_tuning, is_done
):
    click(window.my_digits_page, "learn_button")
    if is_done:
        with qtbot.waitSignal(window.workspace.fine_tuning.ended):
            fine_tuning.set()
    before = window.workspace.network.weights
    question(Qt.Key.Key_Escape)
    assert not window.close()
    assert window.isVisible()

    def end_after_the_answer():
        QApplication.activeModalWidget().finished.connect(lambda _: fine_tuning.set())

    QTimer.singleShot(0, end_after_the_answer)
    defaults = question(Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert window.close()
    assert set(defaults) == {QMessageBox.StandardButton.No}
    assert window.workspace.network.weights is before


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_question_about_a_fine_tuning_that_ends_is_withdrawn(window, page, fine_tuning):
    click(window.my_digits_page, "learn_button")
    window.asks_before_closing = True
    QTimer.singleShot(0, fine_tuning.set)
    assert not window.close()
    assert QApplication.activeModalWidget() is None
    assert window.workspace.fine_tuning.result is not None
    window.asks_before_closing = False


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_question_about_a_run_that_ends_is_withdrawn(qtbot, window, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    window.asks_before_closing = True
    QTimer.singleShot(0, page.training.stop)
    assert not window.close()
    assert QApplication.activeModalWidget() is None
    assert page.training.outcome is not None
    window.asks_before_closing = False


@pytest.mark.parametrize("name", ["keep_learned_button", "discard_learned_button"])
def test_closing_after_the_decision_asks_nothing(
    qtbot, window, page, fine_tuning, monkeypatch, name
):
    fine_tuning.set()
    with qtbot.waitSignal(window.workspace.fine_tuning.ended):
        click(window.my_digits_page, "learn_button")
    click(window.my_digits_page, name)
    window.asks_before_closing = True
    monkeypatch.setattr(QMessageBox, "exec", lambda *_: pytest.fail("asked"))
    assert window.close()
