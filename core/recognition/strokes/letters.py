"""Letters of two strokes that would be read as a 1 and another digit, such as B, D and R."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from core.ink.drawing import Stroke

# Lengths are in heights of the stem.
_SLIMMEST = 0.35  # Greatest width of the stem.
_TOUCH = 0.12  # Distance at which strokes touch.
_APART = 0.3  # Of the two places where they touch.
_PLACES = 32  # Along each stroke.


def is_letter(stem: Stroke, bow: Stroke) -> bool:
    """Return whether a stroke touches a stem to its left at its start and again further down.

    Parameters
    ----------
    stem, bow
        Arrays of shape (n, 2) of points x, y in any unit, y downwards.
    """
    width, height = np.ptp(stem, axis=0).tolist() if len(stem) else (0.0, 0.0)
    if not 0 < height < np.inf or width > _SLIMMEST * height or len(bow) < 2:
        return False
    along, path = _evenly(stem), _evenly(bow)
    distances = np.hypot(*np.moveaxis(path[:, None] - along, 2, 0)).min(axis=1)
    is_near = distances <= _TOUCH * height
    if not is_near[0]:
        return False
    # The places where it touches, each with the middle of its points.
    ends = np.flatnonzero(np.diff(is_near, prepend=False, append=False))
    levels = [
        float(path[start:end, 1].mean()) for start, end in zip(ends[::2], ends[1::2], strict=False)
    ]
    return any(abs(after - before) >= _APART * height for before, after in pairwise(levels))


def _evenly(stroke: Stroke) -> Stroke:
    """Return points at even distances along a stroke."""
    steps = np.diff(stroke, axis=0, prepend=stroke[:1])
    along = np.hypot(steps[:, 0], steps[:, 1]).cumsum()
    at = np.linspace(0, float(along[-1]), _PLACES)
    return np.stack([np.interp(at, along, stroke[:, axis]) for axis in (0, 1)], axis=1)
