"""Ink of a picture that is not a digit, and what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from core.ink.boxes import Box, around
from core.ink.pieces import StrokeGroup
from core.ink.sheets.marks import Marks
from core.recognition.pictures.content import LeftOut
from core.recognition.strokes.misfits import Misfits, find_misfits

_SLOPED = 3  # Digits from which the slope of a row is estimated.
_NEAR, _LEVEL = 0.6, 0.2  # Distance of a speck from a digit, and in y, in heights of a digit.
_ALONG = 0.7  # Share of a picture's side; longer marks beside a single digit are its frame.
_MARGIN = 0.02  # Share of the sides: what is nearer touches the border.

_Row: TypeAlias = tuple[Sequence[int], Sequence[StrokeGroup]]


def find_left_out(marks: Marks, rows: Sequence[_Row]) -> tuple[tuple[LeftOut, ...], Misfits]:
    """Find the marks that are not read as a digit or as a part of one.

    Parameters
    ----------
    marks
        Those of the picture. Specks count only where a point may be.
    rows
        For each row its marks, and the marks of each of its digits, by their indices.

    Returns
    -------
    tuple of LeftOut, Misfits
        The ink, and what each of it is, by its index.
    """
    boxes = dict(enumerate(marks.boxes + marks.specks))
    read = [(list(own), groups) for own, groups in rows if groups]
    if not read:
        return (), Misfits()
    places = [[around(boxes[mark] for mark in group) for group in groups] for _, groups in read]
    left = [mark for own, groups in rows if not groups for mark in own]
    for mark in (*left, *range(len(marks.boxes), len(boxes))):
        near = [min(digits, key=boxes[mark].distance) for digits in places]
        row = min(range(len(read)), key=lambda row: boxes[mark].distance(near[row]))
        if mark < len(marks.boxes) or _may_be_point(boxes[mark], near[row], marks.height):
            read[row][0].append(mark)
    level = dict(boxes)
    for (own, _), digits in zip(read, places, strict=True):
        level.update(_levelled({mark: boxes[mark] for mark in own}, digits))
    found = find_misfits(level, read)
    others = [mark for mark in found.others if mark < len(marks.boxes)]
    kinds = found.minus_signs, found.points, others
    order = [mark for kind in kinds for mark in kind]
    ink = (LeftOut(boxes[mark], marks.cropped((mark,), boxes[mark])) for mark in order)
    return tuple(ink), Misfits(*(tuple(map(order.index, kind)) for kind in kinds))


def find_beside(marks: Marks, digit: Box) -> tuple[tuple[LeftOut, ...], Misfits, tuple[int, ...]]:
    """Find the marks beside the only digit that is read.

    Returns
    -------
    tuple of LeftOut, Misfits, tuple of int
        As `find_left_out`, and the indices of the digit's own marks. All are empty if the box of
        the digit holds no mark.
    """
    height, width = marks.labels.shape
    inside = [
        index
        for index, box in enumerate(marks.boxes)
        if box.width < _ALONG * width
        and box.height < _ALONG * height
        and (_overlap(box, digit) or not _lies_along_border(box, width, height))
    ]
    own = tuple(index for index in inside if _overlap(marks.boxes[index], digit))
    left_out, misfits = find_left_out(marks, [(inside, (own,) if own else ())])
    others = {ink.box for ink in left_out}
    return left_out, misfits, tuple(index for index in own if marks.boxes[index] not in others)


def _may_be_point(speck: Box, digit: Box, height: float) -> bool:
    below = speck.top - digit.bottom
    return speck.distance(digit) <= _NEAR * height and below <= _LEVEL * height


def _lies_along_border(box: Box, width: int, height: int) -> bool:
    """Whether a mark touches the border of the picture, as the rest of a dark table does.

    A minus sign that touches the left border is longer across it than along it.
    """
    across, along = _MARGIN * width, _MARGIN * height
    touches_side = box.left < max(1, across) or box.right > width - max(1, across)
    touches_end = box.top < max(1, along) or box.bottom > height - max(1, along)
    return (touches_side and box.height >= box.width) or (touches_end and box.width >= box.height)


def _overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share more than a rim of a pixel."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 1 and down > 1


def _levelled(boxes: Mapping[int, Box], digits: Sequence[Box]) -> dict[int, Box]:
    """Return the boxes of a row as if its digits stood on a level line."""
    if len(digits) < _SLOPED:
        return dict(boxes)
    centres = [digit.centre for digit in digits]
    slope, _ = np.polyfit(centres, [digit.bottom for digit in digits], 1).tolist()
    level: dict[int, Box] = {}
    for mark, box in boxes.items():
        rise = slope * (box.centre - centres[0])
        level[mark] = box._replace(top=box.top - rise, bottom=box.bottom - rise)
    return level
