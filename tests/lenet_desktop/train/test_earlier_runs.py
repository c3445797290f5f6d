"""Earlier runs on the Train page: their curves, settings, weights and files."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from core.network.weight_files import load_weights
from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.state.training.earlier_runs import run_name
from tests.support.window.runs_list import CONTROL, select
from tests.support.window.training import (
    button,
    click,
    set_up,
    stop,
    train_for_long,
    train_to_the_end,
    wait_for_epoch,
)

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
WITHOUT_PLOTS = pytest.mark.usefixtures("no_plot_files")


def test_earlier_runs_are_there_after_a_restart(qtbot, window, page, small_mnist, weight_file):
    set_up(page, small_mnist, epochs=1)
    train_to_the_end(qtbot, page)
    qtbot.waitUntil(lambda: len(page.runs.table.shown) == 1)
    click(page, "train_side_1")
    select(page, 0)
    name = run_name(page.runs.compared[0])
    window.close()

    again = build_window(weight_file)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.workspace.device_found):
        again.show()
    page = again.train_page
    again.tabs.setCurrentWidget(page)
    qtbot.waitUntil(lambda: [run_name(run) for run in page.runs.compared.values()] == [name])
    qtbot.waitUntil(lambda: name in page.board.loss_plot.plot.names)
    assert page.board.accuracy_plot.plot.names == [name]
    again.close()


@pytest.fixture
def earlier(qtbot, page, small_mnist):
    """A page on which one run was stopped, with the list of earlier runs in front."""
    train_for_long(qtbot, page, small_mnist)
    stop(qtbot, page)
    click(page, "train_side_1")
    qtbot.waitUntil(lambda: len(page.runs.earlier.runs) == 1)
    select(page, 0)
    return page


@WITHOUT_PLOTS
def test_the_curves_of_an_earlier_run_are_shown_and_hidden(earlier):
    name = run_name(earlier.runs.earlier.runs[0])
    assert name in earlier.board.loss_plot.plot.names
    select(earlier, 0, CONTROL)
    assert name not in earlier.board.loss_plot.plot.names


@WITHOUT_PLOTS
def test_the_settings_of_an_earlier_run_are_shown_and_filled_in(earlier):
    assert "Epochs: 100,000" in earlier.findChild(QLabel, "run_details").text()
    earlier.setup.form.show_plan(PRESETS["best"])
    click(earlier, "fill_in_button")
    assert earlier.setup.plan.epochs == 100_000
    assert earlier.setup.plan.preset == "quick"


@WITHOUT_PLOTS
def test_an_earlier_run_can_be_resumed(qtbot, earlier):
    run = earlier.runs.earlier.runs[0]
    click(earlier, "resume_earlier_button")
    wait_for_epoch(qtbot, earlier.training, len(run.history) + 1)
    assert earlier.training.folder == run.folder
    stop(qtbot, earlier)


@WITHOUT_PLOTS
def test_a_run_that_was_killed_before_its_test_is_resumed_to_its_result(qtbot, page, small_mnist):
    set_up(page, small_mnist, epochs=1)
    result = train_to_the_end(qtbot, page).result
    (run,) = page.training.outcome.folder.parent.iterdir()
    (run / "weights.safetensors").unlink()
    click(page, "train_side_1")
    with qtbot.waitSignal(page.runs.earlier.changed):
        page.runs.earlier.refresh()
    select(page, 0)
    with qtbot.waitSignal(page.training.ended):
        click(page, "resume_earlier_button")
    assert page.training.outcome.result.test_accuracy == result.test_accuracy
    assert load_weights(run / "weights.safetensors") == result.weights
    qtbot.waitUntil(lambda: not button(page, "resume_earlier_button").isEnabled())


@WITHOUT_PLOTS
def test_the_weights_of_an_earlier_run_can_be_used(window, earlier):
    run = earlier.runs.earlier.runs[0]
    click(earlier, "use_earlier_button")
    assert window.workspace.network.weights == load_weights(run.folder / "weights.safetensors")


@WITHOUT_PLOTS
def test_the_best_weights_of_a_run_that_was_killed_before_writing_them_can_be_used(window, earlier):
    run = earlier.runs.earlier.runs[0]
    best = load_weights(run.weights_file)
    run.weights_file.unlink()
    click(earlier, "use_earlier_button")
    assert window.workspace.network.weights == best


def test_all_files_of_an_earlier_run_are_copied(qtbot, earlier, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    run = earlier.runs.earlier.runs[0]
    click(earlier, "export_run_button")
    qtbot.waitUntil(lambda: earlier.window().notice.text.startswith("Copied to"))
    [copy] = tmp_path.glob("LeNet run *")
    names = {file.name for file in copy.iterdir()}
    assert names == {file.name for file in run.folder.iterdir()}
    assert {"history.csv", "training_data.npz", "loss_curve.png"} <= names
