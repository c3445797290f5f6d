"""A student with the bundled weights."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from lenet_desktop.lessons import panel
from tests.support.inputs.networks import bundled_weights
from tests.support.window.lessons import Student


@pytest.fixture(autouse=True)
def _steps_are_checked_often(monkeypatch):
    monkeypatch.setattr(panel, "INTERVAL", 5)


@pytest.fixture
def student(qtbot, window, monkeypatch):
    window.side.panel._checks.setInterval(5)
    window.workspace.network.open(bundled_weights())
    window.resize(1500, 900)
    window.activateWindow()
    QTest.qWait(0)
    return Student(qtbot, window)
