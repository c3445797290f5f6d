"""Ink that a reading leaves out, and what it is: a minus sign, a point, or another mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from core.ink.boxes import Box, around
from core.ink.pieces import StrokeGroup

# Lengths are shares of the digits' height, or of the mark's width where it is compared in x.
_FLAT = 0.2  # Height of a mark beside the other strokes of a digit.
_BESIDE = 0.25  # Share of a mark's width above or below the rest of the digit that it belongs to.
_MOST_STROKES = 12  # Of a digit that is examined: scribbles have any number.
_LEVEL = 0.4  # Height of a minus sign as a share of its width.
_SHORTEST, _LONGEST = 0.2, 1.5  # Width of a minus sign.
_OFF = 0.3  # Distance of a minus sign's middle from that of the digits.
_LARGEST = 0.32  # Sides of a point or a comma.
_LOW = 0.3  # Distance of a point's middle from the lower edge of the digits; twice that below it.


@dataclass(frozen=True)
class Misfits:
    """Indices of strokes in a drawing that are not read as a digit or as a part of one, ascending.

    Attributes
    ----------
    minus_signs
        Level lines at half the height of the digits.
    points
        Dots and commas at their lower edge.
    others
        All others.
    """

    minus_signs: StrokeGroup = ()
    points: StrokeGroup = ()
    others: StrokeGroup = ()

    @property
    def strokes(self) -> StrokeGroup:
        """All of them."""
        return tuple(sorted((*self.minus_signs, *self.points, *self.others)))


NO_MISFITS = Misfits()


def find_misfits(
    boxes: Mapping[int, Box], rows: Sequence[tuple[Sequence[int], Sequence[StrokeGroup]]]
) -> Misfits:
    """Find the ink that does not fit the digits of a drawing.

    Parameters
    ----------
    boxes
        The bounding box of each stroke with ink, by its index, in any unit; y downwards.
    rows
        For each row its strokes, and the strokes of each of its digits.

    Returns
    -------
    Misfits
        Empty if all ink fits.
    """
    minus_signs: list[int] = []
    points: list[int] = []
    others: list[int] = []
    for strokes, digits in rows:
        read = {index for group in digits for index in group}
        marks = {index for index in strokes if index not in read}
        for group in digits:
            if 1 < len(group) <= _MOST_STROKES:
                marks.update(_beside(boxes, group))
        if not marks:
            continue
        fitting = [[index for index in group if index not in marks] for group in digits]
        whole = [around(boxes[index] for index in group) for group in fitting if group]
        for index in marks:
            found = others
            if whole and _is_minus(boxes[index], whole):
                found = minus_signs
            elif whole and _is_point(boxes[index], whole):
                found = points
            found.append(index)
    if not (minus_signs or points or others):
        return NO_MISFITS
    return Misfits(*(tuple(sorted(found)) for found in (minus_signs, points, others)))


def _is_minus(mark: Box, digits: Sequence[Box]) -> bool:
    height = median(digit.height for digit in digits)
    middle = median((digit.top + digit.bottom) / 2 for digit in digits)
    return (
        mark.height <= _LEVEL * mark.width
        and _SHORTEST * height <= mark.width <= _LONGEST * height
        and abs((mark.top + mark.bottom) / 2 - middle) <= _OFF * height
    )


def _is_point(mark: Box, digits: Sequence[Box]) -> bool:
    height = median(digit.height for digit in digits)
    below = (mark.top + mark.bottom) / 2 - median(digit.bottom for digit in digits)
    is_small = max(mark.width, mark.height) <= _LARGEST * height
    return is_small and -_LOW * height <= below <= 2 * _LOW * height


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
