"""Training step by step: exactly one batch, one epoch, slow motion, and on by itself."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from lenet_desktop.state.training import stepping as stepping_module
from lenet_desktop.state.training.run import RunState
from tests.support.window.clicks import button, click
from tests.support.window.training import ENDLESS, WAIT_MS, set_up


@pytest.fixture(autouse=True)
def _no_plot_files(no_plot_files):
    pass


@pytest.fixture
def page(window, small_mnist):
    window.tabs.setCurrentWidget(window.train_page)
    set_up(window.train_page, small_mnist, epochs=ENDLESS)
    QTest.qWait(0)
    return window.train_page


@pytest.fixture
def training(qtbot, page):
    yield page.training
    if page.training.is_busy:
        with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS):
            click(button(page, "stop_button"))


def step(qtbot, page, n=1):
    """Click the button, and wait until the run is paused after that many more batches."""
    for _ in range(n):
        with qtbot.waitSignal(page._workspace.stepping.changed, timeout=WAIT_MS):
            click(button(page, "step_button"))


def choose(page, place):
    page.findChild(QMenu, "step_menu").actions()[place].trigger()


def test_a_click_starts_a_run_and_trains_one_batch(qtbot, page, training):
    card = page.findChild(QWidget, "step_card")
    assert not card.isVisible()
    step(qtbot, page)
    assert training.state is RunState.PAUSED
    assert training.progress.steps_done == 1
    assert len(training.curves.losses) == 1
    assert card.isVisible()
    assert not page.live_digit.isVisible()
    assert page.findChild(QLabel, "step_text").text().startswith("32 images")
    assert "C1: " in page.findChild(QWidget, "step_batch").accessibleDescription()
    step(qtbot, page, 2)
    assert training.progress.steps_done == 3
    QTest.qWait(30)
    assert training.progress.steps_done == 3


def test_one_epoch_and_on_by_itself(qtbot, page, training):
    step(qtbot, page)
    with qtbot.waitSignal(page._workspace.stepping.changed, timeout=WAIT_MS):
        choose(page, 1)
    qtbot.waitUntil(lambda: training.state is RunState.PAUSED, timeout=WAIT_MS)
    assert training.checkpoint.epoch == 1
    per_epoch = training.progress.started.batches_per_epoch
    assert training.progress.steps_done == per_epoch
    step(qtbot, page)
    assert training.progress.steps_done == per_epoch + 1
    click(button(page, "pause_button"))  # Resume
    assert not page.findChild(QWidget, "step_card").isVisible()
    assert page.live_digit.isVisible()
    qtbot.waitUntil(lambda: training.checkpoint.epoch >= 3, timeout=WAIT_MS)
    assert training.state is RunState.RUNNING
    assert not training.controls.inspects


def test_slow_motion_trains_one_batch_after_the_other(qtbot, page, training, monkeypatch):
    stepping = page._workspace.stepping
    stepping._slow.setInterval(1)
    choose(page, 2)
    qtbot.waitUntil(
        lambda: training.progress is not None and training.progress.steps_done >= 4,
        timeout=WAIT_MS,
    )
    assert stepping.is_slow
    click(button(page, "step_button"))
    assert not stepping.is_slow
    qtbot.waitUntil(lambda: training.state is RunState.PAUSED, timeout=WAIT_MS)
    assert stepping_module.SLOW_MS >= 500


def test_a_run_that_trains_is_stepped_too(qtbot, page, training):
    click(button(page, "train_button"))
    qtbot.waitUntil(lambda: training.checkpoint is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(page._workspace.stepping.changed, timeout=WAIT_MS):
        click(button(page, "step_button"))
    assert training.state is RunState.PAUSED
    done = training.progress.steps_done
    step(qtbot, page)
    assert training.progress.steps_done == done + 1
