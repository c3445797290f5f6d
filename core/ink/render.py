"""Rendering of strokes as MNIST images, the input of the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.digits import SIDE
from core.ink.drawing import Stroke

BOX = 20.0
"""Side in pixels of the square that the ink, including the pen width, is scaled to fit."""
CENTRE = 14.0
"""Row and column of MNIST's centre of mass; 0 is the middle of the first pixel."""
PEN_WIDTH = 2.5
"""Width of the pen in pixels; reproduces the mean stroke width of MNIST."""

_Points: TypeAlias = npt.NDArray[np.float64]
_Owners: TypeAlias = npt.NDArray[np.intp]
_Grid: TypeAlias = npt.NDArray[np.floating]

_EDGE = 1.1  # Pixels from black to white across the edge of a stroke, as in MNIST.
_PIECE = 1.0  # Pixels: the longest segment drawn at once, so that its window stays small.
_FEW = 300  # Points: drawings with fewer are not simplified.
_TOLERANCE = 0.005  # Pixels between the line and a point that is left out, at most.
_CROWD = 1500  # Segments; digits have fewer, dense scribbles more.
_CELLS = 2  # Cells per pixel and axis; a crowd is reduced to one segment per cell.


def to_image(strokes: Sequence[Stroke], pen_width: float = PEN_WIDTH) -> FloatArray:
    """Render strokes as an MNIST image.

    The image depends on the shape alone, not on the position, the size or the spacing of the
    points, because coordinates are never rounded to pixels.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y in any unit, y downwards; n = 1 is a dot. Points
        that are not finite are ignored.
    pen_width
        Width of the round pen in pixels of the image, below 20.

    Returns
    -------
    FloatArray
        Shape (28, 28) in [0, 1], white ink on black, anti-aliased: scaled to fit 20x20 pixels
        with its aspect ratio kept, and shifted to MNIST's centre of mass. All zeros if there is no
        ink.

    References
    ----------
    LeCun, Cortes and Burges, "The MNIST database of handwritten digits": the 20x20 box and the
    centre of mass.
    """
    points, owners = _gather(strokes)
    if not len(points):
        return np.zeros((SIDE, SIDE), np.float32)
    low, high = points.min(0), points.max(0)
    extent = (high - low).max()
    # An extent below the precision of the coordinates is a dot.
    scale = (BOX - pen_width) / extent if extent > 1e-12 else 0.0
    points, owners = _thin((points - (low + high) / 2) * scale, owners)
    starts, ends = _cut(*_join(points, owners))

    at = np.full(2, (SIDE - 1) / 2)
    mass = _centre_of_mass(_draw(starts + at, ends + at, pen_width))
    # Keep all ink inside the image.
    reach = (high - low) * scale / 2 + pen_width / 2
    at = np.clip(at + CENTRE - mass, reach - 0.5, SIDE - 0.5 - reach)
    return _draw(starts + at, ends + at, pen_width)


def _gather(strokes: Sequence[Stroke]) -> tuple[_Points, _Owners]:
    """Concatenate the finite points, and return the index of each point's stroke.

    Coordinates are divided by the largest of them, so that no later step overflows.
    """
    inked = [stroke for stroke in strokes if len(stroke)]
    points = np.concatenate([np.empty((0, 2)), *inked])
    owners = np.repeat(np.arange(len(inked)), [len(stroke) for stroke in inked])
    finite = np.isfinite(points).all(1)
    points, owners = points[finite], owners[finite]
    return points / max(np.abs(points).max(initial=0.0), np.finfo(float).tiny), owners


def _thin(points: _Points, owners: _Owners) -> tuple[_Points, _Owners]:
    """Drop points on the line between their neighbours while there are many points."""
    while len(points) > _FEW:
        before, between, after = points[:-2:2], points[1:-1:2], points[2::2]
        off_line = _distance(*(between - before).T, *(after - before).T)
        idle = (owners[:-2:2] == owners[2::2]) & (off_line < _TOLERANCE)
        if idle.mean() < 0.1:
            break
        kept = np.ones(len(points), bool)
        kept[1:-1:2] = ~idle
        points, owners = points[kept], owners[kept]
    return points, owners


def _join(points: _Points, owners: _Owners) -> tuple[_Points, _Points]:
    """Return the ends of the segments between points; a stroke's last point is a segment too."""
    following = np.arange(1, len(points) + 1)
    following[np.flatnonzero(np.diff(owners, append=-1))] -= 1
    return points, points[following]


def _cut(starts: _Points, ends: _Points) -> tuple[_Points, _Points]:
    """Split segments into pieces of at most one pixel, and thin out a crowd of them."""
    steps = ends - starts
    counts = np.maximum(np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / _PIECE), 1).astype(np.intp)
    line = np.repeat(np.arange(len(counts)), counts)
    nth = np.arange(len(line)) - (np.cumsum(counts) - counts)[line]
    steps = (steps / counts[:, None])[line]
    starts = starts[line] + nth[:, None] * steps
    if len(starts) > _CROWD:
        columns, rows = ((starts + (steps + SIDE) / 2) * _CELLS).astype(np.intp).T
        newest = np.full((SIDE * _CELLS) ** 2, -1)
        newest[rows * SIDE * _CELLS + columns] = np.arange(len(starts))
        kept = newest[newest >= 0]
        starts, steps = starts[kept], steps[kept]
    return starts, starts + steps


def _draw(starts: _Points, ends: _Points, pen_width: float) -> FloatArray:
    """Draw short segments with a round pen: pixels depend on the distance to the nearest one."""
    reach = np.float32((pen_width + _EDGE) / 2)
    window = int(np.ceil(_PIECE + 2 * reach))
    corners = np.rint((starts + ends - (window - 1)) / 2)

    # Axes: segment, row, column; coordinates are relative to the segment's window and start.
    x, y = (starts - corners).astype(np.float32).T[:, :, None]
    step_x, step_y = (ends - starts).astype(np.float32).T[:, :, None, None]
    pixels = np.arange(window, dtype=np.float32)
    right, down = (pixels - x)[:, None, :], (pixels - y)[:, :, None]
    distance = _distance(right, down, step_x, step_y)
    ink = np.clip((reach - distance) / _EDGE, 0, 1)

    margin = window + 1
    side = SIDE + 2 * margin
    columns, rows = (corners.astype(np.intp) + margin).T
    indices = (rows * side + columns)[:, None] + (
        np.arange(window)[:, None] * side + np.arange(window)
    ).ravel()
    canvas = np.zeros(side * side, np.float32)
    np.maximum.at(canvas, indices.ravel(), ink.ravel())
    inside = slice(margin, margin + SIDE)
    return canvas.reshape(side, side)[inside, inside].copy()


def _distance(x: _Grid, y: _Grid, step_x: _Grid, step_y: _Grid) -> _Grid:
    """Compute the distance of points from segments that start at the origin."""
    along = x * step_x + y * step_y
    along /= np.maximum(step_x * step_x + step_y * step_y, np.finfo(np.float32).tiny)
    np.clip(along, 0, 1, out=along)
    across, under = x - along * step_x, y - along * step_y
    return np.sqrt(across * across + under * under)


def _centre_of_mass(image: FloatArray) -> _Points:
    """Return the column and row of an image's centre of mass; the image must not be blank."""
    pixels = np.arange(SIDE, dtype=np.float64)
    return np.array([image.sum(0) @ pixels, image.sum(1) @ pixels]) / image.sum(dtype=np.float64)
