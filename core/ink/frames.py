"""Lines of a frame: straight, across the whole picture, near its border."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.ink.greys import Mask

_Cuts: TypeAlias = npt.NDArray[np.intp]

_DEEPEST = 0.25  # Share of a side: a frame's lines are nearer to the border.
_STEEPEST = 0.06  # Rise of a line across the picture, as a share of its length.
_COVERED = 0.93  # Share of a line that is ink.
_THICKEST = 0.1  # Share of a side.
_RAGGED = 48  # Pixels; lines in smaller pictures are straight.
_REST = 0.5  # Share of ink at which the width of a line ends.


@dataclass(frozen=True, eq=False)
class Frame:
    """The lines of a frame.

    Attributes
    ----------
    cuts
        For the top, right, bottom and left side: how many pixels of each column (or row, in the
        direction of `numpy.rot90`) are the line and what lies beyond; None without a line.
    """

    cuts: tuple[_Cuts | None, ...]

    @property
    def is_level(self) -> bool:
        """Whether there is a line at the top or the bottom."""
        return self.cuts[0] is not None or self.cuts[2] is not None

    @property
    def is_upright(self) -> bool:
        """Whether there is a line at the left or the right."""
        return self.cuts[1] is not None or self.cuts[3] is not None

    @property
    def is_any(self) -> bool:
        """Whether there is any line."""
        return self.is_level or self.is_upright

    def covered(self, shape: tuple[int, ...]) -> Mask:
        """Return a mask of this shape: the lines and everything beyond them."""
        covered = np.zeros(shape, bool)
        for turns, cuts in enumerate(self.cuts):
            if cuts is not None:
                turned = np.rot90(covered, turns)
                turned |= np.arange(turned.shape[0])[:, None] < cuts
        return covered


NO_FRAME = Frame((None,) * 4)


def find_frame(mask: Mask) -> Frame:
    """Find the lines of a frame in a mask of the ink, any shape."""
    return Frame(tuple(_cuts_at_top(np.rot90(mask, turns)) for turns in range(4)))


def _cuts_at_top(mask: Mask) -> _Cuts | None:
    """Return for each column the first row below a line near the top; None without a line."""
    height, width = mask.shape
    is_ragged = height >= _RAGGED
    if is_ragged:
        # A line in a photograph is a little curved.
        above = np.pad(mask, ((1, 1), (0, 0)))
        mask = above[:-2] | mask | above[2:]
    deepest, rise = max(1, round(_DEEPEST * height)), round(_STEEPEST * width)
    # A line has ink in nearly all of the columns that it crosses, at least half of all.
    if mask[: deepest + rise].any(axis=0).sum() < _COVERED * width / 2:
        return None
    across = (np.arange(width, dtype=np.float64) + 0.5) / width - 0.5
    rises = np.arange(-rise, rise + 1, dtype=np.float64)
    shifts = np.rint(rises[:, None] * across).astype(np.intp)
    # Axes: slope, row, column.
    rows = np.arange(deepest + rise, dtype=np.intp)[:, None] + shifts[:, None, :]
    is_inside = (rows >= 0) & (rows < height)
    is_ink = mask[np.clip(rows, 0, height - 1), np.arange(width, dtype=np.intp)] & is_inside
    inside = is_inside.sum(2)
    shares = np.where(inside >= width / 2, is_ink.sum(2) / np.maximum(inside, 1), 0)
    slope, row = np.unravel_index(shares[:, :deepest].argmax(), (len(shares), deepest))
    profile = shares[slope]
    if profile[row] < _COVERED:
        return None
    ends = np.flatnonzero(np.append(profile, 0) <= _REST)
    end = int(ends[ends > row][0])
    start = int(np.append(-1, ends)[np.searchsorted(ends, row)]) + 1
    if end - start > max(1, _THICKEST * height) + 2 * is_ragged:
        return None
    return np.maximum(end + shifts[slope], 0)
