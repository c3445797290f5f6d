"""Line plots that stay smooth while their curves grow, made with pyqtgraph."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lenet_desktop.charts.axis import PlainAxis
from lenet_desktop.charts.view_range import Range, following, united

_pg: Any = pyqtgraph  # it has no types

Numbers = npt.NDArray[np.floating]

_STRONG_WIDTH = 2.0
# Samples a pixel: more than one of a strong curve would only thicken it, and cost a lot.
_STRONG_DENSITY = 0.5
_ROOM_X, _ROOM_Y = (0.03, 0.1), (0.05, 0.05)
"""Before and after what there is, as shares of it."""
_STEP = 0.1
_ZOOM = 0.8


@dataclass
class _Curve:
    item: Any
    x: Numbers
    y: Numbers
    look: tuple[str, bool, bool, float]
    y_range: Range = (0.0, 0.0)


class LinePlot(QWidget):
    """Curves over a common axis, which a person zooms, pans and reads values off.

    Once a person has zoomed or panned, no new data moves the view until `fit`. The arrow keys
    pan, plus and minus zoom, and 0 fits.

    Parameters
    ----------
    x_label, y_label
        What the axes show; empty for an axis that needs no words.
    least_spacing
        Of the numbers at the x axis: 1 for an axis of whole numbers.
    """

    pointed = Signal(object)
    """The x under the mouse; None when it has left."""

    def __init__(
        self,
        x_label: str,
        y_label: str,
        parent: QWidget | None = None,
        *,
        least_spacing: float = 0.0,
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._curves: dict[str, _Curve] = {}
        self._spare: list[Any] = []
        self._is_logarithmic = False
        self._follows = True
        self._shown: tuple[Range, Range] | None = None
        self._axes: dict[str, Any] = {
            "bottom": PlainAxis("bottom", x_label, least_spacing),
            "left": PlainAxis("left", y_label),
        }
        self._view: Any = _pg.PlotWidget(axisItems=self._axes)
        for part in (self._view, self._view.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setMenuEnabled(False)
        self._view.hideButtons()
        self._view.setClipToView(True)
        self._view.setDownsampling(auto=True, mode="peak")
        self._view.setFrameStyle(0)
        self._view.disableAutoRange()
        self._view.getViewBox().sigRangeChangedManually.connect(self._stay)
        self._hair: Any = _pg.InfiniteLine(angle=90)
        self._hair.hide()
        self._view.addItem(self._hair, ignoreBounds=True)
        self._view.scene().sigMouseMoved.connect(self._point_at)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self._dress()

    @property
    def names(self) -> list[str]:
        """The curves there are, in the order of their coming."""
        return list(self._curves)

    def points(self, name: str) -> tuple[Numbers, Numbers]:
        """The x and y of a curve, as they were given."""
        curve = self._curves[name]
        return curve.x, curve.y

    def set_curve(
        self,
        name: str,
        x: Numbers,
        y: Numbers,
        colour: QColor,
        *,
        strong: bool = True,
        dots: bool = False,
    ) -> None:
        """Draw a curve, in place of the one of this name if there is one.

        Parameters
        ----------
        x, y
            Shape (n,), finite, x rising; on a logarithmic axis every y is above 0.
        strong
            Two pixels wide and smooth, for few points; else a hair's breadth, for any number.
        dots
            Mark every point.
        """
        curve = self._curves.get(name)
        if curve is None:
            item = self._spare.pop() if self._spare else self._view.plot()
            item.show()
            curve = self._curves[name] = _Curve(item, x, y, ("", False, False, 0))
        look = (colour.name(), strong, dots, self.devicePixelRatioF())
        if look != curve.look:
            curve.look = look
            self._draw_in(curve)
        curve.x, curve.y = x, y
        if len(y):
            curve.y_range = float(y.min()), float(y.max())
        curve.item.setData(x, y)
        self._follow()

    def remove_curve(self, name: str) -> None:
        """Take a curve away."""
        # Kept for the next one: pyqtgraph's items are cycles, which the garbage collector would
        # delete in whatever thread it happens to run.
        item = self._curves.pop(name).item
        item.hide()
        item.setData([], [])
        self._spare.append(item)
        self._follow()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Draw y on a logarithmic scale, or on an even one."""
        if logarithmic != self._is_logarithmic:
            self._is_logarithmic = logarithmic
            self._view.setLogMode(y=logarithmic)
            self.fit()

    def fit(self) -> None:
        """Show all curves whole, and keep to it as they grow."""
        self._follows, self._shown = True, None
        self._follow()

    @property
    def shown_range(self) -> tuple[list[float], list[float]]:
        """Least and greatest x, and y, in view; of a logarithmic axis the powers of ten."""
        x_range, y_range = self._view.getViewBox().viewRange()
        return x_range, y_range

    def values_at(self, x: float) -> dict[str, float]:
        """What each curve is at the point next to x; without those that do not reach it."""
        values: dict[str, float] = {}
        for name, curve in self._curves.items():
            if len(curve.x) and curve.x[0] - 0.5 <= x <= curve.x[-1] + 0.5:
                right = int(np.clip(np.searchsorted(curve.x, x), 1, max(len(curve.x) - 1, 1)))
                nearest = min((right - 1, right), key=lambda i: _distance(curve.x, i, x))
                values[name] = float(curve.y[nearest])
        return values

    def _stay(self) -> None:
        """Show from now on what a person wants to see."""
        self._follows = False

    def _follow(self) -> None:
        """Show all there is, unless a person looks at something else."""
        curves = [curve for curve in self._curves.values() if len(curve.x)]
        if not self._follows or not curves:
            return
        x = united([(float(curve.x[0]), float(curve.x[-1])) for curve in curves])
        y = united([curve.y_range for curve in curves])
        if self._is_logarithmic:
            y = log10(y[0]), log10(y[1])
        before_x, before_y = self._shown or (None, None)
        shown = following(before_x, x, *_ROOM_X), following(before_y, y, *_ROOM_Y)
        if shown != self._shown:
            self._shown = shown
            self._view.getViewBox().setRange(xRange=shown[0], yRange=shown[1], padding=0)

    def _draw_in(self, curve: _Curve) -> None:
        name, strong, dots, ratio = curve.look
        item = curve.item
        pen = QPen(QColor(name), _STRONG_WIDTH * ratio if strong else 1)
        pen.setCosmetic(True)
        item.setPen(pen)
        item.setZValue(1 if strong else 0)
        item.opts["antialias"] = strong
        item.setDownsampling(auto=True, method="mean" if strong else "peak")
        item.opts["autoDownsampleFactor"] = _STRONG_DENSITY if strong else 1.0
        # Qt joins the pieces of a wide line ever so slowly; as pieces they cost little.
        item.curve.setSegmentedLineMode("on" if strong else "auto")
        item.setSymbol("o" if dots else None)
        if dots:
            item.setSymbolSize(6)
            item.setSymbolBrush(QColor(name))
            item.setSymbolPen(None)

    def _point_at(self, place: QPointF) -> None:
        box = self._view.getViewBox()
        is_inside = box.sceneBoundingRect().contains(place)
        self._hair.setVisible(is_inside)
        if is_inside:
            x = float(box.mapSceneToView(place).x())
            self._hair.setPos(x)
            self.pointed.emit(x)
        else:
            self.pointed.emit(None)

    def _dress(self) -> None:
        role, palette = QPalette.ColorRole, self.palette()
        self._view.setBackground(palette.color(role.Base))
        for axis in self._axes.values():
            axis.setTextPen(palette.color(role.PlaceholderText))
            axis.setPen(palette.color(role.Mid))
            axis.setTickPen(palette.color(role.Mid))
        self._hair.setPen(QPen(palette.color(role.Dark), 0))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette; the curves' colours are whose they are."""
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        super().changeEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Put the hair away."""
        self._hair.hide()
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
        zooms = {
            Qt.Key.Key_Plus: _ZOOM,
            Qt.Key.Key_Equal: _ZOOM,
            Qt.Key.Key_Minus: 1 / _ZOOM,
        }
        if key in pans:
            self._stay()
            box.translateBy(pans[Qt.Key(key)])
        elif key in zooms:
            self._stay()
            box.scaleBy(2 * (zooms[Qt.Key(key)],))
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)


def _distance(x: Numbers, index: int, place: float) -> float:
    return abs(float(x[min(index, len(x) - 1)]) - place)
