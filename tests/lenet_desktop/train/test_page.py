"""The train page as a person uses it: real clicks, small data, everything that can happen."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QListWidget,
    QMessageBox,
    QProgressBar,
    QSlider,
    QSpinBox,
)

from core.errors import UserError
from core.network.weight_files import load_weights, save_weights
from core.runs import carry_out as training_job
from core.training.checkpoints import load_checkpoint
from core.training.events import EpochDone
from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training import RunState
from lenet_desktop.train.form.device_form import DeviceForm
from lenet_desktop.train.form.plan_fields import with_values

WAIT_MS = 30_000


def button(page, name):
    return page.findChild(QAbstractButton, name)


def click(page, name):
    QTest.mouseClick(button(page, name), Qt.MouseButton.LeftButton)


def set_up(page, folder, **values):
    page.setup.data.show_sources((str(folder),))
    page.setup.form.show_plan(with_values(PRESETS["quick"], values))


def train_to_the_end(qtbot, page):
    with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS) as ended:
        click(page, "train_button")
    return ended.args[0]


def train_for_long(qtbot, page, folder):
    """Start a run that would take hours and see its first epoch through."""
    set_up(page, folder, epochs=100_000)
    with qtbot.waitSignal(page.training.epoch_done, timeout=WAIT_MS):
        click(page, "train_button")


def stop(qtbot, page):
    with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS) as ended:
        click(page, "stop_button")
    return ended.args[0]


@pytest.fixture
def page(window):
    window.asks_before_closing = False
    window.tabs.setCurrentWidget(window.train_page)
    return window.train_page


def test_training_moves_curves_and_bar_and_keeps_the_best_weights(
    qtbot, page, small_mnist, runs_folder
):
    set_up(page, small_mnist, epochs=2)
    outcome = train_to_the_end(qtbot, page)
    assert outcome.end == "done"
    page.board.redraw()
    x, y = page.board.loss_plot.plot.points("batch")
    assert len(x) == 2 * 12
    assert x[-1] == pytest.approx(2)
    assert (y > 0).all()
    train, validation = (
        page.board.accuracy_plot.plot.points(name) for name in ("training", "validation")
    )
    assert [list(curve[0]) for curve in (train, validation)] == [[1, 2], [1, 2]]
    bar = page.findChild(QProgressBar, "train_progress")
    assert bar.value() == bar.maximum() == 24
    [folder] = runs_folder.iterdir()
    assert load_weights(folder / "weights.safetensors") == outcome.weights
    assert (folder / "report.json").exists()


def test_the_new_weights_are_used_only_when_a_person_says_so(qtbot, window, page, small_mnist):
    before = window.workspace.network.weights
    set_up(page, small_mnist, epochs=1)
    outcome = train_to_the_end(qtbot, page)
    assert window.workspace.network.weights is before
    click(page, "use_weights_button")
    assert window.workspace.network.weights is outcome.weights
    assert not page.outcome.isVisible()


def test_the_new_weights_can_be_saved(qtbot, page, small_mnist, tmp_path, monkeypatch):
    set_up(page, small_mnist, epochs=1)
    outcome = train_to_the_end(qtbot, page)
    kind = "NumPy weights (*.npz)"
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        lambda *_: (str(tmp_path / "mine"), kind),
    )
    click(page, "save_new_weights_button")
    assert load_weights(tmp_path / "mine.npz") == outcome.weights


def test_discarding_keeps_the_weights_in_use_and_the_run(
    qtbot, window, page, small_mnist, runs_folder
):
    before = window.workspace.network.weights
    set_up(page, small_mnist, epochs=1)
    train_to_the_end(qtbot, page)
    click(page, "discard_button")
    assert window.workspace.network.weights is before
    assert not page.outcome.isVisible()
    assert len(list(runs_folder.iterdir())) == 1


def test_as_many_threads_train_as_a_person_says_and_that_is_remembered(
    qtbot, window, page, small_mnist, monkeypatch
):
    settings, told = Settings(), []

    def train(*arguments, **options):
        told.append(options["threads"])
        return real_train(*arguments, **options)

    real_train = training_job.train
    monkeypatch.setattr(training_job, "train", train)
    monkeypatch.setattr("lenet_desktop.train.form.device_form.cores", lambda: 4)
    box = DeviceForm(settings, page).findChild(QSpinBox)
    assert (box.minimum(), box.value(), box.maximum()) == (1, 4, 4)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert DeviceForm(settings, page).threads == 3
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert settings.train_threads == 0  # all there are, on any machine
    page.findChild(QSpinBox, "train_threads_box").setValue(1)
    set_up(page, small_mnist, epochs=1)
    assert train_to_the_end(qtbot, page).end == "done"
    assert told == [1]


def test_stopping_keeps_what_was_learned(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    outcome = stop(qtbot, page)
    assert outcome.end == "stopped"
    assert outcome.weights == load_weights(outcome.folder / "weights.safetensors")
    assert page.training.state is RunState.IDLE
    assert button(page, "train_button").isEnabled()
    assert page.outcome.text.startswith("The best weights are those of epoch")


def test_a_run_stopped_before_its_first_epoch_leaves_nothing(qtbot, page, small_mnist, runs_folder):
    set_up(page, small_mnist, epochs=100_000)
    click(page, "train_button")
    outcome = stop(qtbot, page)
    assert outcome.weights is None
    # Stopped at once, it may not even have come to making one.
    assert not runs_folder.exists() or not list(runs_folder.iterdir())
    assert not button(page, "use_weights_button").isVisible()


def test_a_pause_rests_until_it_is_over(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    click(page, "pause_button")
    assert page.training.state is RunState.PAUSED
    assert button(page, "pause_button").text() == "Resume"
    # What was in the making still comes, and what was on its way; then nothing does.
    for _ in range(4):
        with qtbot.waitSignal(page.training.batches_done, timeout=300, raising=False) as more:
            pass
    assert not more.signal_triggered
    assert page.progress.status.startswith("Paused")
    with qtbot.waitSignal(page.training.epoch_done, timeout=WAIT_MS):
        click(page, "pause_button")
    stop(qtbot, page)


def test_a_paused_run_can_be_stopped(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    click(page, "pause_button")
    assert stop(qtbot, page).end == "stopped"


def test_a_stopped_run_can_be_resumed(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    stopped = stop(qtbot, page)
    with qtbot.waitSignal(page.training.epoch_done, timeout=WAIT_MS) as epoch:
        click(page, "resume_run_button")
    assert epoch.args[0].metrics.epoch == stopped.checkpoint.epoch + 1
    again = stop(qtbot, page)
    assert again.folder == stopped.folder
    page.board.redraw()
    x, _ = page.board.loss_plot.plot.points("batch")
    assert len(x) >= 12 * again.checkpoint.epoch
    assert (np.diff(x) > 0).all()
    assert [e.epoch for e in page.board.curves.history][:2] == [1, 2]


def test_the_learning_rate_can_be_changed_while_it_runs(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    box = page.findChild(QAbstractSpinBox, "learning_rate_factor_box")
    box.selectAll()
    QTest.keyClicks(box, "0.5")
    QTest.keyClick(box, Qt.Key.Key_Return)

    def is_halved(event):
        return event.learning_rate < 0.6 * PRESETS["quick"].learning_rate

    with qtbot.waitSignal(page.training.batches_done, timeout=WAIT_MS, check_params_cb=is_halved):
        pass
    stop(qtbot, page)


def test_training_goes_on_from_the_loaded_weights(qtbot, window, page, small_mnist):
    QTest.mouseClick(page.findChild(QCheckBox, "train_on_box"), Qt.MouseButton.LeftButton)
    if not page.setup.starts_from_loaded:  # the text may lie beside the middle
        page.findChild(QCheckBox, "train_on_box").setChecked(True)
    set_up(page, small_mnist, epochs=1, learning_rate=0.00001, average_decay=0.0)
    outcome = train_to_the_end(qtbot, page)
    for name, array in window.workspace.network.weights.arrays.items():
        np.testing.assert_allclose(outcome.weights.arrays[name], array, atol=0.01)


@pytest.mark.parametrize("end", ["done", "stopped", "failed"])
def test_a_run_ends_once_and_nothing_is_told_after(qtbot, page, small_mnist, end):
    told, training = [], page.training
    for name in ("run_started", "batches_done", "epoch_done", "device_lost", "ended"):
        getattr(training, name).connect(lambda _, name=name: told.append(name))
    if end == "failed":
        (small_mnist / "t10k-labels-idx1-ubyte").unlink()
    if end == "stopped":
        train_for_long(qtbot, page, small_mnist)
        outcome = stop(qtbot, page)
    else:
        set_up(page, small_mnist, epochs=1)
        outcome = train_to_the_end(qtbot, page)
    QApplication.processEvents()
    assert outcome.end == end
    assert told.count("ended") == 1
    assert told[-1] == "ended"


def test_data_that_cannot_be_loaded_is_told_and_can_be_put_right(
    qtbot, page, small_mnist, runs_folder
):
    (small_mnist / "t10k-labels-idx1-ubyte").rename(small_mnist / "elsewhere")
    set_up(page, small_mnist, epochs=1)
    outcome = train_to_the_end(qtbot, page)
    assert outcome.end == "failed"
    assert "t10k-labels" in page.outcome.text
    assert "nothing to keep" in page.outcome.text
    assert list(runs_folder.iterdir()) == []
    (small_mnist / "elsewhere").rename(small_mnist / "t10k-labels-idx1-ubyte")
    assert train_to_the_end(qtbot, page).end == "done"


def test_a_run_that_fails_is_told_with_what_was_kept(qtbot, page, small_mnist, monkeypatch):
    train = training_job.train

    def train_and_fail(*arguments, **options):
        for event in train(*arguments, **options):
            yield event
            if isinstance(event, EpochDone):
                raise UserError("The loss is no longer a finite number.")

    monkeypatch.setattr(training_job, "train", train_and_fail)
    set_up(page, small_mnist)
    outcome = train_to_the_end(qtbot, page)
    assert outcome.end == "failed"
    assert page.outcome.text.startswith("The loss is no longer a finite number. The best weights")
    assert outcome.weights == load_weights(outcome.folder / "weights.safetensors")
    assert button(page, "use_weights_button").isVisible()
    assert button(page, "resume_run_button").isVisible()


def test_a_full_disk_is_told_and_the_weights_are_still_offered(
    qtbot, page, small_mnist, tmp_path, monkeypatch
):
    def fill_disk(path, checkpoint):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("core.runs.folder.save_checkpoint", fill_disk)
    monkeypatch.setattr("core.runs.folder.save_weights", fill_disk)
    set_up(page, small_mnist, epochs=3)
    outcome = train_to_the_end(qtbot, page)
    assert outcome.end == "failed"
    assert "No space left" in page.outcome.text
    assert "save them elsewhere" in page.outcome.text
    assert outcome.weights is not None


def test_memory_that_does_not_suffice_is_told(qtbot, page, small_mnist, monkeypatch):
    def train(*_, **__):
        raise MemoryError
        yield

    monkeypatch.setattr(training_job, "train", train)
    set_up(page, small_mnist)
    assert train_to_the_end(qtbot, page).end == "failed"
    assert "not enough memory" in page.outcome.text


def test_the_drawing_on_the_pad_is_read_as_it_is_learned(qtbot, window, page, hand, small_mnist):
    set_up(page, small_mnist, epochs=1)
    text = page.findChild(QLabel, "your_digit_text")
    assert text.text() == "Draw a digit on the Draw page."
    window.tabs.setCurrentWidget(window.draw_page)
    hand.draw((0.2, 0.5), (0.8, 0.5))
    window.workspace.reader.read_now()
    assert text.text() == "It is read after each epoch."
    window.tabs.setCurrentWidget(page)
    outcome = train_to_the_end(qtbot, page)
    assert "after epoch 1" in text.text()
    assert page.live_digit.isVisible()
    bars = page.findChild(type(page.live_digit._bars), "your_digit_bars")
    assert bars.values.sum() == pytest.approx(1, abs=1e-5)
    assert outcome.end == "done"


def test_the_confusion_matrix_is_that_of_the_last_epoch(qtbot, page, small_mnist):
    set_up(page, small_mnist, epochs=2)
    epochs = []
    page.training.epoch_done.connect(epochs.append)
    train_to_the_end(qtbot, page)
    assert page.confusion.matrix.values.confusion == epochs[-1].confusion


def test_nothing_else_can_be_started_while_a_run_goes_on(qtbot, page, small_mnist):
    train_for_long(qtbot, page, small_mnist)
    assert not button(page, "train_button").isEnabled()
    assert not page.findChild(QComboBox, "preset_box").isEnabled()
    stop(qtbot, page)
    assert page.findChild(QComboBox, "preset_box").isEnabled()


@pytest.fixture
def question(window, page):
    """Answers the question at closing by keys, once; tells which button was offered first."""
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
def test_closing_while_training_asks_and_can_be_thought_better_of(
    qtbot, window, page, small_mnist, question, key
):
    train_for_long(qtbot, page, small_mnist)
    defaults = question(key)
    assert not window.close()
    assert defaults == [QMessageBox.StandardButton.No]
    assert window.isVisible()
    with qtbot.waitSignal(page.training.epoch_done, timeout=WAIT_MS):
        pass


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
    monkeypatch.setattr(QMessageBox, "question", lambda *_: yes)
    assert window.close()
    assert page.training.state is RunState.IDLE


def test_closing_without_a_run_asks_nothing(window, page, monkeypatch):
    window.asks_before_closing = True
    monkeypatch.setattr(QMessageBox, "question", lambda *_: pytest.fail("asked"))
    assert window.close()


def test_earlier_runs_are_there_after_a_restart(qtbot, window, page, small_mnist, weight_file):
    set_up(page, small_mnist, epochs=1)
    train_to_the_end(qtbot, page)
    listed = page.findChild(QListWidget, "runs_list")
    qtbot.waitUntil(lambda: listed.count() == 1)
    listed.item(0).setCheckState(Qt.CheckState.Checked)
    name = page.runs.compared[0].name
    window.close()

    again = build_window(weight_file)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.workspace.device_found):
        again.show()
    page = again.train_page
    again.tabs.setCurrentWidget(page)
    qtbot.waitUntil(lambda: [run.name for run in page.runs.compared] == [name])
    qtbot.waitUntil(lambda: name in page.board.loss_plot.plot.names)
    assert page.board.accuracy_plot.plot.names == [name]
    again.close()


@pytest.fixture
def earlier(qtbot, page, small_mnist):
    """A page on which one run was made, with the list of runs before it."""
    train_for_long(qtbot, page, small_mnist)
    stop(qtbot, page)
    click(page, "train_side_1")
    qtbot.waitUntil(lambda: len(page.runs.earlier.runs) == 1)
    return page


def test_an_earlier_run_can_be_hidden_and_shown(earlier):
    listed = earlier.findChild(QListWidget, "runs_list")
    name = earlier.runs.earlier.runs[0].name
    listed.item(0).setCheckState(Qt.CheckState.Checked)
    assert name in earlier.board.loss_plot.plot.names
    listed.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert name not in earlier.board.loss_plot.plot.names


def test_an_earlier_run_tells_its_settings_and_fills_them_in(earlier):
    assert "Epochs: 100000" in earlier.findChild(QLabel, "run_details").text()
    earlier.setup.form.show_plan(PRESETS["best"])
    click(earlier, "fill_in_button")
    assert earlier.setup.plan.epochs == 100_000
    assert earlier.setup.plan.preset == "quick"


def test_an_earlier_run_can_be_resumed(qtbot, earlier):
    run = earlier.runs.earlier.runs[0]
    with qtbot.waitSignal(earlier.training.epoch_done, timeout=WAIT_MS) as epoch:
        click(earlier, "resume_earlier_button")
    assert epoch.args[0].metrics.epoch == len(run.history) + 1
    stop(qtbot, earlier)


def test_the_weights_of_an_earlier_run_can_be_used(window, earlier):
    run = earlier.runs.earlier.runs[0]
    click(earlier, "use_earlier_button")
    assert window.workspace.network.weights == load_weights(run.folder / "weights.safetensors")


def test_an_earlier_run_can_be_deleted(earlier, runs_folder, monkeypatch):
    for answer, left in ((QMessageBox.StandardButton.No, 1), (QMessageBox.StandardButton.Yes, 0)):
        monkeypatch.setattr(QMessageBox, "question", lambda *_, given=answer: given)
        click(earlier, "delete_run_button")
        assert len(list(runs_folder.iterdir())) == left
        assert earlier.findChild(QListWidget, "runs_list").count() == left


def test_all_files_of_an_earlier_run_can_be_copied(earlier, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "lenet_desktop.widgets.file_dialogs.QFileDialog.getExistingDirectory",
        lambda *_: str(tmp_path),
    )
    run = earlier.runs.earlier.runs[0]
    click(earlier, "export_run_button")
    [copy] = tmp_path.glob("LeNet run *")
    assert {file.name for file in copy.iterdir()} == {file.name for file in run.folder.iterdir()}
    assert {"history.csv", "training_data.npz", "loss_curve.png"} <= {
        file.name for file in copy.iterdir()
    }


def test_every_control_has_a_name_to_be_read_out(page):
    kinds = (QAbstractButton, QComboBox, QAbstractSpinBox, QSlider)
    controls = [control for kind in kinds for control in page.findChildren(kind)]
    unnamed = [c.objectName() for c in controls if not c.accessibleName() and not is_named(c)]
    assert unnamed == []


def is_named(control):
    return isinstance(control, QAbstractButton) and bool(control.text())


def test_the_keyboard_reaches_every_control(page):
    page.window().activateWindow()
    reached = set()
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    controls = {
        widget
        for kind in (QAbstractButton, QComboBox, QAbstractSpinBox, QSlider)
        for widget in page.findChildren(kind)
        if widget.isVisible() and widget.isEnabled()
    }
    controls.remove(button(page, "train_side_1"))  # arrows lead there
    assert {control.objectName() for control in controls - reached} == set()


def test_arrows_lead_to_the_earlier_runs(page):
    button(page, "train_side_0").setFocus()
    QTest.keyClick(button(page, "train_side_0"), Qt.Key.Key_Right)
    assert page.runs.isVisible()


def test_the_page_fits_a_small_screen(qtbot, window, page, small_mnist):
    set_up(page, small_mnist, epochs=1)
    train_to_the_end(qtbot, page)
    page.findChild(QLabel, "outcome_text").setText("as long as a failure in words " * 8)
    window.resize(900, 600)
    QTest.qWait(0)
    assert (window.width(), window.height()) == (900, 600)
    cards = [page.progress, page.outcome, page.board, page.live_digit, page.confusion]
    corners = [card.mapTo(page, card.rect().bottomRight()) for card in cards]
    assert all(page.rect().contains(corner) for corner in corners)


def test_a_weight_file_of_another_kind_of_network_can_be_trained_on(
    qtbot, window, page, small_mnist, tmp_path, random_weights
):
    from dataclasses import replace

    card = replace(random_weights.card, activation="tanh")
    path = tmp_path / "tanh.safetensors"
    save_weights(path, replace(random_weights, card=card))
    window.workspace.network.open(path)
    page.findChild(QCheckBox, "train_on_box").setChecked(True)
    set_up(page, small_mnist, epochs=1)
    assert train_to_the_end(qtbot, page).weights.card.activation == "tanh"
