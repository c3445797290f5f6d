"""Rendering of strokes as MNIST images, the input of the network."""

from __future__ import annotations

from collections.abc import Generator, Sequence
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
_OUTSIDE = 1.0  # Pixels beside the image that `draw` keeps.
_TOGETHER = 64  # Drawings rendered at once, so that their windows fit into the cache.


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
    return _render([strokes], np.array([pen_width]))[0]


def to_images(
    drawings: Sequence[Sequence[Stroke]], pen_widths: _Points | None = None
) -> Generator[FloatArray]:
    """Render many drawings, several times as fast as one by one.

    Parameters
    ----------
    drawings
        The strokes of each, as for `to_image`.
    pen_widths
        (n,), the width of each drawing's pen; None for `PEN_WIDTH`.

    Yields
    ------
    FloatArray
        (m, 28, 28), the images of the next m drawings, as `to_image` returns them.
    """
    widths = np.full(len(drawings), PEN_WIDTH) if pen_widths is None else pen_widths
    for start in range(0, len(drawings), _TOGETHER):
        part = slice(start, start + _TOGETHER)
        yield _render(drawings[part], widths[part])


def draw(strokes: Sequence[Stroke], pen_widths: Sequence[float]) -> FloatArray:
    """Draw strokes where they are, in the coordinates of the image.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of finite points x, y in pixels; 0 is the middle of the first pixel.
    pen_widths
        Width of the pen of each stroke in pixels.

    Returns
    -------
    FloatArray
        Shape (28, 28) in [0, 1], white ink on black; ink outside is cut off.
    """
    points, lines, _ = _gather([strokes])
    if not len(points):
        return np.zeros((SIDE, SIDE), np.float32)
    starts, ends, owners = _cut(points, _join(points, lines), lines)
    # Far outside, the window of a segment would leave the canvas.
    starts, ends = (np.clip(each, -_OUTSIDE, SIDE + _OUTSIDE) for each in (starts, ends))
    image: FloatArray = _draw(starts, ends, owners, np.array(pen_widths)).max(0)
    return image


def centre_of_mass(image: FloatArray) -> tuple[float, float]:
    """Return column and row of the centre of mass of an image (28, 28) that is not blank."""
    column, row = _centres_of_mass(image[None])[0].tolist()
    return column, row


def _render(drawings: Sequence[Sequence[Stroke]], pen_widths: _Points) -> FloatArray:
    """Render drawings as images (n, 28, 28)."""
    points, strokes, owners = _gather(drawings)
    images = np.zeros((len(drawings), SIDE, SIDE), np.float32)
    if not len(points):
        return images
    counts = np.bincount(owners)
    inked = counts.nonzero()[0]
    counts, widths = counts[inked], pen_widths[inked]
    firsts, owners = counts.cumsum() - counts, np.arange(len(inked)).repeat(counts)
    # No later step overflows if the largest coordinate is 1.
    largest = np.maximum.reduceat(np.abs(points).max(1), firsts)
    points = points / np.maximum(largest, np.finfo(float).tiny)[owners, None]
    low, high = np.minimum.reduceat(points, firsts), np.maximum.reduceat(points, firsts)
    extents = (high - low).max(1)
    # An extent below the precision of the coordinates is a dot.
    are_dots = extents <= 1e-12
    scales = np.where(are_dots, 0, (BOX - widths) / np.where(are_dots, 1, extents))
    points = (points - ((low + high) / 2)[owners]) * scales[owners, None]
    points, strokes, owners = _thin_long(points, strokes, owners)
    starts, ends, owners = _cut(points, _join(points, strokes), owners)

    at = np.full((len(inked), 2), (SIDE - 1) / 2)
    masses = _centres_of_mass(_draw(starts + at[owners], ends + at[owners], owners, widths))
    # Keep all ink inside the image.
    reach = ((high - low) * scales[:, None] + widths[:, None]) / 2
    at = np.minimum(np.maximum(at + CENTRE - masses, reach - 0.5), SIDE - 0.5 - reach)
    images[inked] = _draw(starts + at[owners], ends + at[owners], owners, widths)
    return images


def _gather(drawings: Sequence[Sequence[Stroke]]) -> tuple[_Points, _Owners, _Owners]:
    """Concatenate the finite points; return the index of each point's stroke and drawing."""
    # Lists of numbers: garbage collection would look through thousands of tuples.
    inked = [stroke for strokes in drawings for stroke in strokes if len(stroke)]
    points = np.concatenate([np.empty((0, 2)), *inked])
    lengths = [len(stroke) for stroke in inked]
    strokes = np.arange(len(inked)).repeat(lengths)
    n_points = [sum(map(len, strokes)) for strokes in drawings]
    owners = np.arange(len(drawings)).repeat(n_points)
    if np.isfinite(points).all():
        return points, strokes, owners
    finite = np.isfinite(points).all(1)
    return points[finite], strokes[finite], owners[finite]


def _thin_long(
    points: _Points, strokes: _Owners, owners: _Owners
) -> tuple[_Points, _Owners, _Owners]:
    """Thin the drawings that have many points."""
    if len(points) <= _FEW:
        return points, strokes, owners
    counts = np.bincount(owners)
    ends = counts.cumsum()
    thinned = [
        _thin(points[end - count : end], strokes[end - count : end])
        for count, end in zip(counts, ends, strict=True)
    ]
    owners = np.repeat(np.arange(len(counts)), [len(part) for part, _ in thinned])
    return (
        np.concatenate([part for part, _ in thinned]),
        np.concatenate([part for _, part in thinned]),
        owners,
    )


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


def _join(points: _Points, strokes: _Owners) -> _Points:
    """Return the point after each; a stroke's last point is followed by itself."""
    following = np.arange(1, len(points) + 1)
    following[:-1] -= strokes[1:] != strokes[:-1]
    following[-1] -= 1
    return points[following]


def _cut(starts: _Points, ends: _Points, owners: _Owners) -> tuple[_Points, _Points, _Owners]:
    """Cut segments into pieces of at most one pixel, and thin out a drawing's crowd of them."""
    steps = ends - starts
    counts = np.maximum(np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / _PIECE), 1).astype(np.intp)
    line = np.arange(len(counts)).repeat(counts)
    nth = np.arange(len(line)) - (counts.cumsum() - counts)[line]
    steps = (steps / counts[:, None])[line]
    starts, owners = starts[line] + nth[:, None] * steps, owners[line]
    if len(starts) > _CROWD and (crowded := np.bincount(owners) > _CROWD).any():
        columns, rows = ((starts + (steps + SIDE) / 2) * _CELLS).astype(np.intp).T
        side = SIDE * _CELLS
        newest = np.full(len(crowded) * side * side, -1)
        newest[(owners * side + rows) * side + columns] = np.arange(len(starts))
        kept = ~crowded[owners]
        kept[newest[newest >= 0]] = True
        starts, steps, owners = starts[kept], steps[kept], owners[kept]
    return starts, starts + steps, owners


def _draw(starts: _Points, ends: _Points, owners: _Owners, pen_widths: _Points) -> FloatArray:
    """Draw short segments with round pens: pixels depend on the distance to the nearest one.

    Returns
    -------
    FloatArray
        (n, 28, 28), for each pen an image of the segments that it owns.
    """
    reaches = ((pen_widths + _EDGE) / 2).astype(np.float32)
    windows = np.ceil(_PIECE + 2 * reaches).astype(np.intp)
    window = int(windows.max())
    corners = np.rint((starts + ends - (windows[owners, None] - 1)) / 2)

    # Axes: row, column, segment; coordinates are relative to the segment's window and start.
    x, y = (starts - corners).astype(np.float32).T
    step_x, step_y = (ends - starts).astype(np.float32).T
    pixels = np.arange(window, dtype=np.float32)[:, None]
    ink = reaches[owners] - _distance(pixels - x, (pixels - y)[:, None], step_x, step_y)
    ink /= np.float32(_EDGE)
    # Ink below 0 has no effect on a canvas of zeros.
    np.minimum(ink, 1, out=ink)

    margin = window + 1
    side = SIDE + 2 * margin
    columns, rows = (corners.astype(np.intp) + margin).T
    in_window = np.arange(window)[:, None] * side + np.arange(window)
    indices = in_window[:, :, None] + ((owners * side + rows) * side + columns)
    canvas = np.zeros(len(pen_widths) * side * side, np.float32)
    np.maximum.at(canvas, indices.ravel(), ink.ravel())
    inside = slice(margin, margin + SIDE)
    return canvas.reshape(-1, side, side)[:, inside, inside].copy()


def _distance(x: _Grid, y: _Grid, step_x: _Grid, step_y: _Grid) -> _Grid:
    """Compute the distance of points from segments that start at the origin."""
    along = x * step_x + y * step_y
    along /= np.maximum(step_x * step_x + step_y * step_y, np.finfo(np.float32).tiny)
    along = np.minimum(np.maximum(along, 0, out=along), 1, out=along)
    across, under = x - along * step_x, y - along * step_y
    return np.sqrt(across * across + under * under)


def _centres_of_mass(images: FloatArray) -> _Points:
    """Return column and row (n, 2) of the images' centres of mass; no image may be blank."""
    pixels = np.arange(SIDE, dtype=np.float64)
    moments = np.stack([images.sum(1) @ pixels, images.sum(2) @ pixels], 1)
    return moments / images.sum((1, 2), dtype=np.float64)[:, None]
