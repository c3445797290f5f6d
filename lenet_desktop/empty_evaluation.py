"""What the evaluate page shows before there is anything to show."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from lenet_desktop.theme import UNIT

_TEXT_WIDTH = 380
_CELLS = 5
_ERRORS = {(3, 1), (1, 4)}
"""Cells of the picture that stand for errors."""


class EmptyEvaluation(QFrame):
    """Says what the page is for and offers to begin."""

    evaluate_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        title = QLabel(self.tr("See where the network errs"), self)
        font = QFont(self.font())
        font.setPixelSize(20)
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        text = QLabel(
            self.tr(
                "It reads every example of a data set. You see which digit is taken for which,"
                " down to the single image."
            ),
            self,
        )
        text.setWordWrap(True)
        text.setFixedSize(_TEXT_WIDTH, text.heightForWidth(_TEXT_WIDTH))
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.button = QPushButton(self.tr("Evaluate now"), self)
        self.button.setObjectName("evaluate_now_button")
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self.evaluate_wanted)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * UNIT)
        layout.addStretch()
        for widget in (_Sketch(self), title, text, self.button):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()


class _Sketch(QWidget):
    """A confusion matrix in small."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(QSize(96, 96))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, role = QPainter(self), QPalette.ColorRole
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
