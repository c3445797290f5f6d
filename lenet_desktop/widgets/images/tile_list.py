"""A list of examples in rows of tiles; only visible tiles are painted."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QWidget

from core.digits import SIDE
from lenet_desktop.widgets.images.example_tiles import ExampleDelegate, ExampleModel, least_width

WIDE = 560
"""Width in pixels from which the tiles are larger."""


class TileList(QListView):
    """Shows the examples of a model; other keys than navigation keys are left to the page."""

    chosen = Signal(int)
    """The row of the tile that was activated by Enter."""

    def __init__(self, model: ExampleModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_tiles")
        self.delegate = ExampleDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        # Rows that wrap are laid out at once, which Qt's icon mode takes seconds for.
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width of a row among its tiles."""
        # Qt keeps room for the bar, and breaks a row that fills the rest to its last point.
        metric, bar = QStyle.PixelMetric.PM_ScrollBarExtent, self.verticalScrollBar()
        room = self.maximumViewportSize().width() - self.style().pixelMetric(metric, None, bar) - 1
        delegate = self.delegate
        scale = 3 if self.width() >= WIDE else 2
        width = room // max(room // least_width(scale), 1)
        if (scale, width) != (delegate.scale, delegate.width):
            delegate.scale, delegate.width = scale, width
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Activate by Enter or Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        elif event.text() and not event.matches(QKeySequence.StandardKey.SelectAll):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return the size of a few tiles."""
        return QSize(3 * SIDE * 2, SIDE * 4)
