"""The outcome of a run on the Train page: its weights, its failures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox

from core.network.weight_files import load_weights
from core.runs import carry_out as training_job
from lenet_desktop.state.training.run import RunState
from lenet_desktop.text.numbers import per_cent
from tests.support.window.training import (
    button,
    click,
    set_up,
    stop,
    train_for_long,
    train_to_the_end,
)

pytestmark = pytest.mark.usefixtures("no_plot_files")


def test_the_new_weights_are_used_only_when_requested(qtbot, window, page, small_mnist):
    before = window.workspace.network.weights
    set_up(page, small_mnist, epochs=1)
    outcome = train_to_the_end(qtbot, page)
    assert window.workspace.network.weights is before
    click(page, "use_weights_button")
    assert window.workspace.network.weights is outcome.weights
    assert not button(page, "use_weights_button").isEnabled()


def test_nothing_moves_when_the_outcome_arrives(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    QTest.qWait(0)
    views = [page.progress, page.outcome, page.board, page.live_digit, page.confusion]
    before = [view.geometry() for view in views]
    stop(qtbot, page)
    QTest.qWait(0)
    assert button(page, "use_weights_button").isEnabled()
    assert [view.geometry() for view in views] == before


def test_nothing_moves_when_the_outcome_comes_and_goes(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    stop(qtbot, page)
    QTest.qWait(0)
    views = [page.progress, page.outcome, page.board, page.live_digit, page.confusion]
    before = [view.geometry() for view in views]
    click(page, "close_outcome_button")
    QTest.qWait(0)
    assert [view.geometry() for view in views] == before


def test_the_new_weights_can_be_saved(qtbot, page, small_mnist, tmp_path, monkeypatch):
    set_up(page, small_mnist, epochs=1)
    outcome = train_to_the_end(qtbot, page)
    kind = "NumPy weights (*.npz)"
    monkeypatch.setattr(
        "lenet_desktop.widgets.dialogs.QFileDialog.getSaveFileName",
        lambda *_: (str(tmp_path / "mine"), kind),
    )
    click(page, "save_new_weights_button")
    assert load_weights(tmp_path / "mine.npz") == outcome.weights


def test_closing_the_outcome_keeps_the_weights_in_use_and_the_run(
    qtbot, window, page, small_mnist, runs_folder
):
    before = window.workspace.network.weights
    set_up(page, small_mnist, epochs=1)
    train_to_the_end(qtbot, page)
    assert button(page, "close_outcome_button").text() == "Close"
    click(page, "close_outcome_button")
    assert window.workspace.network.weights is before
    assert not button(page, "use_weights_button").isEnabled()
    assert len(list(runs_folder.iterdir())) == 1


def test_a_stopped_run_offers_its_best_weights(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    stop(qtbot, page)
    assert page.training.state is RunState.IDLE
    assert button(page, "train_button").isEnabled()
    assert button(page, "use_weights_button").isVisible()
    assert page.outcome.text.startswith("The best weights are those of epoch")


def test_a_run_stopped_before_its_first_epoch_offers_nothing(qtbot, page, small_mnist):
    set_up(page, small_mnist, epochs=100_000)
    click(page, "train_button")
    stop(qtbot, page)
    assert not button(page, "use_weights_button").isVisible()
    assert "nothing was saved" in page.outcome.text


def test_data_that_cannot_be_loaded_is_reported_and_nothing_of_a_run_before_is_shown(
    qtbot, page, small_mnist
):
    set_up(page, small_mnist, epochs=1)
    train_to_the_end(qtbot, page)
    assert page.progress.value_of("Loss") != "–"
    (small_mnist / "t10k-labels-idx1-ubyte").unlink()
    train_to_the_end(qtbot, page)
    assert "t10k-labels" in page.outcome.text
    assert "nothing was saved" in page.outcome.text
    assert page.progress.status == "Training failed"
    assert page.progress.value_of("Loss") == "–"
    assert page.board.loss_plot.plot.names == []


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (MemoryError(), "not enough memory"),
        (ZeroDivisionError("division by zero"), "Training failed: division by zero"),
        (OSError(28, "No space left on device", "a.csv"), "No space left on device"),
    ],
)
def test_any_failure_is_reported(qtbot, page, small_mnist, monkeypatch, error, text):
    def train(*_, **__):
        raise error
        yield

    monkeypatch.setattr(training_job, "train", train)
    set_up(page, small_mnist)
    assert train_to_the_end(qtbot, page).end == "failed"
    assert text in page.outcome.text


def test_a_full_disk_is_reported_and_the_weights_are_still_offered(
    qtbot, page, small_mnist, monkeypatch
):
    def fill_disk(path, checkpoint):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("core.runs.folder.save_checkpoint", fill_disk)
    monkeypatch.setattr("core.runs.folder.save_weights", fill_disk)
    set_up(page, small_mnist, epochs=3)
    train_to_the_end(qtbot, page)
    assert "No space left" in page.outcome.text
    assert "Save them to another folder" in page.outcome.text
    assert button(page, "use_weights_button").isVisible()
    assert not button(page, "resume_run_button").isVisible()


def test_files_that_could_not_be_written_are_named_beside_the_result(
    qtbot, page, small_mnist, monkeypatch
):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("core.runs.folder.write_history", refuse)
    set_up(page, small_mnist, epochs=1)
    outcome = train_to_the_end(qtbot, page)
    assert outcome.end == "done"
    assert page.outcome.text.startswith("Test accuracy")
    assert "history.csv could not be written in" in page.outcome.text
    assert button(page, "use_weights_button").isVisible()


def test_a_result_that_could_not_be_saved_is_still_in_memory(qtbot, page, small_mnist, monkeypatch):
    def fill_disk(path, weights):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("core.runs.folder.save_weights", fill_disk)
    set_up(page, small_mnist, epochs=1)
    outcome = train_to_the_end(qtbot, page)
    assert outcome.end == "failed"
    assert outcome.result is not None
    assert "Save them to another folder" in page.outcome.text
    assert button(page, "use_weights_button").isVisible()


def test_an_ensemble_is_trained_and_its_networks_compared_with_it(
    qtbot, window, page, small_mnist, runs_folder
):
    set_up(page, small_mnist, epochs=1)
    box = page.findChild(QSpinBox, "ensemble_box")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Up)
    statuses = []
    page.training.changed.connect(lambda: statuses.append(page.progress.status))
    outcome = train_to_the_end(qtbot, page)
    assert {"Network 1 of 2 · Epoch 1 of 1", "Network 2 of 2 · Combining the networks…"} < set(
        statuses
    )
    shares = sorted(result.test_accuracy for result in outcome.ensemble.finished)
    least, most = (per_cent(share, 2) for share in shares)
    together = per_cent(outcome.weights.card.test_accuracy, 2)
    assert page.outcome.text == (
        f"2 networks are combined: test accuracy {together}. Each alone: {least} to {most}."
    )
    assert page.progress.status == "Training finished"
    click(page, "use_weights_button")
    assert window.workspace.network.weights is outcome.weights
    assert load_weights(window.workspace.network.path) == outcome.weights
    assert len(list(runs_folder.iterdir())) == 3


def test_a_stopped_ensemble_says_what_it_has(qtbot, page, small_mnist):
    set_up(page, small_mnist, epochs=1)
    page.findChild(QSpinBox, "ensemble_box").setValue(20)

    def stop_in_the_second():
        if page.training.ensemble.number == 2 and page.training.state is RunState.RUNNING:
            click(page, "stop_button")

    page.training.changed.connect(stop_in_the_second)
    outcome = train_to_the_end(qtbot, page)
    n = len(outcome.ensemble.finished)
    assert page.outcome.text.startswith(f"{n} of 20 networks are complete.")
    assert ("They are combined." in page.outcome.text) == (n > 1)
    assert button(page, "use_weights_button").isEnabled()
