"""The answer in large: the digits read, and how sure that is."""

from __future__ import annotations

from itertools import pairwise
from math import floor

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.recognition.reading import Reading
from lenet_desktop.text.numbers import probability
from lenet_desktop.theme.metrics import fitted_font, font_height
from lenet_desktop.widgets.card import caption

DIGIT_SHARE = 0.72
"""Height of the digit's font, as a share of the room for it."""


class Prediction(QWidget):
    """The digits as large as they deserve; faint when one is only a guess."""

    digit_clicked = Signal(int)
    """Which digit of a number, counted from the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prediction = _Digits(self)
        self._prediction.setObjectName("prediction")
        self._prediction.clicked.connect(self.digit_clicked)
        self._prediction.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._prediction.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._confidence = caption("", self)
        self._confidence.setObjectName("confidence")
        self._confidence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._prediction, 1)
        layout.addWidget(self._confidence)

    def show_reading(self, reading: Reading, selected: int = 0) -> None:
        """Show what was read, nothing for a blank, and which digit is shown in detail."""
        is_number = len(reading.digits) > 1
        self._prediction.setText(reading.text)
        self._prediction.select(selected if is_number else None)
        self._prediction.setAccessibleName(
            self.tr("Digits read") if is_number else self.tr("Digit read")
        )
        role = QPalette.ColorRole
        self._prediction.setForegroundRole(role.Dark if reading.unsure else role.WindowText)
        self._confidence.setText(self._in_words(reading))

    def _in_words(self, reading: Reading) -> str:
        if not reading.digits:
            return self.tr("Nothing drawn yet")
        if reading.unsure:
            is_number = len(reading.digits) > 1
            return self.tr("Not sure of every digit") if is_number else self.tr("Not a digit?")
        share = min(digit.confidence for digit in reading.digits)
        return self.tr("{share} sure").format(share=probability(share))


class _Digits(QLabel):
    """A label whose text grows with the room it has; one of several digits may be underlined.

    It is painted here because a font set on a widget does not outlive the next style sheet.
    """

    clicked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._selected: int | None = None

    def select(self, index: int | None) -> None:
        """Underline a digit, or none."""
        if index != self._selected:
            self._selected = index
            self.update()

    def _large_font(self) -> QFont:
        strong = QFont.Weight.DemiBold
        height = min(self.height(), self.width()) * DIGIT_SHARE
        font = fitted_font(self.font(), max(height, 2 * font_height(self.font())), strong)
        excess = QFontMetricsF(font).horizontalAdvance(self.text()) / max(self.width(), 1)
        return font if excess <= 1 else fitted_font(font, floor(font_height(font) / excess), strong)

    def _places(self, font: QFont) -> list[QRectF]:
        """Where the digits stand."""
        metrics = QFontMetricsF(font)
        ends = [metrics.horizontalAdvance(self.text()[:n]) for n in range(len(self.text()) + 1)]
        left = (self.width() - ends[-1]) / 2
        top, height = (self.height() - metrics.height()) / 2, metrics.height()
        return [QRectF(left + x, top, end - x, height) for x, end in pairwise(ends)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        places = self._places(self._large_font())
        for index, place in enumerate(places):
            if place.contains(event.position()):
                self.clicked.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        font = self._large_font()
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._selected is not None:
            place = self._places(font)[self._selected]
            thickness = max(font_height(font) / 16, 2.0)
            line = QRectF(place.left(), place.bottom() - thickness, place.width(), thickness)
            inset = place.width() / 8
            painter.fillRect(
                line.adjusted(inset, 0, -inset, 0), self.palette().color(QPalette.ColorRole.Accent)
            )
