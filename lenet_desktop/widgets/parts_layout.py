"""The base of layouts with a fixed number of parts, each with a place of its own."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class PartsLayout(QLayout):
    """Holds parts in a fixed order; a subclass sets their geometries.

    It only sets geometries: changing a property of a widget there would invalidate the layout
    again, in an endless loop.

    Parameters
    ----------
    parts
        The widgets, in the order in which the subclass arranges them.
    parent
        The widget that is laid out.
    margin
        Free room on each side, in pixels.
    """

    def __init__(self, parts: Iterable[QWidget], parent: QWidget, margin: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(margin, margin, margin, margin)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Add a part after the others."""
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

    def sizeHint(self) -> QSize:
        """Return the minimum size; the layout fills any larger size."""
        return self.minimumSize()
