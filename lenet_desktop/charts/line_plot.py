"""Line plots of growing curves, drawn by pyqtgraph."""

from __future__ import annotations

from math import log10
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette, QPen, QPicture
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lenet_desktop.charts.axis import PlainAxis
from lenet_desktop.charts.drawn_curve import DrawnCurve
from lenet_desktop.charts.plotted_curve import STRONG_WIDTH, Numbers, PlottedCurve
from lenet_desktop.charts.view_range import Range, following, united

_pg: Any = pyqtgraph  # it has no types

_THIN_WIDTH = 0.75
"""Of a thin curve in a file, in points; on the screen it is a pixel wide."""
_MARGINS_X, _MARGINS_Y = (0.03, 0.1), (0.05, 0.05)
"""Free room before and after the data, as shares of its extent."""
_STEP = 0.1
_ZOOM = 0.8


class LinePlot(QWidget):
    """Curves over a common x axis, which can be zoomed, panned and read off.

    The view grows with the data until the user zooms or pans, and again after `fit`. The arrow
    keys pan, plus and minus zoom, and 0 fits.

    Parameters
    ----------
    x_label, y_label
        The quantities on the axes; empty for an axis that needs no label.
    least_spacing
        Least difference of two numbers of the x axis: 1 for an axis of whole numbers.
    """

    pointed = Signal(object)
    """The x under the mouse; None after the mouse has left."""

    def __init__(
        self, x_label: str, y_label: str, parent: QWidget | None = None, least_spacing: float = 0.0
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._curves: dict[str, PlottedCurve] = {}
        self._spare: list[Any] = []
        self._is_logarithmic = False
        self._line_width = STRONG_WIDTH
        self._follows, self._shows_all = True, False
        self._shown: tuple[Range, Range] | None = None
        self._axes: dict[str, Any] = {
            "bottom": PlainAxis("bottom", x_label, least_spacing),
            "left": PlainAxis("left", y_label),
        }
        # A menu that is disabled later would be made first, and Qt may crash when it is deleted.
        self._view: Any = _pg.PlotWidget(axisItems=self._axes, enableMenu=False)
        for part in (self._view, self._view.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.hideButtons()
        self._view.setClipToView(True)
        self._view.setDownsampling(auto=True, mode="peak")
        self._view.setFrameStyle(0)
        self._view.disableAutoRange()
        self._view.getViewBox().sigRangeChangedManually.connect(self._stop_following)
        self._mouse_line: Any = _pg.InfiniteLine(angle=90)
        self._mouse_line.hide()
        self._view.addItem(self._mouse_line, ignoreBounds=True)
        self._view.scene().sigMouseMoved.connect(self._point_at)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self._apply_palette()

    def enlarge(self, font: QFont, factor: float) -> None:
        """Draw the strong curves wider, and the numbers of the axes in a font."""
        self._line_width = factor * STRONG_WIDTH
        self._set_number_font(font)

    def _set_number_font(self, font: QFont) -> None:
        for axis in self._axes.values():
            axis.setTickFont(font)
            axis.label.setFont(font)

    @property
    def names(self) -> list[str]:
        """The names of the curves, in the order in which they were added."""
        return list(self._curves)

    def points(self, name: str) -> tuple[Numbers, Numbers]:
        """Return x and y of a curve, as they were given."""
        curve = self._curves[name]
        return curve.x, curve.y

    def draw_curve(self, drawn: DrawnCurve) -> None:
        """Draw a curve; it replaces the one of the same caption."""
        name, (x, y) = drawn.caption, drawn.points
        curve = self._curves.get(name)
        if curve is None:
            item = self._spare.pop() if self._spare else self._view.plot()
            item.show()
            curve = self._curves[name] = PlottedCurve(item, x, y)
        style, ratio = (drawn.colour.name(), drawn.strong, drawn.dots), self.devicePixelRatioF()
        if (style, ratio) != (curve.style, curve.pixel_ratio):
            curve.style = style
            curve.apply_style(ratio, self._line_width)
        curve.x, curve.y, curve.behind = x, y, drawn.behind
        if len(y):
            curve.y_range = float(y.min()), float(y.max())
        curve.item.setData(x, y)
        self._follow()

    def remove_curve(self, name: str) -> None:
        """Remove a curve."""
        # Kept for the next curve: pyqtgraph's items are reference cycles, which the garbage
        # collector would delete in whichever thread it runs.
        item = self._curves.pop(name).item
        item.hide()
        item.setData([], [])
        self._spare.append(item)
        self._follow()

    def set_y_axis(self, label: str, *, is_in_per_cent: bool = False) -> None:
        """Set the quantity on the y axis, empty for none, and whether it is a percentage."""
        axis = self._axes["left"]
        axis.is_in_per_cent = is_in_per_cent
        if is_in_per_cent and self._shown is None:
            self._view.getViewBox().setYRange(0, 100, padding=0)
        axis.setLabel(label)

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Set whether the y axis is logarithmic, rather than linear."""
        if logarithmic != self._is_logarithmic:
            self._is_logarithmic = logarithmic
            self._view.setLogMode(y=logarithmic)
            self.fit()

    @property
    def shows_all(self) -> bool:
        """Whether the view follows the curves behind too."""
        return self._shows_all or all(curve.behind for curve in self._curves.values())

    def fit(self, *, everything: bool = False) -> None:
        """Show whole curves, and follow them as they grow.

        Parameters
        ----------
        everything
            Include the curves behind.
        """
        self._follows, self._shows_all, self._shown = True, everything, None
        self._follow()

    @property
    def zoom(self) -> tuple[Range, Range] | None:
        """`shown_range` if the user chose it; None while the view grows with the data."""
        return None if self._follows else self.shown_range

    @zoom.setter
    def zoom(self, zoom: tuple[Range, Range]) -> None:
        self._follows = False
        self._view.getViewBox().setRange(xRange=zoom[0], yRange=zoom[1], padding=0)

    @property
    def shown_range(self) -> tuple[Range, Range]:
        """The ranges of x and y in view, the latter as logarithms on a logarithmic axis."""
        (left, right), (bottom, top) = self._view.getViewBox().viewRange()
        return (left, right), (bottom, top)

    def values_at(self, x: float) -> dict[str, float]:
        """Return the value of each curve at its point nearest to x, for the curves that reach x."""
        values: dict[str, float] = {}
        for name, curve in self._curves.items():
            if len(curve.x) and curve.x[0] - 0.5 <= x <= curve.x[-1] + 0.5:
                values[name] = float(curve.y[np.abs(curve.x - x).argmin()])
        return values

    def render_scene(self, painter: QPainter, size: QSizeF) -> None:
        """Paint the plot for a file, with its top left corner at the origin.

        The scene keeps this size and its numbers keep the painter's font, so the plot should be
        one that is never on the screen.
        """
        room, draft = QRectF(QPointF(), size), QPicture()
        self._set_number_font(painter.font())
        ratio = painter.device().devicePixelRatioF()
        for curve in self._curves.values():
            curve.apply_style(ratio, self._line_width, _THIN_WIDTH * ratio)
            for part in (curve.item.curve, curve.item.scatter):
                part.setExportMode(True, {"antialias": True, "resolutionScale": 1.0})
        _pg.GraphicsView.setRange(self._view, room, padding=0, disableAutoPixel=False)
        # An axis takes the width of its numbers only after it has been painted.
        draft_painter = QPainter(draft)
        self._view.scene().render(draft_painter, room, room)
        draft_painter.end()
        self._view.getPlotItem().layout.activate()
        self._view.scene().render(painter, room, room)

    def _stop_following(self) -> None:
        self._follows = False

    def _follow(self) -> None:
        """Show whole curves, unless the user has chosen another view."""
        shows_all = self.shows_all
        curves = [
            curve
            for curve in self._curves.values()
            if len(curve.x) and (shows_all or not curve.behind)
        ]
        if not self._follows or not curves:
            return
        x = united([(float(curve.x[0]), float(curve.x[-1])) for curve in curves])
        y = united([curve.y_range for curve in curves])
        if self._is_logarithmic:
            y = log10(y[0]), log10(y[1])
        before_x, before_y = self._shown or (None, None)
        shown = following(before_x, x, *_MARGINS_X), following(before_y, y, *_MARGINS_Y)
        if shown != self._shown:
            self._shown = shown
            self._view.getViewBox().setRange(xRange=shown[0], yRange=shown[1], padding=0)

    def _point_at(self, position: QPointF) -> None:
        box = self._view.getViewBox()
        is_inside = box.sceneBoundingRect().contains(position)
        self._mouse_line.setVisible(is_inside)
        if is_inside:
            x = float(box.mapSceneToView(position).x())
            self._mouse_line.setPos(x)
            self.pointed.emit(x)
        else:
            self.pointed.emit(None)

    def _apply_palette(self) -> None:
        role, palette = QPalette.ColorRole, self.palette()
        self._view.setBackground(palette.color(role.Base))
        for axis in self._axes.values():
            axis.setPen(palette.color(role.Mid))
            axis.setTickPen(palette.color(role.Mid))
            axis.setTextPen(palette.color(role.PlaceholderText))
        self._mouse_line.setPen(QPen(palette.color(role.Dark), 0))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette; the owner of the curves changes their colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._apply_palette()
        super().changeEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the line under the mouse."""
        self._mouse_line.hide()
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, zoom or fit."""
        box, key = self._view.getViewBox(), event.key()
        (left, right), (bottom, top) = self.shown_range
        pans = {
            Qt.Key.Key_Left: (-(right - left) * _STEP, 0),
            Qt.Key.Key_Right: ((right - left) * _STEP, 0),
            Qt.Key.Key_Up: (0, (top - bottom) * _STEP),
            Qt.Key.Key_Down: (0, -(top - bottom) * _STEP),
        }
        zooms = {Qt.Key.Key_Plus: _ZOOM, Qt.Key.Key_Equal: _ZOOM, Qt.Key.Key_Minus: 1 / _ZOOM}
        if key in pans:
            self._stop_following()
            box.translateBy(pans[Qt.Key(key)])
        elif key in zooms:
            self._stop_following()
            box.scaleBy(2 * (zooms[Qt.Key(key)],))
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)
