"""A confusion matrix without labels and legend: its cells, its numbers and its tooltips."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from core.evaluation.confusion import Cell, Confusion
from lenet_desktop.charts.matrix.values import MatrixValues
from lenet_desktop.charts.matrix.view import EMPTY_MATRIX, MatrixView
from tests.lenet_desktop.plotting import shown


@pytest.fixture
def matrix(qtbot):
    """Ten of every digit, all predicted correctly but one 4 that was predicted as 9."""
    counts = np.diag(np.full(10, 10))
    counts[4, 4], counts[4, 9] = 9, 1
    matrix = shown(qtbot, MatrixView(labels=False, legend=False))
    matrix.show_values(MatrixValues(Confusion(counts)))
    return matrix


def coloured(matrix):
    """The cells that do not look like empty ones."""
    image = matrix.grab().toImage()
    corners = {
        (row, column): matrix.matrix_layout.rect(Cell(row, column)).topLeft().toPoint()
        + QPoint(4, 4)
        for row in range(10)
        for column in range(10)
    }
    empty = image.pixelColor(corners[0, 1])
    return {cell for cell, corner in corners.items() if image.pixelColor(corner) != empty}


def dark_pixels(matrix, cell):
    image = matrix.grab(matrix.matrix_layout.rect(cell).toRect()).toImage()
    return sum(
        image.pixelColor(x, y).lightness() < 60
        for x in range(image.width())
        for y in range(image.height())
    )


@pytest.mark.parametrize("size", [(300, 130), (400, 400)])
def test_an_error_is_in_the_row_of_its_digit_and_the_column_of_its_prediction(matrix, size):
    matrix.resize(*size)
    assert coloured(matrix) == {(4, 9), *((digit, digit) for digit in range(10))}


def test_numbers_are_written_where_they_fit(matrix):
    matrix.resize(400, 400)
    assert dark_pixels(matrix, Cell(4, 9))
    assert not dark_pixels(matrix, Cell(4, 8))
    matrix.resize(300, 170)  # as low as on the train page of a small window
    assert dark_pixels(matrix, Cell(5, 5))
    matrix.resize(300, 100)
    assert not dark_pixels(matrix, Cell(4, 9))


def test_the_tooltip_describes_the_cell_under_the_mouse(matrix, monkeypatch):
    texts = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _widget: texts.append(text))
    layout = matrix.matrix_layout
    points = [layout.rect(cell).center().toPoint() for cell in (Cell(4, 9), Cell(4, None))]
    for point in (*points, matrix.rect().bottomRight()):
        event = QHelpEvent(QHelpEvent.Type.ToolTip, point, matrix.mapToGlobal(point))
        QApplication.sendEvent(matrix, event)
    assert texts == [
        "4 predicted as 9: 1 of 10 (10.00 %)",
        "4: 9 of 10 correct (90.00 %)",
        "",
    ]


def test_it_is_empty_without_examples(matrix):
    matrix.show_values(EMPTY_MATRIX)
    assert coloured(matrix) == set()
