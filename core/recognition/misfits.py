"""Ink that a reading leaves out, or that does not belong to a number on one line.

A minus, a decimal point and a second row are ink like any other to the segmentation, which leaves
them out or joins them to a digit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.ink.boxes import Box, around
from core.ink.pieces import StrokeGroup

# Lengths are shares of the digit's height, or of the mark's width where it is compared in x.
_FLAT = 0.2  # Height of a minus or a dot.
_BESIDE = 0.25  # Share of a mark's width above or below the rest of the digit that it belongs to.
_ROW_GAP, _ROW_HEIGHT = 0.08, 0.25  # Gap between two rows, and least height of each.
_MOST_STROKES = 12  # Of a digit that is examined: scribbles have any number.


@dataclass(frozen=True)
class Misfits:
    """Indices of strokes in a drawing, ascending.

    Attributes
    ----------
    marks
        Strokes that are not read as a digit or as a part of one, such as a minus or a dot.
    second_row
        Strokes that are read as a part of the digit above them.
    """

    marks: StrokeGroup = ()
    second_row: StrokeGroup = ()


NO_MISFITS = Misfits()


def find_misfits(
    boxes: Mapping[int, Box], digits: Sequence[StrokeGroup], whole: Collection[StrokeGroup] = ()
) -> Misfits:
    """Find the ink that does not fit the digits of a drawing.

    Parameters
    ----------
    boxes
        The bounding box of each stroke with ink, by its index, in any unit; y downwards.
    digits
        The strokes of each digit.
    whole
        Those of them that are on one line although their parts stand one above the other.

    Returns
    -------
    Misfits
        Empty if all ink fits.
    """
    read = {index for group in digits for index in group}
    marks, lower = [index for index in boxes if index not in read], list[int]()
    for group in digits:
        if 1 < len(group) <= _MOST_STROKES:
            marks += _beside(boxes, group)
            lower += () if group in whole else _lower_row(boxes, group)
    return Misfits(tuple(sorted(marks)), tuple(sorted(lower)))


def _beside(boxes: Mapping[int, Box], group: StrokeGroup) -> list[int]:
    """Return the flat strokes of a digit that stand beside all others."""
    found: list[int] = []
    height = around(boxes[index] for index in group).height
    for index in group:
        mark, rest = boxes[index], around(boxes[other] for other in group if other != index)
        shared = min(mark.right, rest.right) - max(mark.left, rest.left)
        is_beside = shared < _BESIDE * mark.width or (shared <= 0 and not mark.width)
        if is_beside and mark.height < _FLAT * height <= rest.height:
            found.append(index)
    return found


def _lower_row(boxes: Mapping[int, Box], group: StrokeGroup) -> list[int]:
    """Return the strokes below a gap that no stroke crosses, if they are as high as a row."""
    whole = around(boxes[index] for index in group)
    order = sorted(group, key=lambda index: boxes[index].top)
    for place in range(1, len(order)):
        upper, lower = (around(boxes[i] for i in part) for part in (order[:place], order[place:]))
        rows_are_high = min(upper.height, lower.height) >= _ROW_HEIGHT * whole.height
        if rows_are_high and lower.top - upper.bottom >= _ROW_GAP * whole.height:
            return order[place:]
    return []
