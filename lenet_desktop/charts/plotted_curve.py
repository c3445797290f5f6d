"""A curve on a plot, and how it is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QPen

from lenet_desktop.charts.view_range import Range

Numbers = npt.NDArray[np.floating]

STRONG_WIDTH = 2.0
"""Width of a strong curve, in points."""
# Samples per pixel: more of a strong curve would only thicken it, and are slow to paint.
_STRONG_DENSITY = 0.5
_DOT = 3
"""Size of the dots, as a multiple of the width of the curve."""


@dataclass
class PlottedCurve:
    """A curve of a plot.

    Attributes
    ----------
    item
        The item of pyqtgraph.
    style
        The colour, whether the curve is strong, and whether it has dots.
    behind
        Whether the view need not show the whole of it.
    """

    item: Any
    x: Numbers
    y: Numbers
    style: tuple[str, bool, bool] = ("", False, False)
    behind: bool = False
    pixel_ratio: float = 0.0
    y_range: Range = (0.0, 0.0)

    def apply_style(self, pixel_ratio: float, strong_width: float, thin_width: float = 1.0) -> None:
        """Give the item its style.

        Parameters
        ----------
        pixel_ratio
            Pixels of the device along a point.
        strong_width, thin_width
            Widths of the two kinds of curves: in points, in pixels.
        """
        (name, strong, dots), item = self.style, self.item
        self.pixel_ratio = pixel_ratio
        pen = QPen(QColor(name), strong_width * pixel_ratio if strong else thin_width)
        pen.setCosmetic(True)
        item.setPen(pen)
        item.setZValue(1 if strong else 0)
        item.opts["antialias"] = strong
        item.setDownsampling(auto=True, method="mean" if strong else "peak")
        item.opts["autoDownsampleFactor"] = _STRONG_DENSITY if strong else 1.0
        # Qt joins the segments of a wide line very slowly; unjoined they cost little.
        item.curve.setSegmentedLineMode("on" if strong else "auto")
        item.setSymbol("o" if dots else None)
        if dots:
            item.setSymbolSize(round(_DOT * strong_width))
            item.setSymbolBrush(QColor(name))
            item.setSymbolPen(None)
