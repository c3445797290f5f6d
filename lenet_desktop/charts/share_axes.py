"""The axes of a chart of shares, in percent along both axes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette, QPen

from lenet_desktop.text.numbers import per_cent
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font

_TICKS = 5
_DROP = 6
"""Distance of the numbers from the x axis."""
Range = tuple[float, float]


@dataclass(frozen=True)
class ChartAxes:
    """The ranges shown, and the rectangle they fill.

    Attributes
    ----------
    x_range, y_range
        Least and greatest value, as shares of 1.
    area
        The rectangle between the axes.
    """

    x_range: Range
    y_range: Range
    area: QRectF

    def position(self, point: QPointF) -> QPointF:
        """Return where a point of the data is painted."""
        (left, right), (low, high), area = self.x_range, self.y_range, self.area
        return QPointF(
            area.left() + (point.x() - left) / (right - left) * area.width(),
            area.bottom() - (point.y() - low) / (high - low) * area.height(),
        )

    def paint(self, painter: QPainter, palette: QPalette, label: str) -> None:
        """Paint the grid, its numbers, and the label below them."""
        role, area, font = QPalette.ColorRole, self.area, painter.font()
        line = QFontMetricsF(font).height()
        painter.setFont(scaled_font(font, SMALL))
        (left, right), (low, high) = self.x_range, self.y_range
        for step in range(_TICKS + 1):
            share = step / _TICKS
            x, y = left + share * (right - left), low + share * (high - low)
            at = self.position(QPointF(x, y))
            painter.setPen(QPen(palette.color(role.Mid), 1))
            painter.drawLine(QPointF(area.left(), at.y()), QPointF(area.right(), at.y()))
            painter.setPen(palette.color(role.PlaceholderText))
            beside = QRectF(0, at.y() - line / 2, area.left() - UNIT, line)
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(beside, middle, _tick(y, high - low))
            below = QRectF(at.x() - 40, area.bottom() + _DROP, 80, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, _tick(x, right - left))
        below = QRectF(area.left(), area.bottom() + _DROP + line, area.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, label)


def chart_area(size: QSizeF, font: QFont) -> QRectF:
    """Return the rectangle that the title, two lines, and the numbers of the axes leave free."""
    metrics = QFontMetricsF(font)
    line, left = metrics.height(), metrics.horizontalAdvance("100.00 %") + UNIT
    whole = QRectF(0, 0, size.width(), size.height())
    return whole.adjusted(left, 2 * line + UNIT, -3 * UNIT, -2 * line - _DROP)


def _tick(share: float, span: float) -> str:
    return per_cent(share, 0 if span >= 0.25 else 1 if span >= 0.025 else 2)
