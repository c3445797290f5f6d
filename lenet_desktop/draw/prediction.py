"""The recognised digits in large type, and their confidence."""

from __future__ import annotations

from itertools import pairwise
from math import floor

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from core.recognition.reading import Reading
from lenet_desktop.text.numbers import probability
from lenet_desktop.theme.metrics import fitted_font, font_height
from lenet_desktop.widgets.card import Label, caption

_SPACING = 4
DIGIT_SHARE = 0.72
"""Height of the font as a share of the available space."""


class Prediction(QWidget):
    """Shows the recognised digits and their confidence; unsure ones are dimmed.

    It has no layout: that would pass each new text on to the window, which would lay out and
    repaint all of itself while a person draws.
    """

    digit_clicked = Signal(int)
    """The index of the digit from the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prediction = _Digits(self)
        self._prediction.setObjectName("prediction")
        self._prediction.clicked.connect(self.digit_clicked)
        self._prediction.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._confidence = caption("", self)
        self._confidence.setObjectName("confidence")
        self._confidence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._prediction.setToolTip(
            self.tr("The digits that the network reads; click one of several to select it")
        )
        self._confidence.setToolTip(
            self.tr("The probability of the digit; of a number, that of its least probable digit")
        )

    def sizeHint(self) -> QSize:
        """Return room for the confidence; the digits take what is there."""
        return QSize(0, _SPACING + self._confidence.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same as `sizeHint`."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the digits above their confidence."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Arrange the labels after one of them has got another text or font."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        height = self._confidence.sizeHint().height()
        top = self.height() - height
        self._prediction.setGeometry(0, 0, self.width(), top - _SPACING)
        self._confidence.setGeometry(0, top, self.width(), height)

    def show_reading(self, reading: Reading, selected: int = 0, *, is_blank: bool = False) -> None:
        """Show a reading and underline the selected digit of a number.

        Parameters
        ----------
        is_blank
            Whether there is nothing that could have been read.
        """
        is_number = len(reading.digits) > 1
        self._prediction.setText(reading.text)
        self._prediction.select(selected if is_number else None)
        self._prediction.setAccessibleName(
            self.tr("Recognised digits") if is_number else self.tr("Recognised digit")
        )
        role = QPalette.ColorRole
        self._prediction.setForegroundRole(role.Dark if reading.unsure else role.WindowText)
        self._confidence.setText(
            self.tr("Nothing drawn yet") if is_blank else self._describe(reading)
        )

    def _describe(self, reading: Reading) -> str:
        if not reading.digits:
            return self.tr("No digit found")
        if reading.alternative and "\n" not in reading.text:
            return self.tr("{reading} or {other}?").format(
                reading=reading.text, other=reading.alternative
            )
        if reading.unsure:
            is_number = len(reading.digits) > 1
            return self.tr("Not sure of every digit") if is_number else self.tr("Not a digit?")
        share = min(digit.confidence for digit in reading.digits)
        return self.tr("{share} sure").format(share=probability(share))


class _Digits(Label):
    """A label that scales its text to its size; one digit may be underlined.

    It paints the text itself because a style sheet would override the font of the widget.
    """

    clicked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
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
        metrics, lines = QFontMetricsF(font), self.text().split("\n")
        widest = max(map(metrics.horizontalAdvance, lines))
        excess = widest / max(self.width(), 1)
        if len(lines) > 1:
            excess = max(excess, len(lines) * metrics.height() / max(self.height(), 1))
        if excess <= 1:
            return font
        return fitted_font(font, max(floor(font_height(font) / excess), 1), strong)

    def _lines(self, font: QFont) -> list[tuple[str, QRectF]]:
        """Return the rows of digits and their rectangles."""
        metrics, lines = QFontMetricsF(font), self.text().split("\n")
        top = (self.height() - len(lines) * metrics.height()) / 2
        return [
            (
                line,
                QRectF(
                    (self.width() - metrics.horizontalAdvance(line)) / 2,
                    top + row * metrics.height(),
                    metrics.horizontalAdvance(line),
                    metrics.height(),
                ),
            )
            for row, line in enumerate(lines)
        ]

    def _rects(self, font: QFont) -> list[QRectF]:
        """Return the rectangles of the digits."""
        metrics = QFontMetricsF(font)
        rects: list[QRectF] = []
        for line, whole in self._lines(font):
            ends = [metrics.horizontalAdvance(line[:n]) for n in range(len(line) + 1)]
            rects += [
                QRectF(whole.left() + x, whole.top(), end - x, whole.height())
                for x, end in pairwise(ends)
            ]
        return rects

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for index, rect in enumerate(self._rects(self._large_font())):
            if rect.contains(event.position()):
                self.clicked.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        font = self._large_font()
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        for line, rect in self._lines(font):
            painter.drawText(rect.adjusted(-2, 0, 2, 0), Qt.AlignmentFlag.AlignCenter, line)
        if self._selected is not None:
            rect = self._rects(font)[self._selected]
            thickness = max(font_height(font) / 16, 2.0)
            line = QRectF(rect.left(), rect.bottom() - thickness, rect.width(), thickness)
            inset = rect.width() / 8
            painter.fillRect(
                line.adjusted(inset, 0, -inset, 0), self.palette().color(QPalette.ColorRole.Accent)
            )
