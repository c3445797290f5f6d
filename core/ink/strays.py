"""The digit among the ink of a picture, without frames, rims, corners and specks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.ink.frames import NO_FRAME, Frame, find_frame
from core.ink.greys import Mask, at_most, highest, stretched
from core.ink.paper import graded
from core.ink.sheets.blobs import find_blobs

_SIDE = 100  # Pixels along the longer side at which components are labelled.
_INK = 0.1  # Coverage that counts as ink.
_SPECK = 0.02  # Share of all ink: smaller components are not part of the digit.
_PART = 0.1  # Share of the digit: smaller components at the border are not part of it.
_MIDDLE = 0.4  # Share of the sides; what touches the border and reaches the middle is a digit.
_MARGIN = 0.03  # Share of the sides: what is nearer touches the border.
_FLATTEST = 2.5  # Width of a digit in heights.
_LOOKS = 4


def digit_in(relief: FloatArray, noise: float) -> FloatArray:
    """Return the coverage by the digit's ink, 0 to 1.

    Parameters
    ----------
    relief, noise
        As `relief_of` returns them.

    Returns
    -------
    FloatArray
        The shape of `relief`; all zeros without ink.
    """
    whole = ink = graded(relief, noise)
    for _ in range(_LOOKS):
        mask = at_most(ink, _SIDE) > _INK
        if not mask.any():
            break
        found = _Found.of(mask)
        if found.digit.any():
            alone = _where(found.digit, ink)
            if not found.strays.any():
                return alone
            cleaned = graded(_where(found.digit, relief), noise)
            return cleaned if cleaned.any() else alone
        # Only strays, which may be darker than the digit.
        relief = relief - _where(found.strays, relief)
        ink = graded(relief, noise)
    return whole


def _where(mask: Mask, relief: FloatArray) -> FloatArray:
    """Keep the relief in and beside a mask, so that anti-aliased edges survive."""
    near = stretched(highest(mask.astype(np.float32), 5), relief)
    return np.where(near > 0, relief, 0).astype(np.float32)


@dataclass(frozen=True, eq=False)
class _Found:
    """The parts of a mask that are a digit, and those that are not."""

    digit: Mask
    strays: Mask

    @staticmethod
    def of(mask: Mask) -> _Found:
        for box in (_bounding_box(mask), (slice(None), slice(None))):
            frame = find_frame(mask[box])
            is_box = all(cuts is not None for cuts in frame.cuts)
            if not (is_box or (frame.is_any and mask[box].shape == mask.shape)):
                continue
            parts = _Parts.of(mask[box], frame)
            if parts.can_be_framed():
                break
        else:
            box, parts = (slice(None), slice(None)), _Parts.of(mask, NO_FRAME)
        digit = np.zeros_like(mask)
        digit[box] = parts.digit()[parts.labels]
        return _Found(digit, mask & ~digit)


def _bounding_box(mask: Mask) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


@dataclass(frozen=True, eq=False)
class _Parts:
    """Connected parts of a mask without its frame; part 0 is everything else.

    Attributes
    ----------
    labels
        (height, width), the part of each pixel.
    areas
        (n,) in pixels; 0 for part 0.
    touched
        (4, n), whether each part is at the top, left, bottom and right border, or at the line of
        the frame there.
    is_inner
        (n,), whether each part reaches the middle, or keeps off the border and the frame.
    frame
        The frame around the parts.
    """

    labels: npt.NDArray[np.int32]
    areas: npt.NDArray[np.intp]
    touched: npt.NDArray[np.bool_]
    is_inner: npt.NDArray[np.bool_]
    frame: Frame

    @staticmethod
    def of(mask: Mask, frame: Frame) -> _Parts:
        outside = frame.covered(mask.shape)
        blobs = find_blobs(mask & ~outside)
        labels, areas = blobs.labels, np.append(0, blobs.areas)
        margins = [max(1, round(_MARGIN * side)) for side in mask.shape]
        touched = np.zeros((4, len(areas)), bool)
        for turns in range(4):
            edge = np.rot90(outside, turns).copy()
            edge[: margins[turns % 2]] = True
            # A line of the frame is near its own side only.
            edge[edge.shape[0] // 3 :] = False
            near = highest(edge.astype(np.float32), 3) > 0 if frame.is_any else edge
            touched[turns, np.rot90(labels, turns)[near]] = True
        low = [round((1 - _MIDDLE) / 2 * side) for side in mask.shape]
        is_inner = np.zeros(len(areas), bool)
        is_inner[labels[low[0] : mask.shape[0] - low[0], low[1] : mask.shape[1] - low[1]]] = True
        is_inner |= ~touched.any(axis=0)
        return _Parts(labels, areas, touched, is_inner, frame)

    def main(self) -> int:
        """Return the largest inner part; 0 without any."""
        return int(np.where(self.is_inner, self.areas, 0).argmax())

    def can_be_framed(self) -> bool:
        """Whether the main part stands within the lines of the frame, not between strokes."""
        main = self.main()
        if not main:
            return False
        rows, columns = (np.flatnonzero((self.labels == main).any(axis)) for axis in (1, 0))
        if len(columns) and np.ptp(columns) > _FLATTEST * (np.ptp(rows) + 1):
            return False
        at_top, at_right, at_bottom, at_left = self.touched[:, main]
        is_down, is_across = at_top and at_bottom, at_left and at_right
        if self.frame.is_level and self.frame.is_upright:
            return not (is_down and is_across)
        return not (is_down if self.frame.is_level else is_across)

    def digit(self) -> npt.NDArray[np.bool_]:
        """Return which parts belong to the digit: none if there are only strays."""
        main = self.main()
        if not main:
            return np.zeros(len(self.areas), bool)
        is_speck = self.areas < _SPECK * self.areas[self.is_inner].sum()
        top, right, bottom, left = self.touched[:, main]
        if self.frame.is_any or not self.touched[:, main].any():
            is_stray = ~self.is_inner
        elif (top and bottom) or (left and right):
            is_stray = np.zeros_like(self.is_inner)
        else:
            is_stray = ~self.is_inner & (self.areas < _PART * self.areas[main])
        is_stray[0] = True
        return ~is_stray & ~is_speck
