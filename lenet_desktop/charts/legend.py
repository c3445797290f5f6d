"""The legend of a plot: the names of its curves, and their values under the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT

_DASH = 12
_GAP = UNIT // 2
_SPACING = UNIT + _GAP
"""Between two entries."""
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True)
class LegendEntry:
    """A curve's colour, its caption, and its value under the mouse.

    An entry without a colour is not about a curve.
    """

    colour: QColor | None
    caption: str
    value: str = ""

    @property
    def text(self) -> str:
        """Caption and value."""
        return f"{self.caption} {self.value}".strip()

    def width(self, font: QFont) -> float:
        """The width of the entry, in pixels."""
        advance = QFontMetricsF(font).horizontalAdvance
        dash = _DASH + _GAP if self.colour else 0
        value = _GAP + advance(self.value) if self.value else 0
        return dash + advance(self.caption) + value

    def paint(self, painter: QPainter, rect: QRectF, palette: QPalette) -> None:
        """Paint the entry at the left of `rect`, in the painter's font."""
        rect, role = QRectF(rect), QPalette.ColorRole
        if self.colour:
            middle = rect.center().y()
            flat = Qt.PenCapStyle.FlatCap
            painter.setPen(QPen(self.colour, 3, Qt.PenStyle.SolidLine, flat))
            painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.left() + _DASH, middle))
            rect.setLeft(rect.left() + _DASH + _GAP)
        advance = QFontMetricsF(painter.font()).horizontalAdvance
        for text, colour in ((self.caption, role.PlaceholderText), (self.value, role.Text)):
            painter.setPen(palette.color(colour))
            painter.drawText(rect, _LEFT | Qt.TextFlag.TextDontClip, text)
            rect.setLeft(rect.left() + advance(text) + _GAP)


class Legend(QWidget):
    """One line of entries, with the number of those that do not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[LegendEntry] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def fitting(self) -> int:
        """The number of entries that fit."""
        ends = list(accumulate(entry.width(self.font()) + _SPACING for entry in self._entries))
        if not ends or ends[-1] - _SPACING <= self.width():
            return len(ends)
        room = self.width() - self.fontMetrics().horizontalAdvance(_others(len(ends)))
        return sum(end <= room for end in ends)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show other entries."""
        if entries != self._entries:
            self._entries = entries
            texts = [entry.text for entry in entries]
            self.setAccessibleName(", ".join(texts))
            self.setToolTip(literal("\n".join(texts)))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line of text."""
        return QSize(100, self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entries that fit, and the number of the others."""
        del event
        painter, rect, fitting = QPainter(self), QRectF(self.rect()), self.fitting
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for entry in self._entries[:fitting]:
            entry.paint(painter, rect, self.palette())
            rect.setLeft(rect.left() + entry.width(self.font()) + _SPACING)
        if others := len(self._entries) - fitting:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(rect, _LEFT, _others(others))


def legend_lines(
    entries: Sequence[LegendEntry], font: QFont, width: float
) -> list[list[tuple[float, LegendEntry]]]:
    """Break entries into lines, each entry with its distance from the left.

    An entry wider than `width` has a separate line.
    """
    lines: list[list[tuple[float, LegendEntry]]] = []
    left = 0.0
    for entry in entries:
        if not lines or left + entry.width(font) > width:
            lines.append([])
            left = 0.0
        lines[-1].append((left, entry))
        left += entry.width(font) + _SPACING
    return lines


def _others(count: int) -> str:
    return f"+{count}"
