"""The Train page, with real clicks on small data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QLabel, QProgressBar, QSpinBox

from core.network.weight_files import save_weights
from core.runs import carry_out as training_job
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.run import RunState
from lenet_desktop.train.controls import RunControls
from lenet_desktop.train.curves_view import CurvesView
from lenet_desktop.train.form.device_form import DeviceForm
from lenet_desktop.train.live_confusion import LiveConfusion
from lenet_desktop.train.live_digit import LiveDigit
from lenet_desktop.train.outcome import OutcomeBar
from lenet_desktop.train.progress import ProgressCard
from tests.support.window.training import (
    WAIT_MS,
    button,
    click,
    set_up,
    stop,
    train_for_long,
    train_to_the_end,
    wait_for_epoch,
)

pytestmark = pytest.mark.usefixtures("no_plot_files")


def test_training_draws_the_curves_and_moves_the_bar(qtbot, page, small_mnist):
    set_up(page, small_mnist, epochs=2)
    assert train_to_the_end(qtbot, page).end == "done"
    page.board.redraw()
    x, y = page.board.loss_plot.plot.points("batch")
    assert len(x) == 2 * 12
    assert x[-1] == pytest.approx(2)
    assert (y > 0).all()
    history = page.training.curves.history
    epochs, shares = page.board.accuracy_plot.plot.points("training")
    for metrics in history:
        is_of_epoch = (epochs > metrics.epoch - 1) & (epochs <= metrics.epoch)
        batches = np.diff(epochs, prepend=0)[is_of_epoch]
        mean = np.average(shares[is_of_epoch], weights=batches)
        assert mean == pytest.approx(100 * metrics.train_accuracy)
    # A run of few epochs has points between their ends if there is time to measure them.
    epochs, shares = page.board.accuracy_plot.plot.points("validation")
    ends = {epoch: share for epoch, share in zip(epochs, shares, strict=True) if epoch % 1 == 0}
    assert ends == {metrics.epoch: 100 * metrics.val_accuracy for metrics in history}
    bar = page.findChild(QProgressBar, "train_progress")
    assert bar.value() == bar.maximum() == 24
    assert page.progress.status == "Training finished"


@pytest.mark.parametrize(
    ("name", "typed", "used"),
    [
        ("epochs_box", "1", lambda request: request.plan.epochs == 1),
        ("learning_rate_box", "0,02", lambda request: request.plan.learning_rate == 0.02),
        ("train_threads_box", "1", lambda request: request.threads == 1),
    ],
)
def test_a_number_that_is_being_typed_counts_when_a_key_starts_the_run(
    qtbot, page, small_mnist, name, typed, used
):
    set_up(page, small_mnist, epochs=2)
    page.window().activateWindow()
    box = page.findChild(QAbstractSpinBox, name)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, typed)
    mnemonic = QKeySequence.mnemonic(button(page, "train_button").text())
    with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS):
        QTest.keySequence(box, mnemonic)
    assert used(page.training.outcome.request)


def test_the_number_of_threads_is_used_and_remembered(qtbot, page, small_mnist, monkeypatch):
    settings, used = Settings(), []

    def train(*arguments, **options):
        used.append(options["threads"])
        return real_train(*arguments, **options)

    real_train = training_job.train
    monkeypatch.setattr(training_job, "train", train)
    for module in ("lenet_desktop.train.form.device_form", "lenet_desktop.state.settings"):
        monkeypatch.setattr(f"{module}.cores", lambda: 4)
    box = DeviceForm(settings, page).findChild(QSpinBox)
    assert (box.minimum(), box.value(), box.maximum()) == (1, 4, 4)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert DeviceForm(settings, page).threads == 3
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert settings.train_threads == 0  # all cores, on any machine
    page.findChild(QSpinBox, "train_threads_box").setValue(1)
    set_up(page, small_mnist, epochs=1)
    assert train_to_the_end(qtbot, page).end == "done"
    assert used == [1]


def test_the_pause_button_pauses_and_resumes(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    click(page, "pause_button")
    assert page.training.state is RunState.PAUSED
    assert button(page, "pause_button").text() == "Resume"
    assert page.progress.status.startswith("Paused")
    click(page, "pause_button")
    assert button(page, "pause_button").text() == "Pause"
    wait_for_epoch(qtbot, page.training, page.training.checkpoint.epoch + 1)
    stop(qtbot, page)


def test_a_stopped_run_can_be_resumed(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    stopped = stop(qtbot, page)
    click(page, "resume_run_button")
    assert not button(page, "use_weights_button").isEnabled()
    wait_for_epoch(qtbot, page.training, stopped.checkpoint.epoch + 1)
    again = stop(qtbot, page)
    assert again.folder == stopped.folder
    page.board.redraw()
    x, _ = page.board.loss_plot.plot.points("batch")
    assert len(x) >= 12 * again.checkpoint.epoch
    assert (np.diff(x) > 0).all()


def test_the_learning_rate_can_be_changed_while_it_runs(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    box = page.findChild(QAbstractSpinBox, "learning_rate_factor_box")
    box.selectAll()
    QTest.keyClicks(box, "0.5")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert page.training.learning_rate_multiplier == 0.5
    stop(qtbot, page)
    click(page, "resume_run_button")
    assert box.value() == 1
    stop(qtbot, page)


def test_training_continues_from_the_loaded_weights(qtbot, window, page, small_mnist):
    page.findChild(QCheckBox, "train_on_box").setChecked(True)
    set_up(page, small_mnist, epochs=1, learning_rate=0.00001, average_decay=0.0)
    outcome = train_to_the_end(qtbot, page)
    for name, array in window.workspace.network.weights.arrays.items():
        np.testing.assert_allclose(outcome.weights.arrays[name], array, atol=0.01)


def test_weights_of_another_network_can_be_trained_on(
    qtbot, window, page, small_mnist, tmp_path, random_weights
):
    card = replace(random_weights.card, activation="tanh")
    path = tmp_path / "tanh.safetensors"
    save_weights(path, replace(random_weights, card=card))
    window.workspace.network.open(path)
    page.findChild(QCheckBox, "train_on_box").setChecked(True)
    set_up(page, small_mnist, epochs=1)
    assert train_to_the_end(qtbot, page).weights.card.activation == "tanh"


def test_the_drawing_on_the_pad_is_read_after_each_epoch(qtbot, window, page, hand, small_mnist):
    set_up(page, small_mnist, epochs=1)
    text = page.findChild(QLabel, "your_digit_text")
    assert text.text() == "Draw a digit on the Draw page."
    window.tabs.setCurrentWidget(window.draw_page)
    hand.draw((0.2, 0.5), (0.8, 0.5))
    window.workspace.reader.read_now()
    window.tabs.setCurrentWidget(page)
    assert text.text() == "The prediction is updated after each epoch."
    outcome = train_to_the_end(qtbot, page)
    assert "after epoch 1" in text.text()
    assert page.live_digit.isVisible()
    bars = page.findChild(type(page.live_digit._bars), "your_digit_bars")
    assert bars.values.sum() == pytest.approx(1, abs=1e-5)
    assert outcome.end == "done"


def test_nothing_else_can_be_started_while_a_network_is_trained(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    assert not button(page, "train_button").isEnabled()
    assert not page.findChild(QComboBox, "preset_box").isEnabled()
    stop(qtbot, page)
    assert page.findChild(QComboBox, "preset_box").isEnabled()


def test_arrow_keys_lead_to_the_earlier_runs(page):
    button(page, "train_side_0").setFocus()
    QTest.keyClick(button(page, "train_side_0"), Qt.Key.Key_Right)
    assert page.runs.isVisible()


def test_views_built_during_a_run_show_it_at_once(qtbot, window, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    training, workspace = page.training, window.workspace
    training.learning_rate_multiplier = 0.5
    click(page, "pause_button")
    curves, progress = CurvesView(training), ProgressCard(training)
    assert progress.bar.value() == training.progress.steps_done > 0
    digit = LiveDigit(workspace.reader, training)
    confusion, controls = LiveConfusion(training), RunControls(training, workspace.stepping)
    assert confusion.matrix.values.confusion == training.confusion
    outcome = OutcomeBar(training, workspace.settings, workspace.notices)
    views = [curves, progress, digit, confusion, controls, outcome]
    for view in views:
        qtbot.addWidget(view)
    with qtbot.waitExposed(curves):
        curves.show()
    qtbot.waitUntil(lambda: "batch" in curves.loss_plot.plot.names)
    accuracy = curves.accuracy_plot.plot
    qtbot.waitUntil(lambda: len(accuracy.points("training")[0]) == len(training.curves.history))
    assert progress.status.startswith("Paused")
    assert progress.value_of("Best validation") != "–"
    assert button(controls, "pause_button").text() == "Resume"
    assert controls.findChild(QAbstractSpinBox, "learning_rate_factor_box").value() == 0.5
    assert not button(outcome, "use_weights_button").isEnabled()
    stop(qtbot, page)
    assert outcome.text == page.outcome.text
    later = OutcomeBar(training, workspace.settings, workspace.notices)
    qtbot.addWidget(later)
    assert later.text == page.outcome.text
    click(page, "close_outcome_button")
    dismissed = OutcomeBar(training, workspace.settings, workspace.notices)
    qtbot.addWidget(dismissed)
    assert later.text == dismissed.text == page.outcome.text
    assert not button(dismissed, "close_outcome_button").isEnabled()
