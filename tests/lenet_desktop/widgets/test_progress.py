"""A bar moves while nobody knows how much there is to do, and rests from then on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from lenet_desktop.widgets.progress import ProgressBar
from tests.lenet_desktop.plotting import shown


@pytest.mark.parametrize(("greatest", "moves"), [(0, True), (100, False)])
def test_a_bar_with_a_range_is_not_painted_over_and_over(qtbot, greatest, moves):
    bar = shown(qtbot, ProgressBar("bar", "Progress"))
    bar.setRange(0, greatest)
    movement = QEvent(QEvent.Type.StyleAnimationUpdate)
    movement.ignore()
    QApplication.sendEvent(bar, movement)
    assert movement.isAccepted() is moves
    assert bar.accessibleName() == "Progress"
