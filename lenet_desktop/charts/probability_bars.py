"""Ten bars: the probability of each digit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QMarginsF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import FloatArray
from core.digits import N_DIGITS
from lenet_desktop.text.numbers import probability
from lenet_desktop.theme.metrics import UNIT, font_height, scaled_font

_THICKNESS = UNIT
"""Of a horizontal bar, unless its row is high."""
_ROW, _LARGEST = 26, 1.8
"""Height of a row in pixels from which texts and bars grow with it, and how much at most."""
_SHARE = 0.6
"""Thickness of a vertical bar, as a share of its column."""
_READ_OUT_FROM = 0.01
"""Least probability that is worth reading out."""


class ProbabilityBars(QWidget):
    """A bar for each digit from 0 to 9.

    Parameters
    ----------
    orientation
        Horizontal bars lie between their digit and their percentage. Vertical ones stand on their
        digit and need little room.
    """

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_horizontal = orientation == Qt.Orientation.Horizontal
        self._values: FloatArray = np.zeros(N_DIGITS, np.float32)
        self._texts = N_DIGITS * [""]
        self._is_sure = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Probability of each digit"))
        self.show_probabilities(None)

    @property
    def values(self) -> FloatArray:
        """The probabilities shown: (10,) in [0, 1]; all 0 if there are none."""
        return self._values

    def show_probabilities(self, values: FloatArray | None, *, is_sure: bool = True) -> None:
        """Show ten probabilities, or none.

        Parameters
        ----------
        values
            Shape (10,), in [0, 1].
        is_sure
            Show the most probable digit in the accent colour.
        """
        previous = self._look_of_cells()
        self._values = np.zeros(N_DIGITS, np.float32) if values is None else values
        self._is_sure = is_sure
        self._texts = [probability(value) for value in self._values.tolist()]
        for digit, (old, new) in enumerate(zip(previous, self._look_of_cells(), strict=True)):
            if old != new:
                self.update(self._cell(digit).toAlignedRect())
        order: list[int] = np.argsort(self._values)[::-1].tolist()
        likely = [digit for digit in order if self._values[digit] >= _READ_OUT_FROM]
        self.setAccessibleDescription(
            ", ".join(f"{digit}: {self._texts[digit]}" for digit in likely)
            or self.tr("Nothing to read yet")
        )

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(280, N_DIGITS * 26) if self._is_horizontal else QSize(180, 96)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the bars can be read."""
        if self._is_horizontal:
            return QSize(200, N_DIGITS * (font_height(self.font()) + 1))
        return QSize(120, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the digits, bars and percentages of the cells that have changed."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        region = event.region()
        shown = [d for d in range(N_DIGITS) if region.intersects(self._cell(d).toAlignedRect())]
        best = self._best
        self._paint_texts(painter, [digit for digit in shown if digit != best])
        if best in shown:
            self._paint_texts(painter, [best], is_best=True)
        self._paint_bars(painter, shown, answer=best if self._is_sure else None)

    @property
    def _best(self) -> int | None:
        return int(self._values.argmax()) if self._values.any() else None

    def _look_of_cells(self) -> list[tuple[object, ...]]:
        """Return what the cell of each digit shows: its bar to half a pixel, its text and style."""
        best = self._best
        length = 2 * (self.width() if self._is_horizontal else self.height())
        return [
            (
                round(value * length),
                text,
                digit == best,
                digit == best and self._is_sure,
                best is None,
            )
            for digit, (value, text) in enumerate(
                zip(self._values.tolist(), self._texts, strict=True)
            )
        ]

    @property
    def _scale(self) -> float:
        """The size of texts and bars, in that of small rows."""
        if not self._is_horizontal:
            return 1
        row, width = self.height() / N_DIGITS, self.sizeHint().width()
        return min(max(min(row / _ROW, self.width() / width), 1), _LARGEST)

    def _font(self, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        return scaled_font(self.font(), self._scale, weight)

    def _cell(self, digit: int) -> QRectF:
        """The row of a digit, or its column."""
        if self._is_horizontal:
            height = self.height() / N_DIGITS
            return QRectF(0, digit * height, self.width(), height)
        width = self.width() / N_DIGITS
        return QRectF(digit * width, 0, width, self.height())

    def _margins(self) -> QMarginsF:
        """The margins of the bar of probability 1 in its cell."""
        cell, metrics = self._cell(0), QFontMetrics(self._font())
        if self._is_horizontal:
            left = metrics.horizontalAdvance("0") + 1.5 * UNIT
            right = metrics.horizontalAdvance("> 99.9 %") + 1.5 * UNIT
            margin = (cell.height() - self._scale * _THICKNESS) / 2
            return QMarginsF(left, margin, right, margin)
        margin = cell.width() * (1 - _SHARE) / 2
        return QMarginsF(margin, 0, margin, metrics.height() + 2)

    def _paint_texts(
        self, painter: QPainter, digits: Iterable[int], *, is_best: bool = False
    ) -> None:
        role, align, weight = QPalette.ColorRole, Qt.AlignmentFlag, QFont.Weight
        painter.setFont(self._font(weight.DemiBold if is_best else weight.Normal))
        painter.setPen(self.palette().color(role.Text if is_best else role.PlaceholderText))
        left, right = align.AlignVCenter | align.AlignLeft, align.AlignVCenter | align.AlignRight
        below = align.AlignHCenter | align.AlignBottom
        has_percentages = self._is_horizontal and bool(self._values.any())
        for digit in digits:
            cell = self._cell(digit)
            painter.drawText(cell, left if self._is_horizontal else below, str(digit))
            if has_percentages:
                painter.drawText(cell, right, self._texts[digit])

    def _paint_bars(self, painter: QPainter, digits: Iterable[int], answer: int | None) -> None:
        role, palette, margins = QPalette.ColorRole, self.palette(), self._margins()
        thickness = self._scale * _THICKNESS
        radius = thickness / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for digit in digits:
            value = float(self._values[digit])
            track = self._cell(digit).marginsRemoved(margins)
            painter.setBrush(palette.color(role.Mid))
            painter.drawRoundedRect(track, radius, radius)
            filled, shortest = QRectF(track), QRectF(track)
            if self._is_horizontal:
                length = track.width() * value
                filled.setWidth(length)
                shortest.setWidth(thickness)
            else:
                length = track.height() * value
                filled.setTop(track.bottom() - length)
                shortest.setTop(track.bottom() - thickness)
            if length >= 1:
                # A shorter bar than a round one is its first part.
                painter.setClipRect(filled)
                painter.setBrush(palette.color(role.Accent if digit == answer else role.Dark))
                painter.drawRoundedRect(filled.united(shortest), radius, radius)
                painter.setClipping(False)
