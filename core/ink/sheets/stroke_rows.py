"""Rows of a drawing of several lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from core.ink.boxes import Box
from core.ink.sheets.rows import find_rows, height_of

_GAP = 0.15  # Between two rows, in heights of a digit.
_MOST_STROKES = 200  # Of a drawing with rows: a scribble has any number.


def rows_of_strokes(
    boxes: Mapping[int, Box], is_one_digit: Callable[[int, int], bool]
) -> list[list[int]]:
    """Group strokes into rows.

    A row is below another one if no stroke reaches from one into the other, and some stroke is
    below another one: digits in steps are on one line.

    Parameters
    ----------
    boxes
        The bounding box of each stroke with ink, by its index, in any unit; y downwards.
    is_one_digit
        Returns whether two strokes, one above the other, are one digit.

    Returns
    -------
    list of lists
        Indices of the strokes, ascending, of each row from top to bottom.
    """
    indices = list(boxes)
    if not 1 < len(indices) <= _MOST_STROKES:
        return [indices] if indices else []
    own = [boxes[index] for index in indices]
    height = height_of(own)
    if height <= 0:
        return [indices]
    rows = [[indices[place] for place in row] for row in find_rows(own, height)]
    joined = [rows[0]]
    for row in rows[1:]:
        if _is_below(joined[-1], row, boxes, height, is_one_digit):
            joined.append(row)
        else:
            joined[-1] = joined[-1] + row
    return [sorted(row) for row in joined]


def _is_below(
    upper: Sequence[int],
    lower: Sequence[int],
    boxes: Mapping[int, Box],
    height: float,
    is_one_digit: Callable[[int, int], bool],
) -> bool:
    pairs = [
        (one, other)
        for one in upper
        for other in lower
        if min(boxes[one].right, boxes[other].right) >= max(boxes[one].left, boxes[other].left)
    ]
    if not pairs or any(
        boxes[other].top - boxes[one].bottom < _GAP * height for one, other in pairs
    ):
        return False
    return not all(is_one_digit(one, other) for one, other in pairs)
