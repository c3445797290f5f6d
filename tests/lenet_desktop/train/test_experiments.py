"""Experiments on the Train page: started by one click, trained in order, shown together."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain, repeat

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QWidget

from core.runs.experiments import Experiment, PlannedRun, load_experiment
from core.training import trainer
from tests.support.window.clicks import button, click
from tests.support.window.training import ENDLESS, WAIT_MS, plan, set_up, train_to_the_end


@pytest.fixture(autouse=True)
def _no_plot_files(no_plot_files):
    pass


@pytest.fixture
def page(window):
    window.tabs.setCurrentWidget(window.train_page)
    return window.train_page


@pytest.fixture
def run(window):
    return window.workspace.experiment_run


def experiment(data, *plans):
    names = [{"en": f"run {number}", "zh": "甲"} for number in range(len(plans))]
    runs = tuple(map(PlannedRun, names, plans))
    return Experiment({"en": "Two seeds", "zh": "两个种子"}, (str(data),), runs)


def text_of(page):
    return page.findChild(QLabel, "experiment_text").text()


def menu_of(page):
    click(button(page, "experiments_button"))
    return page.findChild(QMenu, "experiments_menu")


def finish(qtbot, run):
    qtbot.waitUntil(lambda: not run.is_running, timeout=WAIT_MS)


def test_the_runs_are_trained_in_order_and_drawn_together(qtbot, page, run, small_mnist):
    bar = page.findChild(QWidget, "experiment_bar")
    assert not bar.isVisible()
    page.start_experiment(experiment(small_mnist, plan(epochs=1), plan(epochs=2, seed=1)))
    assert bar.isVisible()
    assert not page.outcome.isVisible()
    assert text_of(page) == "Run 1 of 2 is training: run 0"
    assert not button(page, "close_experiment_button").isEnabled()
    finish(qtbot, run)
    first, second = run.finished
    assert [each.planned.plan.seed for each in (first, second)] == [0, 1]
    shares = [round(100 * each.val_accuracy, 2) for each in (first, second)]
    assert text_of(page) == f"run 0: {shares[0]:.2f} %   ·   run 1: {shares[1]:.2f} %"
    qtbot.waitUntil(lambda: page.board.loss_plot.plot.names == ["run 0", "run 1"])
    assert [curve.val_accuracy[0][-1] for curve in run.curves] == [1, 2]  # epochs
    click(button(page, "close_experiment_button"))
    assert not bar.isVisible()
    assert page.outcome.isVisible()
    assert "run 0" not in page.board.loss_plot.plot.names


def test_a_run_that_fails_gives_its_reason_and_does_not_end_the_experiment(
    qtbot, page, run, small_mnist, monkeypatch
):
    are_finite = chain([False], repeat(True))
    monkeypatch.setattr(trainer, "isfinite", lambda _: next(are_finite))
    page.start_experiment(experiment(small_mnist, plan(epochs=1), plan(epochs=1)))
    finish(qtbot, run)
    first, second = text_of(page).split("   ·   ")
    assert first.startswith("run 0: failed. The loss is not a finite number in epoch 1")
    assert second == f"run 1: {100 * run.finished[1].val_accuracy:.2f} %"
    assert page.training.outcome.end == "done"


def test_stop_ends_the_experiment(qtbot, page, run, small_mnist):
    page.start_experiment(experiment(small_mnist, plan(epochs=ENDLESS), plan(epochs=1)))
    qtbot.waitUntil(lambda: page.training.checkpoint is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS):
        click(button(page, "stop_button"))
    assert not run.is_running
    assert len(run.finished) == 1
    assert "failed" not in text_of(page)
    assert len(page.training.outcome.request.plan.to_dict()) > 5
    assert not page.training.is_busy


def test_a_run_that_is_stopped_before_its_first_epoch_has_not_failed(qtbot, page, run, small_mnist):
    page.start_experiment(experiment(small_mnist, plan(epochs=1), plan(epochs=1)))
    page.training.stop()
    finish(qtbot, run)
    assert text_of(page) == "run 0: stopped"


def test_an_experiment_goes_on_in_another_language(qtbot, window, page, run, small_mnist):
    page.start_experiment(experiment(small_mnist, plan(epochs=1), plan(epochs=1, seed=1)))
    window.set_language("zh_CN")
    finish(qtbot, run)
    assert len(run.finished) == 2
    assert "甲" in text_of(window.train_page)


def test_a_click_on_an_entry_starts_its_experiment(page, run, monkeypatch):
    started = []
    monkeypatch.setattr(run, "start", lambda experiment, *_: started.append(experiment))
    menu = menu_of(page)
    assert menu.isVisible()
    entries = [entry for entry in menu.actions() if entry.data()]
    assert len(entries) == 5
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entries[0]).center())
    (chosen,) = started
    assert [each.plan.learning_rate for each in chosen.runs] == [0.002, 0.25, 5.0]
    assert chosen.sources == ("mnist",)


def test_a_run_in_progress_is_not_disturbed(qtbot, window, page, run, small_mnist):
    set_up(page, small_mnist, epochs=ENDLESS)
    click(button(page, "train_button"))
    page.start_experiment(experiment(small_mnist, plan(epochs=1)))
    assert run.experiment is None
    assert window.notice.text == "A run is in progress. Stop it before an experiment."
    with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS):
        click(button(page, "stop_button"))


def test_a_file_is_opened_or_refused(window, page, run, monkeypatch, tmp_path):
    started = []
    monkeypatch.setattr(run, "start", lambda experiment, *_: started.append(experiment))
    file = tmp_path / "mine.json"
    file.write_text("{}", "utf-8")
    page.experiments.open(file)
    assert window.notice.text.startswith("mine.json is not an experiment: ")
    page.experiments.open(tmp_path / "none.json")
    assert "none.json cannot be read" in window.notice.text
    assert started == []


def test_compared_runs_are_saved_as_an_experiment(qtbot, page, monkeypatch, tmp_path, small_mnist):
    file = tmp_path / "handed out.json"
    menu = menu_of(page)
    assert not menu.actions()[-1].isEnabled()
    with qtbot.waitSignal(menu.destroyed):
        menu.close()
    set_up(page, small_mnist, epochs=1, seed=3)
    with qtbot.waitSignal(page._workspace.earlier_runs.changed, timeout=WAIT_MS):
        train_to_the_end(qtbot, page)
    (summary,) = page._workspace.earlier_runs.runs
    compared = [replace(summary, sources=("mnist",))]
    monkeypatch.setattr(page.experiments, "compared", compared)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    menu_of(page).actions()[-1].trigger()
    saved = load_experiment(file)
    assert saved.title == "handed out"
    assert saved.runs[0].plan == summary.plan
    assert json.loads(file.read_text("utf-8"))["data"] == ["mnist"]
