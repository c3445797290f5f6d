"""The Evaluate page before the first evaluation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QWidget

from lenet_desktop.widgets.empty_state import EmptyState, Sketch

_CELLS = 5
_ERRORS = {(3, 1), (1, 4)}
"""Cells of the sketch that represent errors."""


class EmptyEvaluation(EmptyState):
    """Explains evaluations and offers to start one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            _MatrixSketch(),
            translate("EmptyEvaluation", "See the network’s errors"),
            translate(
                "EmptyEvaluation",
                "Evaluate the network on a dataset to see which digits are confused, down to each"
                " single image.",
            ),
            translate("EmptyEvaluation", "Evaluate Now"),
            "evaluate_now_button",
            parent,
        )


class _MatrixSketch(Sketch):
    """A sketch of a confusion matrix."""

    def paint(self, painter: QPainter) -> None:
        role = QPalette.ColorRole
        painter.setPen(Qt.PenStyle.NoPen)
        side = self.width() / _CELLS
        for row in range(_CELLS):
            for column in range(_CELLS):
                is_right = row == column
                is_error = (row, column) in _ERRORS
                painter.setBrush(
                    self.palette().color(
                        role.Accent if is_right else role.Dark if is_error else role.Midlight
                    )
                )
                cell = QRectF(column * side, row * side, side, side).adjusted(2, 2, -2, -2)
                painter.drawRoundedRect(cell, 3, 3)
