"""Erasing of whole strokes or parts of strokes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from core.ink.drawing import Stroke
from lenet_desktop.state.pad_content import PenStroke

_STEPS_PER_RADIUS = 8
"""Resolution of erasing: strokes are cut to within an eighth of the eraser's radius."""


def erase(
    strokes: Iterable[PenStroke],
    start: tuple[float, float],
    end: tuple[float, float],
    radius: float,
    *,
    whole_strokes: bool,
) -> tuple[PenStroke, ...]:
    """Erase with a round eraser that moves along a straight line.

    Parameters
    ----------
    strokes
        The strokes; those that the eraser does not touch are returned unchanged.
    start, end
        Centre of the eraser before and after the movement, in the coordinates of the strokes.
    radius
        Radius of the eraser in the same units.
    whole_strokes
        Whether a touched stroke is removed as a whole rather than split.

    Returns
    -------
    tuple of PenStroke
        The remaining strokes in the order of drawing.
    """
    left: list[PenStroke] = []
    low, high = np.minimum(start, end), np.maximum(start, end)
    for stroke in strokes:
        reach = radius + (stroke.width / 2 if whole_strokes else 0.0)
        upper_left, lower_right = stroke.corners
        if (upper_left > high + reach).any() or (lower_right < low - reach).any():
            left.append(stroke)
            continue
        fine = _subdivided(stroke.points, radius / _STEPS_PER_RADIUS)
        touched = _distances(fine, np.asarray(start), np.asarray(end)) <= reach
        if not touched.any():
            left.append(stroke)
        elif not whole_strokes:
            left += [replace(stroke, points=run) for run in _runs(fine, ~touched)]
    return tuple(left)


def _subdivided(points: Stroke, step: float) -> Stroke:
    """Insert points into a line so that they are at most `step` apart."""
    if len(points) == 1:
        return points
    lengths = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    extra = np.arange(0.0, along[-1], step)
    positions = np.union1d(along, extra)
    return np.column_stack([np.interp(positions, along, points[:, axis]) for axis in (0, 1)])


def _distances(
    points: Stroke, start: npt.NDArray[np.float64], end: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Compute the distance of each point from the segment start-end."""
    direction = end - start
    squared = float(direction @ direction)
    share = np.clip((points - start) @ direction / squared, 0, 1) if squared else 0.0
    nearest = start + np.multiply.outer(share, direction) if squared else start
    return np.hypot(*(points - nearest).T)


def _runs(points: Stroke, kept: npt.NDArray[np.bool_]) -> list[Stroke]:
    """Return the runs of kept points; single remaining points are dropped."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]])))
    return [points[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]
