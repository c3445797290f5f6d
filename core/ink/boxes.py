"""Bounding boxes of strokes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from math import hypot, isfinite
from typing import NamedTuple

import numpy as np

from core.ink.drawing import Stroke


class Box(NamedTuple):
    """An axis-aligned bounding box in the units of the strokes, y down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Extent in x, >= 0."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent in y, >= 0."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Middle in x."""
        return (self.left + self.right) / 2

    @property
    def size(self) -> float:
        """Height of a digit that fits the box: digits are at most about twice as wide as high."""
        return max(self.height, self.width / 2)

    def distance(self, other: Box) -> float:
        """Return the distance to another box; 0 if they share a point."""
        beside = max(other.left - self.right, self.left - other.right, 0.0)
        below = max(other.top - self.bottom, self.top - other.bottom, 0.0)
        return hypot(beside, below)

    def rescaled(self, left: float, top: float, unit: float) -> Box:
        """Return the box relative to another origin, divided by a unit."""
        return Box(
            (self.left - left) / unit,
            (self.top - top) / unit,
            (self.right - left) / unit,
            (self.bottom - top) / unit,
        )


def boxes_of(strokes: Sequence[Stroke]) -> dict[int, Box]:
    """Compute the bounding box of each stroke.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y. Points that are not finite are ignored.

    Returns
    -------
    dict of int to Box
        By the stroke's index, ascending; strokes without a finite point are missing.
    """
    inked = {index: stroke for index, stroke in enumerate(strokes) if len(stroke)}
    if not inked:
        return {}
    points = np.concatenate(list(inked.values()), dtype=np.float64)
    starts = list(accumulate(map(len, list(inked.values())[:-1]), initial=0))
    low = np.minimum.reduceat(points, starts).tolist()
    high = np.maximum.reduceat(points, starts).tolist()
    boxes = {index: Box(*least, *most) for index, least, most in zip(inked, low, high, strict=True)}
    if all(map(isfinite, chain(*boxes.values()))):
        return boxes
    finite = [stroke[np.isfinite(stroke).all(axis=1)] for stroke in strokes]
    return boxes_of(finite)


def around(boxes: Iterable[Box]) -> Box:
    """Return the bounding box of one or more boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
