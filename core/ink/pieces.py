"""Pieces of a drawn number: strokes that certainly belong to the same digit."""

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
"""Indices of strokes in a drawing, ascending."""

# Lengths are in units of the digit height.
_SMALL = 0.32  # Height of bars and dots; digits of a number are higher.
_COVERED = 0.5  # Share of a bar's or dot's width that lies above or below the stroke it belongs to.
_ENTWINED = 0.22  # Overlap in x of two tall strokes of one digit.
_INSIDE = 0.15  # Distance of a stroke's middle from both edges of the stroke that encloses it.
_MOST_STROKES, _MOST_POINTS = 200, 10_000  # Of a number: more would take too long to read.
_LEAST = 1e-9  # Height as a share of the drawing's width; lower is a rounding error.


@dataclass(frozen=True)
class Piece:
    """Strokes that certainly belong to the same digit.

    Attributes
    ----------
    strokes
        Their indices in the drawing.
    box
        Their bounding box in units of the digit height.
    """

    strokes: StrokeGroup
    box: Box

    @property
    def is_small(self) -> bool:
        """Whether the piece is a bar or a dot, which is not a digit by itself."""
        return self.box.height < _SMALL


def join_pieces(pieces: Sequence[Piece]) -> Piece:
    """Merge one or more pieces into one."""
    strokes = tuple(sorted(index for piece in pieces for index in piece.strokes))
    return Piece(strokes, around(piece.box for piece in pieces))


def find_pieces(strokes: Sequence[Stroke], boxes: Mapping[int, Box] | None = None) -> list[Piece]:
    """Group the strokes that certainly belong to the same digit.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y in any unit, y downwards.
    boxes
        Their bounding boxes, if they are known.

    Returns
    -------
    list of Piece
        From left to right by their middles. A drawing of dots only, or of more than 200 strokes or
        10,000 points, is a single piece; strokes without a finite point are left out.
    """
    boxes = boxes_of(strokes) if boxes is None else boxes
    if not boxes:
        return []
    if len(boxes) > _MOST_STROKES or sum(map(len, strokes)) > _MOST_POINTS:
        return [Piece(tuple(boxes), Box(0, 0, 1, 1))]
    whole, height = around(boxes.values()), _digit_height(boxes.values())
    if not _LEAST * whole.width < height < inf:
        return [Piece(tuple(boxes), Box(0, 0, 1, 1))]
    scaled = {index: box.rescaled(whole.left, whole.top, height) for index, box in boxes.items()}
    pieces = [Piece(group, around(scaled[index] for index in group)) for group in _groups(scaled)]
    return sorted(pieces, key=lambda piece: piece.box.centre)


def _digit_height(boxes: Collection[Box]) -> float:
    """Estimate the digit height: the median over columns of ink that do not overlap in x.

    Bars and dots are ignored.
    """
    columns: list[Box] = []
    for box in sorted(boxes):
        if columns and box.left <= columns[-1].right:
            columns[-1] = around((columns[-1], box))
        else:
            columns.append(box)
    if len(columns) == 2:
        # Two digits stand on one line, so their common height equals that of a broken digit.
        columns = [around(columns)]
    sizes = [column.size for column in columns]
    return median(size for size in sizes if size >= max(sizes) / 2)


def _groups(boxes: Mapping[int, Box]) -> list[StrokeGroup]:
    if len(boxes) == 1:
        return [tuple(boxes)]
    indices, numbers = np.array(list(boxes)), _connected(_belong(np.array(list(boxes.values()))))
    return [tuple(indices[numbers == number].tolist()) for number in np.unique(numbers)]


def _belong(boxes: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return for each pair of strokes whether they certainly belong to the same digit.

    A bar or dot belongs to a stroke above or below it; a tall stroke belongs to one that it
    overlaps or lies inside, because digits of a number overlap at most at their edges.

    Parameters
    ----------
    boxes
        (n, 4): left, top, right, bottom.

    Returns
    -------
    NDArray of bool
        (n, n), symmetric.
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
    """Number the connected components of a graph with links (n, n); returns shape (n,)."""
    numbers = np.arange(len(links))
    while True:
        least = np.minimum(np.where(links, numbers, len(links)).min(axis=1), numbers)
        if (least == numbers).all():
            return numbers
        numbers = least
