"""Cuts of a stroke that draws two digits side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement, compress

import numpy as np
import numpy.typing as npt

from core.ink.drawing import Stroke

# Lengths are in units of the height of the strokes.
_WIDE = 0.6  # Least width of two digits.
_OVERLAP = 0.15  # In x, of the two digits.
_TALL = 0.55  # Least height of each digit.
_LARGEST = 1e100  # Width in the units of the points: larger squares overflow.
_MOST_STROKES, _MOST_POINTS = 12, 10_000  # Of a digit that is cut: scribbles have any number.
_PLACES = 48  # Along the stroke where it may be cut.


def cuts_of(strokes: Sequence[Stroke]) -> list[tuple[tuple[Stroke, ...], tuple[Stroke, ...]]]:
    """Cut the widest of some strokes where that leaves two tall parts side by side.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y in any unit, y downwards.

    Returns
    -------
    list of pairs
        At most six; the strokes of the left and of the right part, without the line that
        joins them; empty if the strokes can be one digit only, or are a scribble.
    """
    if len(strokes) > _MOST_STROKES or sum(map(len, strokes)) > _MOST_POINTS:
        return []
    strokes = [stroke[np.isfinite(stroke).all(axis=1)] for stroke in strokes]
    strokes = [stroke for stroke in strokes if len(stroke)]
    points = np.concatenate([np.empty((0, 2)), *strokes])
    if len(points) < 2:
        return []
    with np.errstate(over="ignore"):
        width, height = np.ptp(points, axis=0)
    if not 0 < _WIDE * height <= width < _LARGEST:
        return []
    widest = max(range(len(strokes)), key=lambda index: float(np.ptp(strokes[index][:, 0])))
    path = _evenly(strokes[widest])
    places = _places(path, float(height))
    others = [stroke for index, stroke in enumerate(strokes) if index != widest]
    cuts: list[tuple[tuple[Stroke, ...], tuple[Stroke, ...]]] = []
    for end, start in combinations_with_replacement(_spread(places), 2):
        middle = path[[end, start], 0].mean()
        is_left = [stroke[:, 0].min() + stroke[:, 0].max() < 2 * middle for stroke in others]
        cuts.append(
            (
                (path[: end + 1], *compress(others, is_left)),
                (path[start:], *compress(others, [not left for left in is_left])),
            )
        )
    return cuts


def _evenly(stroke: Stroke) -> Stroke:
    """Return points (48, 2) at even distances along a stroke."""
    steps = np.diff(stroke, axis=0, prepend=stroke[:1])
    along = np.hypot(steps[:, 0], steps[:, 1]).cumsum()
    at = np.linspace(0, float(along[-1]), _PLACES)
    return np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _spread(places: npt.NDArray[np.intp]) -> list[int]:
    """Return the first, the last and the middle of some indices."""
    if not len(places):
        return []
    return [int(places[at]) for at in sorted({0, len(places) // 2, len(places) - 1})]


def _places(path: Stroke, height: float) -> npt.NDArray[np.intp]:
    """Return the indices of a path where the parts before and after lie side by side."""
    end = np.maximum.accumulate(path, axis=0)
    start = np.minimum.accumulate(path, axis=0)
    after_end = np.maximum.accumulate(path[::-1], axis=0)[::-1]
    after_start = np.minimum.accumulate(path[::-1], axis=0)[::-1]
    is_beside = end[:, 0] - after_start[:, 0] <= _OVERLAP * height
    heights = np.minimum((end - start)[:, 1], (after_end - after_start)[:, 1])
    return np.flatnonzero(is_beside & (heights >= _TALL * height))
