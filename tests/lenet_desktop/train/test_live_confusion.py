"""The small matrix of the train page: its orientation, its numbers, what the mouse is told."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from core.evaluation.confusion import Cell, Confusion
from lenet_desktop.train.live_confusion import SmallMatrix
from tests.lenet_desktop.plotting import shown

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def matrix(qtbot):
    """Ten right of every digit, but one 4 that was read as 9."""
    counts = np.diag(np.full(10, 10))
    counts[4, 4], counts[4, 9] = 9, 1
    matrix = shown(qtbot, SmallMatrix())
    matrix.show_confusion(Confusion(counts))
    return matrix


def coloured(matrix):
    """The places whose cells are not as empty ones are."""
    image = matrix.grab().toImage()
    corners = {
        (row, column): matrix._grid().rect(Cell(row, column)).topLeft().toPoint() + QPoint(4, 4)
        for row in range(10)
        for column in range(10)
    }
    empty = image.pixelColor(corners[0, 1])
    return {place for place, corner in corners.items() if image.pixelColor(corner) != empty}


@pytest.mark.parametrize("size", [(300, 130), (400, 400)])
def test_an_error_is_in_the_row_of_its_digit_and_the_column_of_what_was_read(matrix, size):
    matrix.resize(*size)
    assert coloured(matrix) == {(4, 9), *((digit, digit) for digit in range(10))}


def test_the_mouse_is_told_what_a_cell_counts(matrix, monkeypatch):
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: told.append(text))
    place = matrix._grid().rect(Cell(4, 9)).center().toPoint()
    for point in (place, QPoint(0, 0)):
        event = QHelpEvent(QHelpEvent.Type.ToolTip, point, matrix.mapToGlobal(point))
        QApplication.sendEvent(matrix, event)
    assert told == ["4 predicted as 9: 1 of 10 (10.0 %)", ""]


def test_it_is_empty_before_the_first_epoch(matrix):
    matrix.show_confusion(None)
    assert coloured(matrix) == set()
    assert matrix.accessibleDescription() == ""
