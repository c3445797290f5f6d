"""The confusion matrix of the last epoch, in little room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QToolTip, QVBoxLayout, QWidget

from core.evaluation.confusion import Cell, Confusion
from core.training.events import EpochDone, RunStarted
from lenet_desktop.charts.matrix_layout import WIDEST_CELL, MatrixLayout
from lenet_desktop.charts.matrix_painter import MatrixPainter
from lenet_desktop.charts.matrix_values import DIGITS, MatrixValues
from lenet_desktop.state.training import TrainingSession
from lenet_desktop.theme.metrics import UNIT

_LEAST_FONT = 8
_LABEL_SHARE, _NUMBER_SHARE = 0.75, 0.55
"""Sizes of the fonts, as shares of a cell's height."""
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip


class LiveConfusion(QFrame):
    """Shows what of the validation images was read for what after the last epoch."""

    def __init__(self, training: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        title = QLabel(self.tr("Confusion"), self)
        title.setProperty("heading", True)
        title.setToolTip(
            self.tr("Rows: true digits. Columns: what was read. Of the validation images.")
        )
        self.matrix = SmallMatrix(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT + 4)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(title)
        layout.addWidget(self.matrix, 1)
        training.run_started.connect(self._begin)
        training.epoch_done.connect(self._show_epoch)

    def _begin(self, event: RunStarted) -> None:
        if event.first_epoch == 1:
            self.matrix.show_confusion(None)

    def _show_epoch(self, event: EpochDone) -> None:
        self.matrix.show_confusion(event.confusion)


class SmallMatrix(QWidget):
    """A confusion matrix without controls; the mouse is told what a cell counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("epoch_confusion")
        self.setAccessibleName(self.tr("Confusion matrix of the last epoch"))
        self._blank = MatrixValues(Confusion(np.zeros((DIGITS, DIGITS), np.int64)))
        self.figures = self._blank
        """What is shown."""

    def show_confusion(self, confusion: Confusion | None) -> None:
        """Show a matrix; None for an empty one."""
        self.figures = self._blank if confusion is None else MatrixValues(confusion)
        self.setAccessibleDescription(
            "" if confusion is None else self.figures.sentence(Cell(None, None))
        )
        self.update()

    def _grid(self) -> _Grid:
        """Where the cells lie; labels stand left and above."""
        line = float(self.fontMetrics().height())
        height = max(self.height() - line, DIGITS)
        width = min(max(self.width() - line, DIGITS), WIDEST_CELL * height)
        height = min(height, width)
        left = line + (self.width() - line - width) / 2
        return _Grid(left, line + (self.height() - line - height) / 2, width, height, line)

    def _place_at(self, point: QPointF) -> Cell | None:
        grid = self._grid()
        row = int((point.y() - grid.top) // (grid.height / DIGITS))
        column = int((point.x() - grid.left) // (grid.width / DIGITS))
        return Cell(row, column) if row in range(DIGITS) and column in range(DIGITS) else None

    def _paint_labels(self, painter: QPainter, grid: _Grid) -> None:
        painter.setFont(self._font(grid, _LABEL_SHARE, 12))
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for digit in range(DIGITS):
            for place in (Cell(digit, None), Cell(None, digit)):
                painter.drawText(grid.rect(place), Qt.AlignmentFlag.AlignCenter, str(digit))

    def _font(self, grid: _Grid, share: float, greatest: int) -> QFont:
        """A font as high as a share of a cell."""
        font = QFont(self.font())
        font.setPixelSize(min(max(round(share * grid.height / DIGITS), _LEAST_FONT), greatest))
        return font

    def _paint_numbers(self, painter: QPainter, grid: _Grid, colours: MatrixPainter) -> None:
        """Write how many were misread and read right, where they fit their cells."""
        font, values = self._font(grid, _NUMBER_SHARE, 14), self.figures.values
        cell, metrics = grid.rect(Cell(0, 0)), QFontMetricsF(font)
        widest = metrics.horizontalAdvance(self.figures.number(float(values.max())))
        if widest > cell.width() - 2 or metrics.capHeight() > cell.height() - 4:
            return
        painter.setFont(font)
        for true, predicted in np.argwhere(values).tolist():
            painter.setPen(colours.text_colour(true, predicted))
            number = self.figures.number(float(values[true, predicted]))
            painter.drawText(grid.rect(Cell(true, predicted)), _CENTRED, number)

    def sizeHint(self) -> QSize:
        """Room for the numbers."""
        return QSize(240, 240)

    def minimumSizeHint(self) -> QSize:
        """As small as the cells can be told apart."""
        return QSize(100, 100)

    def event(self, event: QEvent) -> bool:
        """Tell what a cell counts."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(QPointF(event.pos()))
            text = self.figures.sentence(place) if place and self.figures.confusion.n else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint cells and labels."""
        del event
        painter, font, grid = QPainter(self), self.font(), self._grid()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_labels(painter, grid)
        layout = MatrixLayout(QSizeF(self.size()), font)
        colours = MatrixPainter(self.figures, layout, self.palette(), font)
        painter.setPen(Qt.PenStyle.NoPen)
        for true in range(DIGITS):
            for predicted in range(DIGITS):
                painter.setBrush(colours.colour(true, predicted))
                cell = grid.rect(Cell(true, predicted)).adjusted(0.5, 0.5, -0.5, -0.5)
                painter.drawRoundedRect(cell, 2, 2)
        self._paint_numbers(painter, grid, colours)


@dataclass(frozen=True)
class _Grid:
    """The room of the cells, which may be wider than high, and that of a label beside them."""

    left: float
    top: float
    width: float
    height: float
    line: float

    def rect(self, place: Cell) -> QRectF:
        """A cell, or the label of a whole row or column."""
        width, height = self.width / DIGITS, self.height / DIGITS
        x, w = self.left - self.line, self.line
        y, h = self.top - self.line, self.line
        if place.predicted is not None:
            x, w = self.left + place.predicted * width, width
        if place.true is not None:
            y, h = self.top + place.true * height, height
        return QRectF(x, y, w, h)
