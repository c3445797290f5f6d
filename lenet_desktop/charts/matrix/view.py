"""A confusion matrix on the screen."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, QSizeF
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.digits import N_DIGITS
from core.evaluation.confusion import ALL, Cell, Confusion
from lenet_desktop.charts.matrix.layout import MatrixLayout
from lenet_desktop.charts.matrix.painter import MatrixPainter
from lenet_desktop.charts.matrix.values import MatrixValues
from lenet_desktop.text.plain import literal


class MatrixView(QWidget):
    """Shows a confusion matrix; a tooltip describes the cell under the mouse.

    Parameters
    ----------
    labels, legend
        As of `MatrixLayout`.
    """

    def __init__(
        self, parent: QWidget | None = None, *, labels: bool = True, legend: bool = True
    ) -> None:
        super().__init__(parent)
        self._values = EMPTY_MATRIX
        self._labels, self._legend = labels, legend
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def values(self) -> MatrixValues:
        """The matrix shown."""
        return self._values

    def show_values(self, values: MatrixValues) -> None:
        """Show another matrix."""
        self._values = values
        self.update()

    @property
    def matrix_layout(self) -> MatrixLayout:
        """Where the cells are in the widget."""
        size = QSizeF(self.size())
        return MatrixLayout(size, self.font(), labels=self._labels, legend=self._legend)

    def paint_matrix(self, painter: QPainter, marked: Cell = ALL) -> None:
        """Paint the matrix; `marked` is as of `MatrixPainter.paint`."""
        matrix = MatrixPainter(self._values, self.matrix_layout, self.palette(), self.font())
        matrix.paint(painter, marked)

    def sizeHint(self) -> QSize:
        """Return a size at which the cells are easy to click."""
        return QSize(480, 480) if self._labels else QSize(240, 240)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the numbers or, without labels, the cells are seen."""
        return QSize(300, 272) if self._labels else QSize(100, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the matrix."""
        del event
        self.paint_matrix(QPainter(self))

    def event(self, event: QEvent) -> bool:
        """Show the tooltip of the cell, row or column under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cell = self.matrix_layout.at(QPointF(event.pos()))
            text = self._values.sentence(cell) if cell and self._values.confusion.n else ""
            QToolTip.showText(event.globalPos(), literal(text), self)
            return True
        return super().event(event)


EMPTY_MATRIX = MatrixValues(Confusion(np.zeros((N_DIGITS, N_DIGITS), np.int64)))
"""The matrix of no examples."""
