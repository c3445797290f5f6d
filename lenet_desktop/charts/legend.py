"""The legend of a plot: the names of its curves, and their values under the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QIcon,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.controls.buttons import flat_button

_DASH = 12
_GAP = UNIT // 2
_SPACING = UNIT + _GAP
"""Between two entries."""
_MOST_LINES = 3
_SHARE = 0.25  # Of the height of the plot's card.
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
    """Entries in one line, or in up to three if the plot leaves room, and a list of all others.

    Values under the mouse do not change the number of lines, so that nothing below it moves.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[LegendEntry] = ()
        self._n_lines = 1
        self._more = flat_button("all_curves_button", "", self)
        self._more.setAccessibleName(self.tr("All curves"))
        self._more.hide()
        self._more_width = 0
        self._more.clicked.connect(self._list_all)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def fitting(self) -> int:
        """The number of entries that fit."""
        return sum(map(len, self._lines()))

    def show_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show other entries."""
        if entries != self._entries:
            self._entries = entries
            texts = [entry.text for entry in entries]
            self.setAccessibleName(", ".join(texts))
            self.setToolTip(literal("\n".join(texts)))
            self._more.setText(_others(len(entries)))
            self._more_width = self._more.sizeHint().width()
            self._count_lines()
            self._place()

    def _list_all(self) -> None:
        """Show a menu with all entries."""
        menu = QMenu(self)
        menu.setObjectName("all_curves_menu")
        for entry in self._entries:
            swatch = QPixmap(_DASH, _DASH)
            swatch.fill(entry.colour or Qt.GlobalColor.transparent)
            action = menu.addAction(QIcon(swatch), entry.text.replace("&", "&&"))
            action.setIconVisibleInMenu(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _place(self) -> None:
        """Place the button behind the last entry."""
        lines = self._lines()
        others = len(self._entries) - sum(map(len, lines))
        self._more.setVisible(others > 0)
        self._more.setText(_others(others))
        if others:
            left, entry = lines[-1][-1] if lines and lines[-1] else (0.0, None)
            right = left + entry.width(self.font()) + _GAP if entry else 0.0
            top = max(len(lines) - 1, 0) * self._line_height
            self._more.setGeometry(round(right), top, self._more_width, self._line_height)
        self.update()

    def _count_lines(self) -> None:
        names = [replace(entry, value="") for entry in self._entries if entry.colour]
        lines = legend_lines(names, self.font(), self.width())
        plot = self.parentWidget()
        room = int(_SHARE * plot.height() / self._line_height) if plot else _MOST_LINES
        count = max(min(len(lines), _MOST_LINES, room), 1)
        if count != self._n_lines:
            self._n_lines = count
            self.updateGeometry()

    def _lines(self) -> list[list[tuple[float, LegendEntry]]]:
        """Return the lines that are shown, with room for the number of the other entries."""
        lines = legend_lines(self._entries, self.font(), self.width())[: self._n_lines]
        last = lines[-1] if lines else []
        while last:
            others = len(self._entries) - sum(map(len, lines))
            left, entry = last[-1]
            room = self.width() - bool(others) * (_GAP + self._more_width)
            if left + entry.width(self.font()) <= room:
                break
            last.pop()
        return lines

    def sizeHint(self) -> QSize:
        """Return the height of the lines."""
        return QSize(100, self._n_lines * self._line_height)

    @property
    def _line_height(self) -> int:
        return self.fontMetrics().height() + 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again."""
        super().resizeEvent(event)
        self._count_lines()
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Break the lines again in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._count_lines()
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the entries that fit."""
        del event
        painter, height = QPainter(self), self._line_height
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(self._lines()):
            for left, entry in line:
                rect = QRectF(left, number * height, self.width() - left, height)
                entry.paint(painter, rect, self.palette())


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
