"""The confusion matrix of the last epoch, in little room."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QToolTip, QVBoxLayout, QWidget

from core.evaluation import Confusion
from core.events import EpochDone, RunStarted
from lenet_desktop.matrix_figures import DIGITS, MatrixFigures, Place
from lenet_desktop.matrix_painter import MatrixLayout, MatrixPainter
from lenet_desktop.theme import UNIT
from lenet_desktop.training_session import TrainingSession

_LEAST_NUMBER = 20
"""Side of a cell from which on it shows its number."""


class EpochConfusion(QFrame):
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
        self._blank = MatrixFigures(Confusion(np.zeros((DIGITS, DIGITS), np.int64)))
        self.figures = self._blank
        """What is shown."""

    def show_confusion(self, confusion: Confusion | None) -> None:
        """Show a matrix; None for an empty one."""
        self.figures = self._blank if confusion is None else MatrixFigures(confusion)
        self.setAccessibleDescription(
            "" if confusion is None else self.figures.sentence(Place(None, None))
        )
        self.update()

    def _cells(self) -> QRectF:
        """The square of the cells; labels stand left of it and above."""
        line = self.fontMetrics().height()
        side = max(min(self.width() - line, self.height() - line), DIGITS)
        left = line + (self.width() - line - side) / 2
        return QRectF(left, line + (self.height() - line - side) / 2, side, side)

    def _place_at(self, point: QPointF) -> Place | None:
        cells = self._cells()
        if not cells.contains(point):
            return None
        side = cells.width() / DIGITS
        row, column = int((point.y() - cells.top()) / side), int((point.x() - cells.left()) / side)
        return Place(min(row, DIGITS - 1), min(column, DIGITS - 1))

    def _paint_labels(self, painter: QPainter, cells: QRectF, side: float) -> None:
        small = QFont(self.font())
        small.setPixelSize(max(min(round(side * 0.75), 12), 8))
        painter.setFont(small)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        line = self.fontMetrics().height()
        for digit in range(DIGITS):
            along = digit * side
            beside = QRectF(cells.left() - line, cells.top() + along, line, side)
            above = QRectF(cells.left() + along, cells.top() - line, side, line)
            for label in (beside, above):
                painter.drawText(label, Qt.AlignmentFlag.AlignCenter, str(digit))

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
        painter, cells = QPainter(self), self._cells()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = cells.width() / DIGITS
        self._paint_labels(painter, cells, side)
        font = QFont(self.font())
        font.setPixelSize(max(round(side * 0.4), 8))
        painter.setFont(font)
        colours = MatrixPainter(
            self.figures, MatrixLayout(QSizeF(self.size()), font), self.palette(), font
        )
        values, has_numbers = self.figures.values, side >= _LEAST_NUMBER
        for true in range(DIGITS):
            for predicted in range(DIGITS):
                left, top = cells.left() + predicted * side, cells.top() + true * side
                cell = QRectF(left + 0.5, top + 0.5, side - 1, side - 1)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colours.colour(true, predicted))
                painter.drawRoundedRect(cell, 2, 2)
                if has_numbers and values[true, predicted]:
                    painter.setPen(colours.text_colour(true, predicted))
                    number = self.figures.number(float(values[true, predicted]))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, number)
