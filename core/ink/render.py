"""Rendering of strokes as MNIST images, the input of the network."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from math import isfinite
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.digits import SIDE
from core.ink.drawing import Stroke
from core.ink.pens import Pens, squared_distance

BOX = 20.0
"""Side in pixels of the square that the ink, including the pen width, is scaled to fit."""
CENTRE = 14.0
"""Row and column of MNIST's centre of mass; 0 is the middle of the first pixel."""
PEN_WIDTH = 2.5
"""Width of the pen in pixels; reproduces the mean stroke width of MNIST."""

_Points: TypeAlias = npt.NDArray[np.float64]
_Owners: TypeAlias = npt.NDArray[np.intp]
_Flags: TypeAlias = npt.NDArray[np.bool_]

_PIXELS = np.arange(SIDE, dtype=np.float64)
_MIDDLE = (SIDE - 1) / 2  # Row and column.
_FEW = 300  # Points: drawings with fewer are not simplified.
_TOLERANCE = 0.005  # Pixels between the line and a point that is left out, at most.
_CROWD = 1500  # Segments; digits have fewer, dense scribbles more.
_CELLS = 2  # Cells per pixel and axis; a crowd is reduced to one segment per cell.
_OUTSIDE = 1.0  # Pixels beside the image that `draw` keeps.
_SMALLEST = float(np.finfo(float).tiny)
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
    return _render([strokes], [pen_width])[0]


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
    widths = [PEN_WIDTH] * len(drawings) if pen_widths is None else pen_widths.tolist()
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
    if not any(map(len, strokes)):
        return np.zeros((SIDE, SIDE), np.float32)
    points = np.concatenate(strokes, dtype=np.float64).T
    lengths = [len(stroke) for stroke in strokes]
    owners = np.arange(len(strokes)).repeat(lengths)
    steps = _steps(points, _are_last(lengths))
    starts, ends, owners = _cut(points, steps, owners, _MIDDLE)
    # Far outside, the window of a segment would leave the canvas.
    starts, ends = (each.clip(-_OUTSIDE, SIDE + _OUTSIDE) for each in (starts, ends))
    image: FloatArray = Pens(np.array(pen_widths), owners).draw(starts, ends).max(0)
    return image


def centre_of_mass(image: FloatArray) -> tuple[float, float]:
    """Return column and row of the centre of mass of an image (28, 28) that is not blank."""
    column, row = _centres_of_mass(image[None]).ravel().tolist()
    return column, row


def _render(drawings: Sequence[Sequence[Stroke]], pen_widths: Sequence[float]) -> FloatArray:
    """Render drawings as images (n, 28, 28)."""
    inked = [place for place, strokes in enumerate(drawings) if any(map(len, strokes))]
    if len(inked) < len(drawings):
        images = np.zeros((len(drawings), SIDE, SIDE), np.float32)
        if inked:
            images[inked] = _render(
                [drawings[place] for place in inked], [pen_widths[place] for place in inked]
            )
        return images
    strokes = [stroke for strokes in drawings for stroke in strokes]
    counts = [sum(map(len, strokes)) for strokes in drawings]
    firsts = list(accumulate(counts[:-1], initial=0))
    points = np.concatenate(strokes, dtype=np.float64).T.copy()
    low: list[list[float]] = np.minimum.reduceat(points, firsts, 1).tolist()
    high: list[list[float]] = np.maximum.reduceat(points, firsts, 1).tolist()
    if not all(map(isfinite, chain(*low, *high))):
        return _render([_finite(strokes) for strokes in drawings], pen_widths)
    fits = np.array(list(map(_fit, *low, *high, pen_widths))).T
    units, middles, scales, reaches = fits[0], fits[1:3], fits[3], fits[4:6]

    owners = _owners(counts)
    points = (points / units[owners] - middles[:, owners]) * scales[owners]
    are_last = _are_last([len(stroke) for stroke in strokes])
    if len(are_last) > _FEW:
        parts = [slice(first, first + count) for first, count in zip(firsts, counts, strict=True)]
        thinned = [_thin(points[:, part], are_last[part]) for part in parts]
        points = np.concatenate([part for part, _ in thinned], 1)
        are_last = np.concatenate([part for _, part in thinned])
        owners = _owners([len(part) for _, part in thinned])
    starts, ends, owners = _cut(points, _steps(points, are_last), owners, middle=0)

    pens = Pens(np.array(pen_widths), owners) if len(drawings) > 1 else _single_pen(*pen_widths)
    masses = _centres_of_mass(pens.draw(starts + _MIDDLE, ends + _MIDDLE))
    # Keep all ink inside the image.
    at = np.maximum(_MIDDLE + CENTRE - masses, reaches - 0.5)
    at = np.minimum(at, SIDE - 0.5 - reaches)[:, owners]
    return pens.draw(starts + at, ends + at)


@lru_cache(8)
def _single_pen(width: float) -> Pens:
    """Return the pen of a single drawing."""
    return Pens(np.array([width]), _owners([1]))


def _finite(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Return strokes without the points that are not finite."""
    return [stroke[np.isfinite(stroke).all(1)] for stroke in strokes]


def _fit(
    left: float, top: float, right: float, bottom: float, pen_width: float
) -> tuple[float, ...]:
    """Fit the bounding box of a drawing into MNIST's box.

    Returns
    -------
    tuple of float
        The unit that makes the largest coordinate 1, so that no later step overflows; x and y of
        the middle in that unit; pixels per unit; half the width and height of the ink in pixels.
    """
    unit = max(-left, -top, right, bottom, _SMALLEST)
    left, top, right, bottom = left / unit, top / unit, right / unit, bottom / unit
    width, height = right - left, bottom - top
    extent = max(width, height)
    # An extent below the precision of the coordinates is a dot.
    scale = 0 if extent <= 1e-12 else (BOX - pen_width) / extent
    reach_x, reach_y = (width * scale + pen_width) / 2, (height * scale + pen_width) / 2
    return unit, (left + right) / 2, (top + bottom) / 2, scale, reach_x, reach_y


def _owners(counts: Sequence[int]) -> _Owners:
    """Return the drawing (n,) of each point; (1,), which broadcasts, if there is only one."""
    return np.arange(len(counts)).repeat(counts if len(counts) > 1 else 1)


def _are_last(lengths: Sequence[int]) -> _Flags:
    """Return for each point (n,) of strokes of some lengths whether it is its stroke's last."""
    ends = list(accumulate(lengths))
    are_last = np.zeros(ends[-1], bool)
    # A stroke without points repeats the end before it, or, at the start, that of the last stroke.
    are_last[[end - 1 for end in ends]] = True
    return are_last


def _thin(points: _Points, are_last: _Flags) -> tuple[_Points, _Flags]:
    """Drop points on the line between their neighbours while there are many points."""
    while len(are_last) > _FEW:
        before, between, after = points[:, :-2:2], points[:, 1:-1:2], points[:, 2::2]
        off_line = squared_distance(*(between - before), *(after - before))
        idle = (np.sqrt(off_line) < _TOLERANCE) & ~(are_last[:-2:2] | are_last[1:-1:2])
        if idle.mean() < 0.1:
            break
        kept = np.ones(len(are_last), bool)
        kept[1:-1:2] = ~idle
        points, are_last = points[:, kept], are_last[kept]
    return points, are_last


def _steps(points: _Points, are_last: _Flags) -> _Points:
    """Return the way (2, n) to the next point of the stroke; 0 from its last."""
    steps = np.empty_like(points)
    np.subtract(points[:, 1:], points[:, :-1], out=steps[:, :-1])
    steps[:, are_last] = 0
    return steps


def _cut(
    starts: _Points, steps: _Points, owners: _Owners, middle: float
) -> tuple[_Points, _Points, _Owners]:
    """Cut segments into pieces of at most one pixel, and thin out a drawing's crowd of them.

    Parameters
    ----------
    starts, steps
        (2, n), in pixels.
    owners
        See `_owners`.
    middle
        Of the image, in both axes.

    Returns
    -------
    starts, ends, owners
        Of the pieces.
    """
    counts = np.maximum(np.ceil(np.hypot(steps[0], steps[1])), 1)
    line = np.arange(len(counts)).repeat(counts.astype(np.intp))
    nth = np.arange(len(line)) - (counts.cumsum() - counts).take(line)
    if len(owners) == len(counts):
        owners = owners[line]
    steps = (steps / counts).take(line, 1)
    starts = starts.take(line, 1) + nth * steps
    if len(line) > _CROWD and (len(owners) == 1 or np.bincount(owners).max() > _CROWD):
        places = starts + (steps + SIDE) / 2 - middle
        kept = _uncrowded(places, np.broadcast_to(owners, len(line)))
        starts, steps = starts[:, kept], steps[:, kept]
        owners = owners[kept] if len(owners) > 1 else owners
    return starts, starts + steps, owners


def _uncrowded(places: _Points, owners: _Owners) -> _Flags:
    """Return which segments (n,) to keep: of a crowd, the last one in each cell.

    The places (2, n) are in [0, 28) inside the image.
    """
    crowded = np.bincount(owners) > _CROWD
    side = SIDE * _CELLS
    columns, rows = (places * _CELLS).astype(np.intp).clip(0, side - 1)
    newest = np.full(len(crowded) * side * side, -1)
    newest[(owners * side + rows) * side + columns] = np.arange(len(owners))
    kept = ~crowded[owners]
    kept[newest[newest >= 0]] = True
    return kept


def _centres_of_mass(images: FloatArray) -> _Points:
    """Return column and row (2, n) of the images' centres of mass; no image may be blank."""
    moments = np.array([images.sum(1) @ _PIXELS, images.sum(2) @ _PIXELS])
    return moments / images.sum((1, 2), dtype=np.float64)
