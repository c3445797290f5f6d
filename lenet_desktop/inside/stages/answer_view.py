"""The last stage of the strip: ten logits, and the probabilities that follow from them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.digits import N_DIGITS
from core.recognition.activations import PROBABILITIES
from core.recognition.explain import Index
from lenet_desktop.inside.stages.cells import Cells
from lenet_desktop.inside.stages.stage_view import StageView
from lenet_desktop.text.numbers import probability
from lenet_desktop.theme.metrics import UNIT, fitted_font, scaled, scaled_font

_LARGEST_DIGIT = 3.5 * UNIT
_GAP = UNIT
_THICKNESS, _SHORT = 6, 9 * UNIT
"""Thickness of a bar, and length below which it is short, in pixels."""
_ALMOST_1 = 0.99999
"""A probability with a long text."""


class AnswerView(StageView):
    """Shows a cell for each logit, the digit, and a bar for its probability.

    The bars can be asked about too: they are the values of another stage, the softmax.
    """

    def __init__(self, stage: str, title: str, strip: QWidget) -> None:
        super().__init__(stage, title, strip)
        self._probabilities: Array = np.zeros(N_DIGITS, np.float32)
        self._has_answer = False
        self.asks_probability = False
        """Whether the keys are on the probabilities, not on the logits."""
        self._texts: list[str] = [""] * N_DIGITS

    @property
    def _pitch(self) -> float:
        return self.height() / N_DIGITS

    def fit(self, left: int, top: int, width: int, height: int) -> None:
        """Take a rectangle of the strip."""
        self.setGeometry(left, top, width, height)
        ratio = self.devicePixelRatioF()
        pitch = max(int(height * ratio) // N_DIGITS, 2)
        side = min(pitch - max(pitch // 8, 1), int(scaled(3 * UNIT) * ratio))
        self.cells = Cells((N_DIGITS,), side, pitch, N_DIGITS, 1)
        self.cells_width = side / ratio

    def show_probabilities(self, probabilities: Array, *, has_answer: bool) -> None:
        """Show ten probabilities beside the logits; the largest stands out if it is an answer."""
        self._has_answer = has_answer
        self._probabilities = probabilities
        self._texts = [probability(value) for value in probabilities.tolist()]

    def locate(self, position: QPointF) -> tuple[str, Index] | None:
        """Return the logit or the probability at a position."""
        digit = int(position.y() // self._pitch)
        if not 0 <= digit < N_DIGITS:
            return None
        is_logit = position.x() < self.cells_width + _GAP / 2
        return (self.stage if is_logit else PROBABILITIES), (digit,)

    def bar_of(self, digit: int) -> QRectF:
        """Return the row of a probability in the strip."""
        left = self.x() + self.cells_width + _GAP
        height = min(self._pitch - 2, scaled(3 * UNIT))
        top = self.y() + digit * self.cells.pitch / self.devicePixelRatioF()
        return QRectF(left, top, self.x() + self.width() - left, height)

    def paint(self, painter: QPainter) -> None:
        """Paint the logits, the digits and the bars."""
        super().paint(painter)
        palette, role = self.palette(), QPalette.ColorRole
        best = int(self._probabilities.argmax())
        size = min(0.8 * self._pitch, scaled(_LARGEST_DIGIT))
        percent = scaled_font(self.font(), min(0.92, 0.9 * self._pitch / scaled(17)))
        strong = fitted_font(self.font(), size, QFont.Weight.DemiBold)
        other = fitted_font(self.font(), 0.7 * size)
        metrics, align = QFontMetricsF(percent), Qt.AlignmentFlag
        aside = max(scaled(2.5 * UNIT), QFontMetricsF(strong).horizontalAdvance("0") + _GAP / 2)
        texts_width = metrics.horizontalAdvance(probability(_ALMOST_1)) + _GAP
        row = self.bar_of(0)
        room = row.width() - aside - texts_width
        # In a narrow strip, the texts stand on long bars, not beside short ones.
        is_stacked = room < scaled(_SHORT) and row.height() >= metrics.height() + 1
        texts_width = 0 if is_stacked else texts_width
        thickness, top, above = _THICKNESS, (row.height() - _THICKNESS) / 2, 0.0
        if is_stacked:
            thickness = min(_THICKNESS, row.height() - metrics.height() + 2)
            top, above = (row.height() + metrics.ascent() - thickness) / 2 + 1, thickness
        for digit, share in enumerate(self._probabilities.tolist()):
            row = self.bar_of(digit)
            is_best = digit == best and self._has_answer
            painter.setPen(palette.color(role.Text if is_best else role.PlaceholderText))
            painter.setFont(strong if is_best else other)
            painter.drawText(row, align.AlignLeft | align.AlignVCenter, str(digit))
            bar = row.adjusted(aside, top, 0, 0)
            bar.setHeight(thickness)
            bar.setWidth(max(bar.width() - texts_width, 0))
            painter.fillRect(bar, palette.color(role.Mid))
            bar.setWidth(bar.width() * share)
            painter.fillRect(bar, palette.color(role.Accent if is_best else role.Dark))
            painter.setFont(percent)
            place = row.adjusted(0, -above, 0, -above)
            painter.drawText(place, align.AlignRight | align.AlignVCenter, self._texts[digit])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between a logit and its probability by the left and the right key."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.asks_probability = event.key() == Qt.Key.Key_Right
        super().keyPressEvent(event)

    @property
    def asked_stage(self) -> str:
        """The stage of the value that the keys reached."""
        return PROBABILITIES if self.asks_probability else self.stage

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ask the value under the mouse."""
        found = self.locate(event.position())
        self.asked.emit(*(found or (self.stage, None)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pin the value under the mouse."""
        found = self.locate(event.position())
        if found is not None:
            self.pinned.emit(*found)
