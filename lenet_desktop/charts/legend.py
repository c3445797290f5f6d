"""The line that says what the curves of a plot are, and their values under the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_desktop.theme.metrics import UNIT

_DASH = 12
_GAP = UNIT // 2
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True)
class LegendEntry:
    """A curve's colour, its caption, and its value under the mouse; a place has no colour."""

    colour: QColor | None
    caption: str
    value: str = ""

    @property
    def text(self) -> str:
        """All that is said of the curve."""
        return f"{self.caption} {self.value}".strip()


class Legend(QWidget):
    """One line of dashes and names; it tells how many there is no room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[LegendEntry] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def fitting(self) -> int:
        """How many entries there is room for."""
        ends = list(accumulate(self._width(entry) for entry in self._entries))
        # The last thing needs no gap behind it.
        if not ends or ends[-1] - _GAP - UNIT <= self.width():
            return len(ends)
        room = self.width() - self.fontMetrics().horizontalAdvance(_others(len(ends)))
        return sum(end <= room for end in ends)

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show other entries."""
        if entries != self._entries:
            self._entries = entries
            texts = [entry.text for entry in entries]
            self.setAccessibleName(", ".join(texts))
            self.setToolTip("\n".join(texts))
            self.update()

    def _width(self, entry: LegendEntry) -> int:
        """What an entry takes, with the gap after it."""
        advance = self.fontMetrics().horizontalAdvance
        dash = _DASH + _GAP if entry.colour else 0
        value = _GAP + advance(entry.value) if entry.value else 0
        return dash + advance(entry.caption) + value + UNIT + _GAP

    def _paint_entry(self, painter: QPainter, entry: LegendEntry, left: int) -> None:
        middle, role, metrics = self.height() / 2, QPalette.ColorRole, self.fontMetrics()
        if entry.colour:
            painter.setPen(QPen(entry.colour, 3))
            painter.drawLine(QPointF(left, middle), QPointF(left + _DASH, middle))
            left += _DASH + _GAP
        for text, colour in ((entry.caption, role.PlaceholderText), (entry.value, role.Text)):
            painter.setPen(self.palette().color(colour))
            painter.drawText(left, 0, self.width(), self.height(), _LEFT, text)
            left += metrics.horizontalAdvance(text) + _GAP

    def sizeHint(self) -> QSize:
        """A line of text."""
        return QSize(100, self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entries from the left."""
        del event
        painter, left, fitting = QPainter(self), 0, self.fitting
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for entry in self._entries[:fitting]:
            self._paint_entry(painter, entry, left)
            left += self._width(entry)
        if others := len(self._entries) - fitting:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(left, 0, self.width(), self.height(), _LEFT, _others(others))


def _others(count: int) -> str:
    return f"+{count}"
