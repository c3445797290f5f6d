"""Tabs whose changes of size others follow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget


class Tabs(QTabWidget):
    """Shows one page at a time; notes float over it."""

    resized = Signal()
    hints_changed = Signal()
    """`sizeHint` and `minimumSizeHint` may return other sizes from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)

    def event(self, event: QEvent) -> bool:
        """Emit `hints_changed` after a page has changed its layout."""
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.hints_changed.emit()
        return is_handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Emit `resized`."""
        super().resizeEvent(event)
        self.resized.emit()
