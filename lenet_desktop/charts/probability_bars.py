"""Ten bars: how probable each digit is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import FloatArray
from core.recognition.reading import Reading
from lenet_desktop.text.numbers import probability
from lenet_desktop.theme.metrics import UNIT

DIGITS = 10
BAR = 8
"""Thickness of a bar."""


class Probabilities(QWidget):
    """A row for each digit from 0 to 9: the digit, a bar and per cent."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probabilities")
        self._values: FloatArray = np.zeros(DIGITS, np.float32)
        self._is_sure = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Probability of each digit"))
        self.show_reading(Reading(()))

    @property
    def values(self) -> FloatArray:
        """What the bars show: (10,) in [0, 1]; all zeros for a blank."""
        return self._values

    def show_reading(self, reading: Reading, selected: int = 0) -> None:
        """Show what one of the digits may be; the bar of a sure answer is set off."""
        digit = reading.digits[selected] if reading.digits else None
        self._values = np.zeros(DIGITS, np.float32) if digit is None else digit.probabilities
        self._is_sure = digit is not None and not digit.unsure
        self.setAccessibleDescription(
            ", ".join(f"{digit}: {self._per_cent(digit)}" for digit in self._likely())
            or self.tr("Nothing to read yet")
        )
        self.update()

    def _likely(self) -> list[int]:
        """The digits of which a person may want to hear, the likeliest first."""
        order = np.argsort(self._values)[::-1]
        return [int(digit) for digit in order if self._values[digit] >= 0.01]

    def _per_cent(self, digit: int) -> str:
        return probability(float(self._values[digit]))

    def _paint_row(self, painter: QPainter, digit: int, row: QRectF, columns: QRectF) -> None:
        role, value = QPalette.ColorRole, float(self._values[digit])
        palette = self.palette()
        is_best = value > 0 and digit == int(self._values.argmax())
        is_answer = is_best and self._is_sure
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold if is_best else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(palette.color(role.Text if is_best else role.PlaceholderText))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, str(digit))
        if self._values.any():
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, self._per_cent(digit))
        track = QRectF(columns.left(), row.center().y() - BAR / 2, columns.width(), BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(role.Mid))
        painter.drawRoundedRect(track, BAR / 2, BAR / 2)
        length = track.width() * value
        if length >= 1:
            painter.setBrush(palette.color(role.Accent if is_answer else role.Dark))
            # A short bar is the round end of a long one.
            painter.setClipRect(QRectF(track.left(), track.top(), length, BAR))
            bar = QRectF(track.left(), track.top(), max(length, BAR), BAR)
            painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
            painter.setClipping(False)

    def sizeHint(self) -> QSize:
        """Ten comfortable rows."""
        return QSize(280, DIGITS * 26)

    def minimumSizeHint(self) -> QSize:
        """Ten rows that can be read."""
        return QSize(200, DIGITS * (self.fontMetrics().height() + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self.height() / DIGITS
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("0") + 1.5 * UNIT
        right = self.width() - metrics.horizontalAdvance("> 99.9 %") - 1.5 * UNIT
        columns = QRectF(left, 0, right - left, 0)
        for digit in range(DIGITS):
            row = QRectF(0, digit * height, self.width(), height)
            self._paint_row(painter, digit, row, columns)
