"""The time that the chosen network takes on this machine, below its box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from lenet_desktop.state.training import speed as module
from tests.support.window.training import WAIT_MS, button, click

SPEEDS = {"lenet5": 25_000.0, "residual": 400.0}


@pytest.fixture
def measured(monkeypatch):
    plans = []

    def measure(plan, device, threads):
        plans.append(plan)
        yield
        return SPEEDS[plan.network]

    monkeypatch.setattr(module, "measure_speed", measure)
    return plans


def test_the_time_is_measured_once_the_network_can_be_chosen(qtbot, window, page, measured):
    box = page.findChild(QComboBox, "network_box")
    speed = window.workspace.training_speed
    assert measured == []
    with qtbot.waitSignal(speed.changed, timeout=WAIT_MS):
        click(page, "more_settings_button")
    assert box.accessibleDescription().endswith(
        "The chosen network here: 0.04 ms per image, 2 s per epoch of MNIST."
    )
    box.setFocus()
    with qtbot.waitSignal(speed.changed, timeout=WAIT_MS):
        QTest.keyClick(box, Qt.Key.Key_End)
    assert box.currentData() == "residual"
    assert box.accessibleDescription().endswith(
        "The chosen network here: 2.5 ms per image, 2 min 18 s per epoch of MNIST."
    )
    assert [plan.network for plan in measured] == ["lenet5", "residual"]
    click(page, "network_reset_button")
    assert "0.04 ms" in box.accessibleDescription()
    assert len(measured) == 2
    assert button(page, "more_settings_button").isChecked()
