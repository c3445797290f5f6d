"""Rows of digits, from their bounding boxes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from core.ink.boxes import Box

_TALL = 0.4  # Height of what begins a row, in heights of a digit.
_SHARED = 0.4  # Of the lower of two neighbours: the height that they share in a row.


def height_of(boxes: Sequence[Box]) -> float:
    """Estimate the height of a digit: the median of those at least half as high as the highest."""
    heights = [box.height for box in boxes]
    highest = max(heights)
    return median(height for height in heights if height >= highest / 2)


def find_rows(boxes: Sequence[Box], height: float) -> list[list[int]]:
    """Group boxes into rows.

    A box continues the row whose last box, to its left, is at the same height. So a row may rise,
    fall and bend. What is much lower than a digit belongs to the nearest row.

    Parameters
    ----------
    boxes
        In any unit, y downwards.
    height
        That of a digit.

    Returns
    -------
    list of lists
        Indices of the boxes, rows from top to bottom, each from left to right.
    """
    order = sorted(range(len(boxes)), key=lambda index: boxes[index].left)
    tall = [index for index in order if boxes[index].height >= _TALL * height]
    if not tall:
        return [order] if order else []
    rows: list[list[int]] = []
    for index in tall:
        row = max(rows, key=lambda row: _shared(boxes[row[-1]], boxes[index]), default=None)
        if row is not None and _shared(boxes[row[-1]], boxes[index]) >= _SHARED:
            row.append(index)
        else:
            rows.append([index])
    rows = _sorted(rows, boxes)
    for index in set(order).difference(tall):
        min(rows, key=lambda row: _distance(row, index, boxes)).append(index)
    return [sorted(row, key=lambda index: boxes[index].left) for row in rows]


def _shared(one: Box, other: Box) -> float:
    """Return the height that two boxes share as a share of the lower one; below 0 if apart."""
    lower = min(one.height, other.height) or 1.0
    return (min(one.bottom, other.bottom) - max(one.top, other.top)) / lower


def _sorted(rows: list[list[int]], boxes: Sequence[Box]) -> list[list[int]]:
    """Sort rows from top to bottom, on a page that may be turned a little."""
    if len(rows) < 2:
        return rows
    middles = np.array([((box.left + box.right) / 2, (box.top + box.bottom) / 2) for box in boxes])
    steps = [middles[after] - middles[before] for row in rows for before, after in pairwise(row)]
    steps = [step for step in steps if step[0] > 0]
    slope = float(np.median([step[1] / step[0] for step in steps])) if steps else 0.0

    def level(row: Sequence[int]) -> float:
        x, y = middles[list(row)].mean(axis=0)
        return float(y - slope * x)

    return sorted(rows, key=level)


def _distance(row: Sequence[int], index: int, boxes: Sequence[Box]) -> float:
    """Return how far a small box is from the nearest box of a row."""
    return min(boxes[index].distance(boxes[other]) for other in row)
