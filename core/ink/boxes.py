"""The boxes of ink: where strokes begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from core.ink.drawing import Stroke


class Box(NamedTuple):
    """The smallest upright rectangle around some ink, in its own coordinates, y down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right, >= 0."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom, >= 0."""
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        """Halfway from left to right."""
        return (self.left + self.right) / 2

    @property
    def size(self) -> float:
        """The height of a digit that it may hold: digits are hardly twice as wide as high."""
        return max(self.height, self.width / 2)

    def measured(self, left: float, top: float, unit: float) -> Box:
        """The box in units, from another origin."""
        return Box(
            (self.left - left) / unit,
            (self.top - top) / unit,
            (self.right - left) / unit,
            (self.bottom - top) / unit,
        )


def boxes_of(strokes: Sequence[Stroke]) -> dict[int, Box]:
    """Put a box around each stroke.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y. Points that are not finite are left out.

    Returns
    -------
    dict of int to Box
        By the stroke's place in the sequence, ascending; strokes without a finite point have none.
    """
    counts = [len(stroke) for stroke in strokes]
    points = np.concatenate([np.empty((0, 2)), *strokes])
    finite = np.isfinite(points).all(axis=1)
    owners = np.repeat(np.arange(len(strokes)), counts)[finite]
    if not len(owners):
        return {}
    points, starts = points[finite], np.flatnonzero(np.diff(owners, prepend=-1))
    low = np.minimum.reduceat(points, starts).tolist()
    high = np.maximum.reduceat(points, starts).tolist()
    return {
        place: Box(*least, *most)
        for place, least, most in zip(owners[starts].tolist(), low, high, strict=True)
    }


def around(boxes: Iterable[Box]) -> Box:
    """Return the box around one or more others."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
