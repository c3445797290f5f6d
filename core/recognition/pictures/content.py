"""What is found in a picture: its digits, and ink that is not read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from core.arrays import FloatArray
from core.ink.boxes import Box
from core.ink.pictures import LocatedDigit
from core.recognition.strokes.misfits import NO_MISFITS, Misfits

Rows: TypeAlias = tuple[tuple[LocatedDigit, ...], ...]
"""Digits in rows from top to bottom, each from left to right."""


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Ink in a picture that is not a digit.

    Attributes
    ----------
    box
        Bounding box in the picture's pixels.
    coverage
        float32 (height, width) in [0, 1], the coverage by ink within the box, at any resolution.
    """

    box: Box
    coverage: FloatArray


@dataclass(frozen=True, eq=False)
class PictureContent:
    """The digits in a picture, and what else is in it.

    Attributes
    ----------
    rows
        The digits; empty if there are none.
    left_out
        Ink that is not read.
    misfits
        What it is: indices in `left_out`.
    is_partial
        Whether more is left out: ink much larger than a digit, or more than a person writes.
    """

    rows: Rows = ()
    left_out: tuple[LeftOut, ...] = ()
    misfits: Misfits = NO_MISFITS
    is_partial: bool = False

    @property
    def digits(self) -> tuple[LocatedDigit, ...]:
        """All digits in the order of reading."""
        return tuple(digit for row in self.rows for digit in row)

    def reduced(self, shrink: float) -> PictureContent:
        """Return the content of a picture that is smaller by a factor."""
        rows = tuple(tuple(digit.reduced(shrink) for digit in row) for row in self.rows)
        left_out = (replace(ink, box=ink.box.rescaled(0, 0, shrink)) for ink in self.left_out)
        return replace(self, rows=rows, left_out=tuple(left_out))
