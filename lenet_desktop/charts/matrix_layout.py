"""Where the cells and labels of a confusion matrix lie."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from core.evaluation.confusion import Cell
from lenet_desktop.charts.matrix_values import DIGITS
from lenet_desktop.theme.metrics import UNIT

LEGEND = 40
"""Height of the legend."""


WIDEST_CELL = 2.0
"""Greatest width of a cell, in its heights."""


_FRAME = 2.0


class MatrixLayout:
    """Where each cell and label lies; rows are true digits, columns predicted ones.

    Parameters
    ----------
    size
        The room for all of it.
    font
        What the labels are written in.
    """

    def __init__(self, size: QSizeF, font: QFont) -> None:
        line = QFontMetricsF(font).height()
        self.label = line + UNIT
        """Height of the column labels and width of the row labels."""
        left, top = line + self.label, line + self.label
        width = max(size.width() - left - _FRAME, DIGITS)
        height = max(size.height() - top - LEGEND, DIGITS)
        cell_height = height / DIGITS
        cell_width = min(width / DIGITS, WIDEST_CELL * cell_height)
        cell_height = min(cell_height, cell_width)
        self.cell = QSizeF(cell_width, cell_height)
        spare = size.width() - left - _FRAME - DIGITS * cell_width
        spare_height = size.height() - top - LEGEND - DIGITS * cell_height
        self.cells = QRectF(
            left + max(spare, 0) / 2,
            top + max(spare_height, 0) / 2,
            DIGITS * cell_width,
            DIGITS * cell_height,
        )

    def rect(self, place: Cell) -> QRectF:
        """The cell, or the label of a whole row or column."""
        cells, cell, label = self.cells, self.cell, self.label
        left, width = cells.left() - label, label
        top, height = cells.top() - label, label
        if place.predicted is not None:
            left, width = cells.left() + place.predicted * cell.width(), cell.width()
        if place.true is not None:
            top, height = cells.top() + place.true * cell.height(), cell.height()
        return QRectF(left, top, width, height)

    def extent(self, place: Cell) -> QRectF:
        """The cells that a place stands for."""
        rows = range(DIGITS) if place.true is None else (place.true, place.true)
        columns = range(DIGITS) if place.predicted is None else (place.predicted, place.predicted)
        first, last = Cell(rows[0], columns[0]), Cell(rows[-1], columns[-1])
        return self.rect(first).united(self.rect(last))

    def at(self, point: QPointF) -> Cell | None:
        """The cell or label at a point."""
        column = (point.x() - self.cells.left()) / self.cell.width()
        row = (point.y() - self.cells.top()) / self.cell.height()
        if not (column < DIGITS and row < DIGITS):
            return None
        if point.x() < self.cells.left() - self.label or point.y() < self.cells.top() - self.label:
            return None
        return Cell(int(row) if row >= 0 else None, int(column) if column >= 0 else None)
