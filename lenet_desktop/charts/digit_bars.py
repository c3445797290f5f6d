"""Ten upright bars: how probable each digit is, in little room."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from core.arrays import FloatArray
from lenet_desktop.text.numbers import probability

_DIGITS = 10


class DigitBars(QWidget):
    """The likeliest digit is set off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("your_digit_bars")
        self.setAccessibleName(self.tr("Probability of each digit, by the network in training"))
        self.values: FloatArray = np.zeros(_DIGITS, np.float32)
        """What is shown: (10,) in [0, 1]; all zeros for nothing."""

    def show_values(self, values: FloatArray) -> None:
        """Show ten probabilities."""
        self.values = values
        best = int(values.argmax())
        self.setAccessibleDescription(
            f"{best}: {probability(float(values[best]))}" if values.any() else ""
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for ten digits."""
        return QSize(180, 96)

    def minimumSizeHint(self) -> QSize:
        """As small as the bars can be told apart."""
        return QSize(120, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars over their digits."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, palette = QPalette.ColorRole, self.palette()
        line = self.fontMetrics().height()
        column, room = self.width() / _DIGITS, self.height() - line - 2
        best = int(self.values.argmax()) if self.values.any() else -1
        for digit, value in enumerate(self.values):
            left = digit * column
            track = QRectF(left + column * 0.2, 0, column * 0.6, room)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.Midlight))
            painter.drawRoundedRect(track, 2, 2)
            painter.setBrush(palette.color(role.Accent if digit == best else role.Dark))
            painter.drawRoundedRect(track.adjusted(0, room * (1 - float(value)), 0, 0), 2, 2)
            painter.setPen(palette.color(role.Text if digit == best else role.PlaceholderText))
            below = QRectF(left, room + 2, column, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(digit))
