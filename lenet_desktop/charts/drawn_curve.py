"""A curve and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from core.runs.curves import Curve


@dataclass(frozen=True, eq=False)
class DrawnCurve:
    """A curve and its style.

    Attributes
    ----------
    caption
        In the legend; also the name of the curve in the plot.
    points
        Shape (2, n): x and y, finite, x rising; on a logarithmic axis every y is above 0.
    strong
        Draw a smooth line of two pixels, for few points, rather than one of a single pixel, for
        any number of points.
    dots
        Mark every point.
    behind
        Exclude this curve from the range that is shown, unless the plot has no other curve or the
        user asks for it.
    """

    caption: str
    points: Curve
    colour: QColor
    strong: bool = True
    dots: bool = False
    behind: bool = False
