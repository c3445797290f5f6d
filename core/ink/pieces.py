"""The pieces of a drawn number: strokes that need no thought to be put together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.ink.boxes import Box, around, boxes_of
from core.ink.drawing import Stroke

StrokeGroup: TypeAlias = tuple[int, ...]
"""The places of some strokes in the drawing, ascending."""

# Lengths are in heights of a digit.
_SMALL = 0.32  # Height of what is a bar or a dot; digits of a number are higher.
_COVERED = 0.5  # Share of a bar's or a dot's width over or under the stroke it belongs to.
_ENTWINED = 0.22  # Overlap in x of two tall strokes of one digit.
_INSIDE = 0.15  # Distance of a stroke's middle from both edges of another that it lies within.
_LEAST = 1e-9  # Height, as a share of the drawing's width, of what is rounding.


@dataclass(frozen=True)
class Piece:
    """Strokes that are surely in the same digit.

    Attributes
    ----------
    strokes
        Their places.
    box
        Around them, in heights of a digit.
    """

    strokes: StrokeGroup
    box: Box

    @property
    def is_small(self) -> bool:
        """Whether it is a bar or a dot, no digit of its own."""
        return self.box.height < _SMALL


def join_pieces(pieces: Sequence[Piece]) -> Piece:
    """Make one piece of one or more."""
    strokes = tuple(sorted(place for piece in pieces for place in piece.strokes))
    return Piece(strokes, around(piece.box for piece in pieces))


def find_pieces(strokes: Sequence[Stroke]) -> list[Piece]:
    """Join strokes that surely belong together.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y in any unit, y downwards.

    Returns
    -------
    list of Piece
        From left to right by their middles. Of dots alone, a single piece; strokes without a
        finite point are in none.
    """
    boxes = boxes_of(strokes)
    if not boxes:
        return []
    whole, height = around(boxes.values()), _digit_height(boxes.values())
    if not _LEAST * whole.width < height < inf:
        return [Piece(tuple(boxes), Box(0, 0, 1, 1))]
    measured = {place: box.measured(whole.left, whole.top, height) for place, box in boxes.items()}
    pieces = [
        Piece(group, around(measured[place] for place in group)) for group in _groups(measured)
    ]
    return sorted(pieces, key=lambda piece: piece.box.centre)


def _digit_height(boxes: Collection[Box]) -> float:
    """The median height of the ink, parted where nothing overlaps in x, bars and dots left out."""
    columns: list[Box] = []
    for box in sorted(boxes):
        if columns and box.left <= columns[-1].right:
            columns[-1] = around((columns[-1], box))
        else:
            columns.append(box)
    if len(columns) == 2:
        # Two digits stand on one line, so their height is that of both halves of a broken one.
        columns = [around(columns)]
    sizes = [column.size for column in columns]
    return median(size for size in sizes if size >= max(sizes) / 2)


def _groups(boxes: Mapping[int, Box]) -> list[StrokeGroup]:
    places, numbers = np.array(list(boxes)), _connected(_belong(np.array(list(boxes.values()))))
    return [tuple(places[numbers == number].tolist()) for number in np.unique(numbers)]


def _belong(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Tell for any two of n strokes, boxes (n, 4), whether they surely belong together.

    A bar or a dot belongs to what it lies over or under, a tall stroke to what it is entwined with
    or in the midst of: digits of a number may overlap at their edges only.
    """
    left, top, right, bottom = boxes.T
    width, height = right - left, bottom - top
    overlap = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    narrower = np.minimum.outer(width, width)
    is_narrower = width[:, None] <= width
    its_height = is_narrower * height[:, None] + ~is_narrower * height
    middle = (left + right) / 2
    inside = np.minimum(middle[:, None] - left, right - middle[:, None])
    its_inside = is_narrower * inside + ~is_narrower * inside.T
    is_small = its_height < _SMALL
    is_covered = (overlap >= _COVERED * narrower) & (is_small | (its_inside >= _INSIDE))
    return is_covered | (~is_small & (overlap >= _ENTWINED))


def _connected(links: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Give nodes, links (n, n), the same number if and only if links lead from one to another."""
    numbers = np.arange(len(links))
    while True:
        least = np.minimum(np.where(links, numbers, len(links)).min(axis=1), numbers)
        if (least == numbers).all():
            return numbers
        numbers = least
