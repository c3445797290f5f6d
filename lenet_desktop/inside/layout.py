"""The arrangement of the Inside page."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.parts_layout import PartsLayout

_MARGIN, _GAP = 2 * UNIT, 2 * UNIT
_PAD_SIDES = 160, 420
"""Smallest and largest side of the pad, in pixels."""
_DETAILS_SHARE = 0.3
"""Height of the details, as a share of the page's."""
_PAD_SHARES = 0.22, 0.5
"""Largest side of the pad, as shares of the page's width and height."""


class InsideLayout(PartsLayout):
    """Places the pad and the preparations at the left of the strip and of the details below it."""

    def __init__(
        self,
        pad: QWidget,
        bar: QWidget,
        preparations: QWidget,
        strip: QWidget,
        details: QWidget,
        parent: QWidget,
    ) -> None:
        super().__init__((pad, bar, preparations, strip, details), parent, _MARGIN)

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size with the smallest usable pad beside the smallest strip."""
        _, bar, preparations, strip, details = self._items
        left = UNIT + bar.sizeHint().height() + UNIT + preparations.minimumSize().height()
        least, of_strip, of_details = _PAD_SIDES[0], strip.minimumSize(), details.minimumSize()
        right = of_strip.height() + _GAP + of_details.height()
        height = max(least + left, right)
        width = least + _GAP + max(of_strip.width(), of_details.width())
        return QSize(width, height).grownBy(self.contentsMargins())

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
