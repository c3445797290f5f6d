"""The arrangement of the Inside page."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from lenet_desktop.theme.metrics import UNIT

_MARGIN, _GAP = 2 * UNIT, 2 * UNIT
_PAD_SIDES = 180, 420
"""Smallest and largest side of the pad, in pixels."""
_DETAILS_SHARE = 0.34
"""Height of the details, as a share of the page's."""
_PAD_SHARES = 0.22, 0.5
"""Largest side of the pad, as shares of the page's width and height."""


class InsideLayout(QLayout):
    """Places the pad and the preparations at the left of the strip and of the details below it.

    It only sets geometries: changing a property of a widget here would invalidate the layout again,
    in an endless loop.
    """

    def __init__(
        self,
        pad: QWidget,
        bar: QWidget,
        preparations: QWidget,
        strip: QWidget,
        details: QWidget,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        for widget in (pad, bar, preparations, strip, details):
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Add a part, in the order of the constructor."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Return an item, or None if there is none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Remove and return an item, or None if there is none."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size with the smallest usable pad beside the smallest strip."""
        _, bar, preparations, strip, details = self._items
        left = UNIT + bar.sizeHint().height() + UNIT + preparations.minimumSize().height()
        least, of_strip, of_details = _PAD_SIDES[0], strip.minimumSize(), details.minimumSize()
        right = of_strip.height() + _GAP + of_details.height()
        height = max(least + left, right)
        width = least + _GAP + max(of_strip.width(), of_details.width())
        return QSize(width, height).grownBy(self.contentsMargins())

    def sizeHint(self) -> QSize:
        """Return the minimum size; the layout fills any larger size."""
        return self.minimumSize()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Arrange the parts in a rectangle."""
        super().setGeometry(rect)
        pad, bar, preparations, strip, details = self._items
        room = rect.marginsRemoved(self.contentsMargins())
        least, greatest = _PAD_SIDES
        of_width, of_height = _PAD_SHARES
        side = min(int(room.width() * of_width), int(room.height() * of_height), greatest)
        bar_height, below = bar.sizeHint().height(), preparations.minimumSize().height()
        side = max(min(side, room.height() - 2 * UNIT - bar_height - below), least)
        pad.setGeometry(QRect(room.left(), room.top(), side, side))
        top = room.top() + side + UNIT
        bar.setGeometry(QRect(room.left(), top, side, bar_height))
        top += bar_height + UNIT
        height = min(max(below, side + 6 * UNIT), room.bottom() + 1 - top)
        preparations.setGeometry(QRect(room.left(), top, side, height))
        right = room.adjusted(side + _GAP, 0, 0, 0)
        least_details = details.minimumSize().height()
        height = max(int(right.height() * _DETAILS_SHARE), least_details)
        strip.setGeometry(right.adjusted(0, 0, 0, -height - _GAP))
        details.setGeometry(right.adjusted(0, right.height() - height, 0, 0))
