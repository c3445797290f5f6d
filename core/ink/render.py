"""Turns pen strokes into the picture the network reads, drawn as MNIST's digits were made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.digits import SIDE
from core.ink.drawing import Stroke

BOX = 20.0
"""Pixels along a side of the square that the ink, pen width included, just fits in."""
CENTRE = 14.0
"""Row and column of MNIST's centre of mass, counted from the middle of the first pixel."""
PEN_WIDTH = 2.5
"""Pixels across the pen: gives MNIST's mean stroke, twice its area over its outline's length."""

_Points: TypeAlias = npt.NDArray[np.float64]
_Owners: TypeAlias = npt.NDArray[np.intp]
_Grid: TypeAlias = npt.NDArray[np.floating]

_EDGE = 1.1  # Pixels from black to white across the edge of a stroke: MNIST's own softness.
_PIECE = 1.0  # Pixels: the longest piece of line drawn at once, so that its window stays small.
_FEW = 300  # Points that are all drawn, however close together.
_TOLERANCE = 0.005  # Pixels that a line may pass by a point that was left out.
_CROWD = 1500  # Pieces; a digit has fewer, a wild scribble more.
_CELLS = 2  # Cells a pixel, each way, of which a crowd keeps one piece each.


def to_image(strokes: Sequence[Stroke], pen_width: float = PEN_WIDTH) -> FloatArray:
    """Draw strokes as an MNIST image.

    Only the shape counts: the same drawing anywhere, at any size and with its points at any
    spacing gives the same image, because nothing is rounded to a pixel on the way.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y in any unit, y downwards; n = 1 is a dot. Points
        that are not finite are left out.
    pen_width
        Width of the round pen in pixels of the image, less than 20.

    Returns
    -------
    FloatArray
        Shape (28, 28) in [0, 1], white ink on black: fitted in 20x20 pixels with its aspect kept,
        anti-aliased, its centre of mass where MNIST has it. All zeros when there is no ink.

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
    # What is smaller than the last digits of its own coordinates is a dot.
    scale = (BOX - pen_width) / extent if extent > 1e-12 else 0.0
    points, owners = _thin((points - (low + high) / 2) * scale, owners)
    starts, ends = _cut(*_join(points, owners))

    at = np.full(2, (SIDE - 1) / 2)
    mass = _centre_of_mass(_draw(starts + at, ends + at, pen_width))
    # Ink that would leave the picture stops at its border instead.
    reach = (high - low) * scale / 2 + pen_width / 2
    at = np.clip(at + CENTRE - mass, reach - 0.5, SIDE - 0.5 - reach)
    return _draw(starts + at, ends + at, pen_width)


def _gather(strokes: Sequence[Stroke]) -> tuple[_Points, _Owners]:
    """All finite points and the number of the stroke that each belongs to.

    Coordinates come divided by the largest of them, so that no later step overflows.
    """
    inked = [stroke for stroke in strokes if len(stroke)]
    points = np.concatenate([np.empty((0, 2)), *inked])
    owners = np.repeat(np.arange(len(inked)), [len(stroke) for stroke in inked])
    finite = np.isfinite(points).all(1)
    points, owners = points[finite], owners[finite]
    return points / max(np.abs(points).max(initial=0.0), np.finfo(float).tiny), owners


def _thin(points: _Points, owners: _Owners) -> tuple[_Points, _Owners]:
    """Leave out points, where there are many, that lie on the line between their neighbours."""
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
    """Both ends of the lines that join each stroke's points; a stroke's last point is one too."""
    following = np.arange(1, len(points) + 1)
    following[np.flatnonzero(np.diff(owners, append=-1))] -= 1
    return points, points[following]


def _cut(starts: _Points, ends: _Points) -> tuple[_Points, _Points]:
    """Cut lines into pieces of at most a pixel, and thin out a crowd of them."""
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
    """Draw pieces of line with a round pen: each pixel by its distance to the nearest piece."""
    reach = np.float32((pen_width + _EDGE) / 2)
    window = int(np.ceil(_PIECE + 2 * reach))
    corners = np.rint((starts + ends - (window - 1)) / 2)

    # Axes: piece, row, column; coordinates are relative to the piece's window and its start.
    x, y = (starts - corners).astype(np.float32).T[:, :, None]
    step_x, step_y = (ends - starts).astype(np.float32).T[:, :, None, None]
    pixels = np.arange(window, dtype=np.float32)
    right, down = (pixels - x)[:, None, :], (pixels - y)[:, :, None]
    distance = _distance(right, down, step_x, step_y)
    ink = np.clip((reach - distance) / _EDGE, 0, 1)

    margin = window + 1
    side = SIDE + 2 * margin
    columns, rows = (corners.astype(np.intp) + margin).T
    places = (rows * side + columns)[:, None] + (
        np.arange(window)[:, None] * side + np.arange(window)
    ).ravel()
    canvas = np.zeros(side * side, np.float32)
    np.maximum.at(canvas, places.ravel(), ink.ravel())
    inside = slice(margin, margin + SIDE)
    return canvas.reshape(side, side)[inside, inside].copy()


def _distance(x: _Grid, y: _Grid, step_x: _Grid, step_y: _Grid) -> _Grid:
    """How far points lie from lines that start at the origin and end a step from it."""
    along = x * step_x + y * step_y
    along /= np.maximum(step_x * step_x + step_y * step_y, np.finfo(np.float32).tiny)
    np.clip(along, 0, 1, out=along)
    across, under = x - along * step_x, y - along * step_y
    return np.sqrt(across * across + under * under)


def _centre_of_mass(image: FloatArray) -> _Points:
    """Column and row of the centre of an image's ink, which must not be empty."""
    pixels = np.arange(SIDE, dtype=np.float64)
    return np.array([image.sum(0) @ pixels, image.sum(1) @ pixels]) / image.sum(dtype=np.float64)
