"""The weights of a unit as a grid: one is chosen by the mouse or the keys, and dragged."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from core.arrays import Array
from lenet_desktop.inside.arithmetic import Grid
from lenet_desktop.inside.grids import Plan, paint_cells, planned
from lenet_desktop.inside.stages.colours import scale_of
from lenet_desktop.inside.stages.mosaic import mosaic
from lenet_desktop.theme.metrics import UNIT

_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_DRAG = 100
"""Pixels by which a weight moves from 0 to the end of the colours' scale."""


class WeightsGrid(QWidget):
    """Shows the weights of a unit; the arrow keys choose one, and dragging changes it."""

    chosen = Signal(int)
    """The place of the chosen weight, in the flattened weights."""
    moved = Signal(float)
    """The value that the chosen weight is dragged to."""
    edit_requested = Signal()
    """Enter was pressed: the person wants to type a value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weights_grid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Weights"))
        self.setToolTip(self.tr("Drag a weight up or down to change it"))
        self._weights: Array = np.zeros(1, np.float32)
        self._places: Array = mosaic(np.zeros(1))
        self._grid = Grid("", "", self._places, scale_of(self._weights, is_signed=True))
        self._marked: frozenset[int] = frozenset()
        self._chosen = 0
        self._grip: tuple[float, float] | None = None

    def show_weights(self, weights: Array, chosen: int, marked: frozenset[int]) -> None:
        """Show weights.

        Parameters
        ----------
        weights
            (C, k, k), (C, H, W) or (n,).
        chosen
            The place of the chosen one.
        marked
            The places of those that were changed.
        """
        self._weights, self._chosen, self._marked = weights, chosen, marked
        self._places = mosaic(np.arange(weights.size).reshape(weights.shape))
        # While a weight is dragged, the colours of the others stay.
        scale = self._grid.scale if self._grip else scale_of(weights, is_signed=True)
        self._grid = Grid("", "", mosaic(weights), scale)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(360, 120)

    def minimumSizeHint(self) -> QSize:
        """Return room for the kernels of a map."""
        return QSize(20 * UNIT, 5 * UNIT)

    @property
    def _plan(self) -> Plan:
        return planned((self._grid,), QRectF(self.rect()).adjusted(1, 1, -1, -1), 0, is_row=True)

    def rect_of(self, place: int) -> QRectF:
        """Return the rectangle of a weight."""
        plan = self._plan
        row, column = np.argwhere(self._places == place)[0].tolist()
        left, top = 1 + column * plan.width, 1 + row * plan.height
        return QRectF(left, top, plan.width, plan.height)

    def _place_at(self, position: QPointF) -> int | None:
        plan, (rows, columns) = self._plan, self._places.shape
        row, column = int((position.y() - 1) // plan.height), int((position.x() - 1) // plan.width)
        if not (0 <= row < rows and 0 <= column < columns) or np.isnan(self._places[row, column]):
            return None
        return int(self._places[row, column])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the weight under the mouse, and take hold of it."""
        place = self._place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(place)
            self._grip = event.position().y(), float(self._weights.ravel()[place])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the weight."""
        if self._grip is not None:
            start, value = self._grip
            self.moved.emit(value + (start - event.position().y()) * self._grid.scale.top / _DRAG)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the weight."""
        del event
        if self._grip is not None:
            self._grip = None
            self.show_weights(self._weights, self._chosen, self._marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a weight by the arrow keys; Enter leads to its number."""
        if (step := _ARROWS.get(Qt.Key(event.key()))) is not None:
            self.chosen.emit(self._moved(*step))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_requested.emit()
        else:
            super().keyPressEvent(event)

    def _moved(self, down: int, across: int) -> int:
        """Return the place of the next weight in a direction, beyond the gap between maps."""
        row, column = np.argwhere(self._places == self._chosen)[0].tolist()
        rows, columns = self._places.shape
        while 0 <= row + down < rows and 0 <= column + across < columns:
            row, column = row + down, column + across
            if not np.isnan(self._places[row, column]):
                return int(self._places[row, column])
        return self._chosen

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the weights, and frames around the changed ones and the chosen one."""
        del event
        painter, plan, role = QPainter(self), self._plan, QPalette.ColorRole
        rows, columns = self._places.shape
        if not self.isEnabled():
            painter.setOpacity(0.5)
        room = QRectF(1, 1, columns * plan.width, rows * plan.height)
        paint_cells(painter, self._grid, room, plan, self)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(role.BrightText), 1.5))
        for place in self._marked:
            painter.drawRect(self.rect_of(place))
        if self.isEnabled():
            colour = self.palette().color(role.Accent if self.hasFocus() else role.Text)
            painter.setPen(QPen(colour, 2))
            painter.drawRect(self.rect_of(self._chosen))
