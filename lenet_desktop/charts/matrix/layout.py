"""Where the cells and labels of a confusion matrix are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF

from core.digits import N_DIGITS
from core.evaluation.confusion import Cell
from lenet_desktop.theme.metrics import UNIT

_LEGEND_BAR = 3 * UNIT
"""Height of the legend without the text below its bars."""
_WIDEST_CELL = 2.0
"""Greatest width of a cell, as a multiple of its height."""
_FRAME = 2.0
"""Room for the frame around a cell."""


class MatrixLayout:
    """The rectangles of cells and labels; rows are true digits, columns predicted ones.

    Parameters
    ----------
    size
        The room for the matrix with everything around it.
    font
        The font of the labels.
    labels
        Leave room for the names of the axes, beside the digits.
    legend
        Leave room for the legend.
    """

    def __init__(
        self, size: QSizeF, font: QFont, *, labels: bool = True, legend: bool = True
    ) -> None:
        line = QFontMetricsF(font).height()
        self.has_labels, self.has_legend = labels, legend
        self.label = line + UNIT if labels else line
        """Height of the digits above the columns, and width of those beside the rows."""
        before = self.label + (line if labels else 0)
        after = _LEGEND_BAR + line if legend else _FRAME
        width = max(size.width() - before - _FRAME, N_DIGITS)
        height = max(size.height() - before - after, N_DIGITS)
        cell_width = min(width / N_DIGITS, _WIDEST_CELL * height / N_DIGITS)
        cell_height = min(height / N_DIGITS, cell_width)
        self.cell = QSizeF(cell_width, cell_height)
        self.cells = QRectF(
            before + (width - N_DIGITS * cell_width) / 2,
            before + (height - N_DIGITS * cell_height) / 2,
            N_DIGITS * cell_width,
            N_DIGITS * cell_height,
        )

    def rect(self, cell: Cell) -> QRectF:
        """Return the rectangle of a cell, or of the label of a whole row or column."""
        cells, size, label = self.cells, self.cell, self.label
        left, width = cells.left() - label, label
        top, height = cells.top() - label, label
        if cell.predicted is not None:
            left, width = cells.left() + cell.predicted * size.width(), size.width()
        if cell.true is not None:
            top, height = cells.top() + cell.true * size.height(), size.height()
        return QRectF(left, top, width, height)

    def extent(self, cell: Cell) -> QRectF:
        """Return the rectangle of a cell, or of all cells of a row or column."""
        rows = range(N_DIGITS) if cell.true is None else (cell.true, cell.true)
        columns = range(N_DIGITS) if cell.predicted is None else (cell.predicted, cell.predicted)
        first, last = Cell(rows[0], columns[0]), Cell(rows[-1], columns[-1])
        return self.rect(first).united(self.rect(last))

    def at(self, point: QPointF) -> Cell | None:
        """Return the cell, row or column at a point; None outside the matrix."""
        column = (point.x() - self.cells.left()) / self.cell.width()
        row = (point.y() - self.cells.top()) / self.cell.height()
        if not (column < N_DIGITS and row < N_DIGITS):
            return None
        if point.x() < self.cells.left() - self.label or point.y() < self.cells.top() - self.label:
            return None
        return Cell(int(row) if row >= 0 else None, int(column) if column >= 0 else None)
