"""Curves as a picture and a table that can be exported."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF

from lenet_desktop.charts.export import Export
from lenet_desktop.charts.plot_card import DrawnCurve
from lenet_desktop.charts.ticks import logarithmic_ticks, ticks
from lenet_desktop.state.curves import Curve
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.theme.palette import LIGHT, palette_of

_SIZE = QSizeF(760, 420)
_LEFT, _BELOW, _LEGEND = 64, 28, 28
_LEAST_GAP = 24
"""Between two numbers at the logarithmic axis."""
_MOST_POINTS = 3000
"""Of a curve in a picture; a table holds them all."""


def curve_export(
    name: str, title: str, curves: Sequence[DrawnCurve], *, is_logarithmic: bool
) -> Export:
    """Make an exhibit of curves against epochs, one or more of them with points.

    Parameters
    ----------
    name, title
        As of `Export`.
    curves
        In the colours of the light palette.
    is_logarithmic
        Whether the picture's scale is.
    """
    shown = [curve for curve in curves if curve.points.size]
    rows = [[curve.caption, float(x), float(y)] for curve in shown for x, y in curve.points.T]

    def paint(painter: QPainter) -> None:
        _Picture(painter, shown, is_logarithmic).paint()

    return Export(name, title, [["curve", "epoch", "value"], *rows], _SIZE, paint)


class _Picture:
    """Axes, curves and a legend, from the origin on."""

    def __init__(
        self, painter: QPainter, curves: Sequence[DrawnCurve], is_logarithmic: bool
    ) -> None:
        self._painter, self._curves, self._is_log = painter, curves, is_logarithmic
        self._area = QRectF(
            _LEFT, _LEGEND, _SIZE.width() - _LEFT, _SIZE.height() - _LEGEND - _BELOW
        )
        points = [self._scaled(curve.points) for curve in curves]
        x = np.concatenate([pair[0] for pair in points])
        y = np.concatenate([pair[1] for pair in points])
        self._x_range = _range(x)
        self._y_range = _range(y)

    def paint(self) -> None:
        self._paint_axes()
        for curve in self._curves:
            pen = QPen(curve.colour, 2 if curve.strong else 0.6)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self._painter.setPen(pen)
            self._painter.drawPolyline(self._polygon(curve))
        self._paint_legend()

    def _scaled(self, points: Curve) -> Curve:
        return np.stack([points[0], np.log10(points[1])]) if self._is_log else points

    def _place(self, x: float, y: float) -> QPointF:
        (left, right), (low, high), area = self._x_range, self._y_range, self._area
        return QPointF(
            area.left() + (x - left) / (right - left) * area.width(),
            area.bottom() - (y - low) / (high - low) * area.height(),
        )

    def _polygon(self, curve: DrawnCurve) -> QPolygonF:
        x, y = self._scaled(curve.points)
        step = ceil(len(x) / _MOST_POINTS)
        return QPolygonF([self._place(*pair) for pair in zip(x[::step], y[::step], strict=True)])

    def _paint_axes(self) -> None:
        painter, area, palette = self._painter, self._area, palette_of(LIGHT)
        line, text = palette.color(QPalette.ColorRole.Mid), QPalette.ColorRole.PlaceholderText
        for y in self._y_ticks():
            at = self._place(self._x_range[0], y)
            painter.setPen(line)
            painter.drawLine(at, QPointF(area.right(), at.y()))
            painter.setPen(palette.color(text))
            number = f"{10**y if self._is_log else y:.4g}"
            beside = QRectF(0, at.y() - 10, _LEFT - UNIT, 20)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(beside, right, number)
        for x in ticks(*self._x_range):
            at = self._place(x, self._y_range[0])
            below = QRectF(at.x() - 40, area.bottom() + 4, 80, 20)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{x:.4g}")

    def _y_ticks(self) -> list[float]:
        low, high = self._y_range
        if self._is_log:
            return logarithmic_ticks(low, high, _LEAST_GAP * (high - low) / self._area.height())
        return ticks(low, high)

    def _paint_legend(self) -> None:
        painter, left = self._painter, self._area.left()
        for curve in self._curves:
            painter.setPen(QPen(curve.colour, 3))
            painter.drawLine(QPointF(left, 8), QPointF(left + 14, 8))
            painter.setPen(palette_of(LIGHT).color(QPalette.ColorRole.Text))
            width = painter.fontMetrics().horizontalAdvance(curve.caption)
            room = QRectF(left + 20, -2, width + 2, 20)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, curve.caption)
            left += 20 + width + 2 * UNIT


def _range(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)
