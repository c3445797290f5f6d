"""One stage of the strip: the part of it that the mouse and the keyboard act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from core.recognition.explain import Index, Region
from lenet_desktop.inside.stages.cells import Cells
from lenet_desktop.inside.stages.colours import Colours32, Scale
from lenet_desktop.inside.stages.kernels import Kernels
from lenet_desktop.theme.palette import is_dark

_ARROWS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}

_DRAG = 100
"""Pixels by which a weight moves from 0 to the end of the colours' scale."""
_FINEST = 8
"""Scales of the screen are multiples of an eighth, or nearly."""
_LEAST_DRAG = 3
"""Pixels that are still a click."""


@dataclass(frozen=True)
class _Grip:
    """A weight that the mouse holds.

    Attributes
    ----------
    y
        Where the mouse was pressed, in pixels.
    value, slope
        The weight then, and its change for each pixel.
    """

    index: Index
    y: float
    value: float
    slope: float
    is_moved: bool = False


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
    dragged = Signal(str, object, float)
    """The name and the index of a weight, and the value that it is dragged to."""

    def __init__(self, stage: str, title: str, strip: QWidget) -> None:
        super().__init__(strip)
        self.stage, self.cells = stage, Cells((1,), 1, 1, 1, 1)
        self.cells_width = 0.0
        """Width of the cells, in the coordinates of the strip."""
        self.scale = Scale(1.0)
        self._index: Index | None = None
        self._image: QImage | None = None
        self._pixels: Colours32 | None = None
        self.kernels: Kernels | None = None
        """Where the weights are; None if the values are shown."""
        self._weights: Array | None = None
        self._grip: _Grip | None = None
        self.setObjectName(f"stage_{stage}")
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def asked_stage(self) -> str:
        """The stage of the value that the keys reached, or the name of its weights."""
        return self.stage if self.kernels is None else f"{self.stage}.weight"

    def show_cells(
        self, cells: Cells, left: float, top: float, kernels: Kernels | None = None
    ) -> None:
        """Arrange the values in a rectangle of the strip, or kernels in their place."""
        if kernels != self.kernels:
            self.kernels, self._index = kernels, None
        self.cells = cells
        height, width = cells.size
        ratio = self.devicePixelRatioF()
        self._image = None
        # Where a pixel of the screen begins: with 125 %, at every fourth position.
        step = Fraction(ratio).limit_denominator(_FINEST).denominator
        self.move(QPoint(round(left / step) * step, round(top / step) * step))
        self.resize(round(width / ratio), round(height / ratio))
        self.cells_width = width / ratio

    def show_weights(self, weights: Array, scale: Scale, *, can_drag: bool) -> None:
        """Colour the weights of the kernels (O, C, k, k), or their gradients."""
        assert self.kernels is not None
        self._weights = weights if can_drag else None
        self.show_values(self.kernels.laid_out(weights), scale)

    def show_values(self, values: Array, scale: Scale) -> None:
        """Colour the values; NaN is a gap."""
        self.scale = scale
        palette = self.palette()
        flat = values.ravel()
        gap = np.array([palette.base().color().rgb()], np.uint32)
        if self.kernels is None:
            colours = scale.colours_of(flat, is_dark=is_dark(palette))
        else:
            colours = scale.colours_of(np.nan_to_num(flat), is_dark=is_dark(palette))
            colours = np.where(np.isnan(flat), gap, colours)
        # One pixel of the picture for each pixel of the screen: nothing is scaled when painting.
        self._pixels = np.concatenate([colours, gap]).take(self.cells.places)
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
        """Return the rectangle of a value, or of a weight of a kernel, in the strip.

        That of a value which is not seen, or of a weight, is that of its map.
        """
        if (len(index) == 4) != (self.kernels is not None):
            return self.rect_of_unit(index[0])
        if self.kernels is not None:
            index = self.kernels.cell_of(index)
        channel, row, column = (*index, 0, 0)[:3]
        return self._in_strip(self.cells.rect_of(channel, row, column, row + 1, column + 1))

    def rect_of_unit(self, unit: int) -> QRectF:
        """Return the rectangle of a map, or of its kernels, or of a unit."""
        height, width = self.cells.map_shape
        return self._in_strip(self.cells.rect_of(unit, 0, 0, height, width))

    def rects_of(self, region: Region) -> list[QRectF]:
        """Return the rectangles of a region, in each map or in one of them."""
        channels = range(self.cells.shape[0]) if region.channel is None else (region.channel,)
        if self.kernels is not None:
            return [self.rect_of_unit(channel) for channel in channels]
        return [self._in_strip(self.cells.rect_of(channel, *region[:4])) for channel in channels]

    def _in_strip(self, rect: tuple[int, int, int, int]) -> QRectF:
        x, y, width, height = (part / self.devicePixelRatioF() for part in rect)
        return QRectF(self.x() + x, self.y() + y, width, height)

    def index_at(self, position: QPointF) -> Index | None:
        """Return the index of the value, or of the weight, at a position in this widget."""
        ratio = self.devicePixelRatioF()
        cell = self.cells.index_at(int(position.x() * ratio), int(position.y() * ratio))
        return self.kernels.index_at(cell) if cell is not None and self.kernels else cell

    def centre_of(self, index: Index) -> QPoint:
        """Return the middle of a value in this widget."""
        middle = self.rect_of(index).center()
        return QPoint(int(middle.x()), int(middle.y())) - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ask the value under the mouse, or drag a weight."""
        grip = self._grip
        if grip is None:
            self._ask(self.index_at(event.position()))
            return
        up = grip.y - event.position().y()
        if self._weights is not None and (grip.is_moved or abs(up) >= _LEAST_DRAG):
            self._grip = replace(grip, is_moved=True)
            value = grip.value + up * grip.slope
            self.dragged.emit(self.asked_stage, grip.index, value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pin the value under the mouse, or take hold of a weight."""
        index = self.index_at(event.position())
        if index is None:
            return
        self._index = index
        if self._weights is not None and self.kernels is not None:
            value, slope = float(self._weights[index]), self.scale.top / _DRAG
            self._grip = _Grip(index, event.position().y(), value, slope)
        else:
            self.pinned.emit(self.asked_stage, index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pin the weight under the mouse unless it was dragged."""
        super().mouseReleaseEvent(event)
        grip, self._grip = self._grip, None
        if grip is not None and not grip.is_moved:
            self.pinned.emit(self.asked_stage, grip.index)

    def leaveEvent(self, event: QEvent) -> None:
        """Ask nothing."""
        super().leaveEvent(event)
        self._ask(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ask the value that the keys reached last, unless the mouse was clicked."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._ask(self._index or self._first)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Ask nothing."""
        super().focusOutEvent(event)
        self._ask(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrow keys, pin by Enter or Space, let go by Esc."""
        step, index = _ARROWS.get(event.key()), self._index or self._first
        if step is not None and self.kernels is not None:
            self._ask(self.kernels.moved(self.cells, index, *step))
        elif step is not None:
            self._ask(self.cells.moved(index, *step))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pinned.emit(self.asked_stage, index)
        elif event.key() == Qt.Key.Key_Escape:
            self.released.emit()
        else:
            super().keyPressEvent(event)

    @property
    def _first(self) -> Index:
        """The index of the first value or weight."""
        return (0,) * len(self.cells.shape if self.kernels is None else self.kernels.shape)

    def _ask(self, index: Index | None) -> None:
        if index is not None:
            self._index = index
        self.asked.emit(self.asked_stage, index)
