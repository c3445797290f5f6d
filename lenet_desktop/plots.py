"""Line plots that stay smooth while their curves grow; the one place that knows pyqtgraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lenet_desktop.ticks import logarithmic_ticks

_pg: Any = pyqtgraph  # it has no types

Numbers = npt.NDArray[np.floating]

_STRONG_WIDTH = 2.0
# Samples a pixel: more than one of a strong curve would only thicken it, and cost a lot.
_STRONG_DENSITY = 0.5
_LEAST_GAP = 22
"""Between two numbers at a logarithmic axis."""
_STEP = 0.1
_ZOOM = 0.8


@dataclass
class _Curve:
    item: Any
    x: Numbers
    y: Numbers
    look: tuple[str, bool, bool]


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
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._curves: dict[str, _Curve] = {}
        self._spare: list[Any] = []
        self._is_logarithmic = False
        self._axes: dict[str, Any] = {
            "bottom": _make_axis("bottom", x_label, least_spacing),
            "left": _make_axis("left", y_label, 0.0),
        }
        self._view: Any = _pg.PlotWidget(axisItems=self._axes)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setMenuEnabled(False)
        self._view.hideButtons()
        self._view.setClipToView(True)
        self._view.setDownsampling(auto=True, mode="peak")
        self._view.setFrameStyle(0)
        self._view.getViewBox().setDefaultPadding(0.03)
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
            curve = self._curves[name] = _Curve(item, x, y, ("", False, False))
        look = (colour.name(), strong, dots)
        if look != curve.look:
            curve.look = look
            self._draw_in(curve)
        curve.x, curve.y = x, y
        curve.item.setData(x, y)

    def remove_curve(self, name: str) -> None:
        """Take a curve away."""
        # Kept for the next one: pyqtgraph's items are cycles, which the garbage collector would
        # delete in whatever thread it happens to run.
        item = self._curves.pop(name).item
        item.hide()
        item.setData([], [])
        self._spare.append(item)

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Draw y on a logarithmic scale, or on an even one."""
        self._is_logarithmic = logarithmic
        self._view.setLogMode(y=logarithmic)

    def fit(self) -> None:
        """Show all curves whole, and keep to it as they grow."""
        self._view.getViewBox().enableAutoRange()

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

    def _draw_in(self, curve: _Curve) -> None:
        name, strong, dots = curve.look
        item = curve.item
        pen = QPen(QColor(name), _STRONG_WIDTH if strong else 1)
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
        if key in pans:
            box.translateBy(pans[Qt.Key(key)])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            box.scaleBy((_ZOOM, _ZOOM))
        elif key == Qt.Key.Key_Minus:
            box.scaleBy((1 / _ZOOM, 1 / _ZOOM))
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)


def _make_axis(side: str, label: str, least_spacing: float) -> Any:
    axis: Any = _PlainAxis(side, maxTickLength=0)
    if label:
        axis.setLabel(label)
    axis.setStyle(tickTextOffset=6, hideOverlappingLabels=True)
    axis.enableAutoSIPrefix(False)
    axis.least_spacing = least_spacing
    return axis


class _PlainAxis(_pg.AxisItem):
    """An axis of plain numbers, whose ticks are not nearer to each other than they should be."""

    least_spacing: float

    def tickSpacing(  # noqa: N802
        self, low: float, high: float, size: float
    ) -> list[tuple[float, float]]:
        """Leave out what is too near."""
        spacings: list[tuple[float, float]] = _pg.AxisItem.tickSpacing(self, low, high, size)
        wide = [pair for pair in spacings if pair[0] >= self.least_spacing]
        return wide or [(self.least_spacing, 0.0)]

    def logTickValues(  # noqa: N802
        self, low: float, high: float, size: float, even: list[Any]
    ) -> list[tuple[float, list[float]]]:
        """Number as much of each decade as there is room for."""
        del even
        return [(1.0, logarithmic_ticks(low, high, _LEAST_GAP * (high - low) / size))]

    def logTickStrings(  # noqa: N802
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        """Write 0.01 and not 10 to the minus 2."""
        del scale, spacing
        return [f"{10**value:.4g}" for value in values]


def _distance(x: Numbers, index: int, place: float) -> float:
    return abs(float(x[min(index, len(x) - 1)]) - place)
