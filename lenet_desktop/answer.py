"""The answer in large: the digits read, and how sure that is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from core.reading import Reading
from lenet_desktop.percentages import probability

DIGIT_SHARE = 0.72
"""Height of the digit's font, as a share of the room for it."""


class Answer(QWidget):
    """The digit as large as it deserves; faint when it is only a guess."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prediction = _Digits(self)
        self._prediction.setObjectName("prediction")
        self._prediction.setAccessibleName(self.tr("Digit read"))
        self._prediction.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._prediction.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._confidence = QLabel(self)
        self._confidence.setObjectName("confidence")
        self._confidence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._confidence.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._prediction, 1)
        layout.addWidget(self._confidence)

    def show_reading(self, reading: Reading) -> None:
        """Show what was read; nothing for a blank."""
        self._prediction.setText(reading.text)
        role = QPalette.ColorRole
        self._prediction.setForegroundRole(role.Dark if reading.unsure else role.WindowText)
        self._confidence.setText(self._in_words(reading))

    def _in_words(self, reading: Reading) -> str:
        if not reading.digits:
            return self.tr("Nothing drawn yet")
        if reading.unsure:
            return self.tr("Not sure")
        share = min(digit.confidence for digit in reading.digits)
        return self.tr("{share} sure").format(share=probability(share))


class _Digits(QLabel):
    """A label whose text grows with the room it has.

    It is painted here because a font set on a widget does not outlive the next style sheet.
    """

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        font.setPixelSize(max(int(min(self.height(), self.width()) * DIGIT_SHARE), 24))
        excess = QFontMetricsF(font).horizontalAdvance(self.text()) / max(self.width(), 1)
        if excess > 1:
            font.setPixelSize(max(int(font.pixelSize() / excess), 1))
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
