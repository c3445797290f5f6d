"""One stage of the strip: the part of it that the mouse and the keyboard act on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.recognition.explain import Index, Region
from lenet_desktop.inside.stages.cells import Cells
from lenet_desktop.inside.stages.colours import Colours32, Scale
from lenet_desktop.theme.palette import is_dark

_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class StageView(QWidget):
    """Finds the value under the mouse and moves from value to value by the arrow keys.

    The strip paints its values, so that a new image costs one paint event.

    Parameters
    ----------
    stage
        Name of the section.
    title
        What a screen reader calls it.
    """

    asked = Signal(str, object)
    """The stage and the index of the value under the mouse or the keys; None for no value."""
    pinned = Signal(str, object)
    """The stage and the index of a value that was clicked or chosen by Enter."""
    released = Signal()
    """Esc was pressed."""

    def __init__(self, stage: str, title: str, strip: QWidget) -> None:
        super().__init__(strip)
        self.stage, self.cells = stage, Cells((1,), 1, 1, 1, 1)
        self.cells_width = 0.0
        """Width of the cells, in the coordinates of the strip."""
        self.scale = Scale(1.0)
        self._index: Index | None = None
        self._image: QImage | None = None
        self._pixels: Colours32 | None = None
        self.setObjectName(f"stage_{stage}")
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def asked_stage(self) -> str:
        """The stage of the value that the keys reached."""
        return self.stage

    def show_cells(self, cells: Cells, left: float, top: float) -> None:
        """Arrange the values in a rectangle of the strip."""
        self.cells = cells
        height, width = cells.size
        ratio = self.devicePixelRatioF()
        self._image = None
        self.move(QPoint(round(left), round(top)))
        self.resize(round(width / ratio), round(height / ratio))
        self.cells_width = width / ratio

    def show_values(self, values: Array, scale: Scale) -> None:
        """Colour the values."""
        self.scale = scale
        palette = self.palette()
        colours = scale.colours_of(values.ravel(), is_dark=is_dark(palette))
        gap = np.array([palette.base().color().rgb()], np.uint32)
        # One pixel of the picture for each pixel of the screen: nothing is scaled when painting.
        self._pixels = np.concatenate([colours, gap])[self.cells.places]
        height, width = self._pixels.shape
        # The image does not own its pixels.
        image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._image = image

    def paint(self, painter: QPainter) -> None:
        """Paint the values, in the coordinates of the strip."""
        if self._image is not None:
            painter.drawImage(self.pos(), self._image)

    def rect_of(self, index: Index) -> QRectF:
        """Return the rectangle of a value in the strip."""
        channel, row, column = (*index, 0, 0)[:3]
        return self._in_strip(self.cells.rect_of(channel, row, column, row + 1, column + 1))

    def rects_of(self, region: Region) -> list[QRectF]:
        """Return the rectangles of a region, in each map or in one of them."""
        channels = range(self.cells.shape[0]) if region.channel is None else (region.channel,)
        return [self._in_strip(self.cells.rect_of(channel, *region[:4])) for channel in channels]

    def _in_strip(self, rect: tuple[int, int, int, int]) -> QRectF:
        x, y, width, height = (part / self.devicePixelRatioF() for part in rect)
        return QRectF(self.x() + x, self.y() + y, width, height)

    def index_at(self, position: QPointF) -> Index | None:
        """Return the index of the value at a position in this widget."""
        ratio = self.devicePixelRatioF()
        return self.cells.index_at(int(position.x() * ratio), int(position.y() * ratio))

    def centre_of(self, index: Index) -> QPoint:
        """Return the middle of a value in this widget."""
        middle = self.rect_of(index).center()
        return QPoint(int(middle.x()), int(middle.y())) - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ask the value under the mouse."""
        self._ask(self.index_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pin the value under the mouse."""
        index = self.index_at(event.position())
        if index is not None:
            self._index = index
            self.pinned.emit(self.stage, index)

    def leaveEvent(self, event: QEvent) -> None:
        """Ask nothing."""
        super().leaveEvent(event)
        self._ask(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ask the value that the keys reached last, unless the mouse was clicked."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._ask(self._index or (0,) * len(self.cells.shape))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Ask nothing."""
        super().focusOutEvent(event)
        self._ask(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrow keys, pin by Enter or Space, let go by Esc."""
        step, first = _ARROWS.get(event.key()), (0,) * len(self.cells.shape)
        if step is not None:
            self._ask(self.cells.moved(self._index or first, *step))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pinned.emit(self.asked_stage, self._index or first)
        elif event.key() == Qt.Key.Key_Escape:
            self.released.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self, index: Index | None) -> None:
        if index is not None:
            self._index = index
        self.asked.emit(self.asked_stage, index)
