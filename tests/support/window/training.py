"""Small training runs, started and stopped on the Train page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from core.runs.carry_out import TrainingRequest
from core.training.presets import PRESETS
from lenet_desktop.train.form.plan_fields import with_values

WAIT_MS = 120_000
"""The end of a run loads matplotlib, which takes a while on a busy machine."""
ENDLESS = 100_000
"""Epochs of a run that would take hours."""


def plan(**values):
    return with_values(PRESETS["quick"], {"batch_size": 32} | values)


def request(data, folder, **values):
    return TrainingRequest(plan(**values), (str(data),), folder)


def button(page, name):
    return page.findChild(QAbstractButton, name)


def click(page, name):
    QTest.mouseClick(button(page, name), Qt.MouseButton.LeftButton)


def set_up(page, data, **values):
    page.setup.data.show_sources((str(data),))
    page.setup.form.show_plan(plan(**values))


def run_to_the_end(qtbot, training, order, networks=1):
    """Train without a window; return the outcome."""
    with qtbot.waitSignal(training.ended, timeout=WAIT_MS):
        training.start(order, networks=networks)
    return training.outcome


def train_to_the_end(qtbot, page):
    with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS):
        click(page, "train_button")
    return page.training.outcome


def train_for_long(qtbot, page, data):
    """Start a run that would take hours and wait for its first epoch."""
    set_up(page, data, epochs=ENDLESS)
    click(page, "train_button")
    wait_for_epoch(qtbot, page.training, 1)


def wait_for_epoch(qtbot, training, epoch):
    def is_done():
        return training.checkpoint is not None and training.checkpoint.epoch >= epoch

    qtbot.waitUntil(is_done, timeout=WAIT_MS)


def stop(qtbot, page):
    with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS):
        click(page, "stop_button")
    return page.training.outcome
