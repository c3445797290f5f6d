"""The ink of a picture of several digits: connected marks without rims, rulings and specks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.ink.boxes import Box
from core.ink.greys import Mask, highest
from core.ink.paper import graded, relief_of
from core.ink.sheets.blobs import Blobs, find_blobs
from core.ink.sheets.light import Evened, evened
from core.ink.sheets.rulings import find_rulings

_INK = 0.1  # Coverage that counts as ink.
_LOOKS = 4
_SOFT = np.float32(0.2)  # Of the greatest contrast: from no ink to full coverage.
_LEAST_SIDE = 20  # Pixels; smaller noisy pictures are not reduced.
_MARGIN = 0.02  # Share of the sides: what is nearer touches the border.
_ALONG = 0.4  # Share of a side that a rim covers.
_MIDDLE = 0.4  # Share of the sides; what reaches the middle is not a rim.
_ACROSS = 0.75  # Share of a side that the lines of ruled paper cross.
_TIGHT = 0.9  # Height of digits that fill a picture of one line, as a share of it.
_MOST = 600  # Marks: more are a texture or printed text.
_SPECK = 0.12  # Height of a digit; smaller marks are specks.
_SPARSE = 0.03  # Of a digit's height squared: area of a speck.
_TALLEST = 2.2  # Height of a mark in heights of a digit; higher ones are not ink.
_EDGE = 0.7  # Share of a mark at the edge of the paper that is not ink.
_CORNER = 0.2  # Share of a mark at the border of the picture, on a step of the light.
_BESIDE = 0.5  # Height of a digit at the border in heights of a digit.
_DUST = 0.06  # Longer side of a speck in heights of a digit; smaller ones are not ink.
_DARK = 0.6  # Greatest coverage of a speck that is ink.


@dataclass(frozen=True, eq=False)
class Marks:
    """Connected marks in a picture.

    Attributes
    ----------
    ink
        (height, width), the coverage by ink, 0 to 1.
    labels
        int32, the same shape: 1 to n within the marks, 0 outside.
    boxes
        n boxes in pixels.
    height
        Height of a digit in pixels.
    specks
        m boxes of marks that are too small for a part of a digit but may be points. Their labels
        are n + 1 to n + m.
    is_partial
        Whether ink was left out that is much larger than a digit, or all of it because there is
        more than a person writes on a page.
    """

    ink: FloatArray
    labels: npt.NDArray[np.int32]
    boxes: tuple[Box, ...]
    height: float
    specks: tuple[Box, ...] = ()
    is_partial: bool = False

    def cropped(self, marks: tuple[int, ...], box: Box) -> FloatArray:
        """Return the ink of some marks, by their indices, within a box."""
        rows = slice(int(box.top), int(box.bottom))
        columns = slice(int(box.left), int(box.right))
        labels = self.labels[rows, columns]
        is_own = np.isin(labels, np.array(marks) + 1)
        return np.where(is_own, self.ink[rows, columns], np.float32(0))


def find_marks(
    values: FloatArray,
    ink_is_light: bool | None = None,
    threshold: float | None = None,
    *,
    light_changes: bool = False,
) -> Marks | None:
    """Find the marks that may be digits or parts of digits.

    Parameters
    ----------
    values
        (height, width), 0 black to 1 white.
    ink_is_light
        See `relief_of`.
    threshold
        Contrast of ink with the paper as a share of the greatest, 0 to 1; None to find out.
    light_changes
        Whether to look for dark ink on paper whose light changes sharply.

    Returns
    -------
    Marks or None
        None without ink.
    """
    light = evened(values) if light_changes else None
    if light is not None:
        relief, noise = relief_of(light.values, ink_is_light=False)
    else:
        relief, noise = relief_of(values, ink_is_light)
    ink = graded(relief, noise) if threshold is None else _above(relief, threshold)
    blobs = find_blobs(ink > _INK)
    if threshold is None and not light_changes and _rims(blobs).any():
        # What seems to be a rim may be a shadow with ink in it.
        relief, noise = relief_of(values, ink_is_light, is_uneven=True)
        ink = graded(relief, noise)
        blobs = find_blobs(ink > _INK)
    removed = np.zeros_like(blobs.labels, bool)
    for _ in range(_LOOKS if threshold is None else 0):
        rims = _rims(blobs)
        if not rims.any():
            break
        near = highest(rims.astype(np.float32), 5) > 0
        removed |= near
        relief = np.where(near, np.float32(0), relief)
        cleaned = graded(relief, noise)
        ink = cleaned if cleaned.any() else np.where(near, np.float32(0), ink)
        blobs = find_blobs(ink > _INK)
    if light is not None and len(blobs.areas):
        blobs = find_blobs(blobs.where(~_ragged(blobs, light)))
    if not len(blobs.areas):
        return None
    rulings = _rulings(blobs)
    if rulings.any():
        ink = np.where(rulings, np.float32(0), ink)
        blobs = find_blobs((blobs.labels > 0) & ~rulings)
    return _without_specks(ink, blobs, rulings, removed)


def _touching(blobs: Blobs, rims: Mask | None = None) -> npt.NDArray[np.bool_]:
    """Return which marks are at the border of the picture, or beside its removed rims: (n,)."""
    boxes, picture = blobs.boxes, np.array(blobs.labels.shape[::-1])
    margins = np.maximum(1, np.rint(_MARGIN * picture))
    beyond = np.concatenate([boxes[:, :2] < margins, boxes[:, 2:] > picture - margins], axis=1)
    touches = np.any(beyond, axis=1, keepdims=False)
    if rims is not None and rims.any():
        beside = blobs.labels[highest(rims.astype(np.float32), 3) > 0]
        touches[beside[beside > 0] - 1] = True
    return touches


def _ragged(blobs: Blobs, light: Evened) -> npt.NDArray[np.bool_]:
    """Return which marks are a ragged edge of the paper, or a corner of a shadow: (n,)."""
    is_corner = _touching(blobs) & (_share_in(blobs, light.steps) >= _CORNER)
    return is_corner | (_share_in(blobs, light.edges) >= _EDGE)


def _share_in(blobs: Blobs, mask: Mask) -> npt.NDArray[np.float64]:
    """Return the share of each mark that lies in a mask: (n,)."""
    inside = np.bincount(blobs.labels[mask], minlength=len(blobs.areas) + 1)[1:]
    return inside / blobs.areas


def _above(relief: FloatArray, threshold: float) -> FloatArray:
    """Return the coverage by ink whose contrast is above a share of the greatest."""
    greatest = float(relief.max(initial=0))
    if greatest <= 0:
        return np.zeros_like(relief)
    return np.clip((relief / np.float32(greatest) - np.float32(threshold)) / _SOFT, 0, 1)


def _rims(blobs: Blobs) -> Mask:
    """Return what lies along a side of the picture and does not reach its middle."""
    labels = blobs.labels
    is_rim = np.zeros(len(blobs.areas) + 1, bool)
    if not _fills(blobs):
        for turns in range(4):
            edge = np.rot90(labels, turns)
            depth = max(1, round(_MARGIN * edge.shape[0]))
            for label in np.unique(edge[:depth]).tolist():
                # Each column counts once.
                covered = (edge[:depth] == label).any(axis=0).sum()
                is_rim[label] |= covered >= _ALONG * edge.shape[1]
    height, width = (round((1 - _MIDDLE) / 2 * side) for side in labels.shape)
    is_rim[
        np.unique(labels[height : labels.shape[0] - height, width : labels.shape[1] - width])
    ] = False
    is_rim[0] = False
    return is_rim[labels]


def _fills(blobs: Blobs) -> bool:
    """Whether at least two marks, none of them flat, reach from top to bottom."""
    height = blobs.labels.shape[0]
    sides = blobs.sides
    return bool(((sides[:, 1] >= _TIGHT * height) & (sides[:, 0] < 1.2 * height)).sum() >= 2)


def _rulings(blobs: Blobs) -> Mask:
    """Return the lines of ruled paper and of tables."""
    mask = blobs.labels > 0
    found = np.zeros_like(mask)
    low, high = blobs.boxes[:, :2].min(axis=0), blobs.boxes[:, 2:].max(axis=0)
    inside = slice(low[1], high[1]), slice(low[0], high[0])
    is_across = high - low >= _ACROSS * np.array(mask.shape[::-1])
    level, upright = bool(is_across[0]), bool(is_across[1]) and not _fills(blobs)
    found[inside] = find_rulings(mask[inside], level=level, upright=upright)
    # A table may cover a part of the page.
    sides, areas = blobs.sides, blobs.areas
    least = np.array(mask.shape[::-1]) * 0.3
    is_table = (sides >= least).all(axis=1) & (areas < 0.35 * sides.prod(axis=1))
    for index in np.flatnonzero(is_table).tolist():
        left, top, right, bottom = blobs.boxes[index].tolist()
        part = slice(top, bottom), slice(left, right)
        own = blobs.labels[part] == index + 1
        lines = find_rulings(own)
        if _n_lines(lines) >= 4:
            found[part] |= lines
    return found


def _n_lines(lines: Mask) -> int:
    """Count the stripes of lines, either way."""
    count = 0
    for axis in (0, 1):
        dense = lines.mean(axis=axis) > 0.5
        count += int((np.diff(np.append(0, dense).astype(np.int8)) > 0).sum())
    return count


def _without_specks(ink: FloatArray, blobs: Blobs, rulings: Mask, rims: Mask) -> Marks | None:
    """Leave out what is too small, too high, or at the border and not as high as the digits.

    What is beside a removed rim is the rest of it, or a speck on it.
    """
    if not len(blobs.areas):
        return None
    sides, areas = blobs.sides, blobs.areas
    touches = _touching(blobs, rims)
    heights = sides[:, 1].astype(np.float64)
    weighed = areas * ~touches if (areas * ~touches).sum() > 0.3 * areas.sum() else areas
    height = _weighted_median(heights, weighed)
    is_large = heights > _TALLEST * height
    is_kept = (sides.max(axis=1) >= _SPECK * height) & (areas >= _SPARSE * height**2)
    is_speck = ~is_kept & ~touches & (sides.max(axis=1) >= _DUST * height)
    is_kept &= ~is_large & (~touches | (heights >= _BESIDE * height))
    if rulings.any():
        near = highest(rulings.astype(np.float32), 3) > 0
        on_line = np.bincount(blobs.labels[near], minlength=len(areas) + 1)[1:]
        is_kept &= (heights >= 0.3 * height) | (on_line < 0.3 * areas)
        is_speck &= on_line == 0
    if is_kept.sum() > _MOST:
        return Marks(ink, np.zeros_like(blobs.labels), (), height, is_partial=True)
    if not is_kept.any():
        return None
    is_speck &= _darkest(ink, blobs) >= _DARK
    kept = blobs.boxes[is_kept]
    is_partial = any(not _is_around(box, kept) for box in blobs.boxes[is_large & ~touches])
    numbers = np.where(is_kept, is_kept.cumsum(), 0)
    numbers = np.where(is_speck, is_kept.sum() + is_speck.cumsum(), numbers)
    labels = np.append(0, numbers).astype(np.int32)[blobs.labels]
    return Marks(ink, labels, _boxes(blobs, is_kept), height, _boxes(blobs, is_speck), is_partial)


def _boxes(blobs: Blobs, chosen: npt.NDArray[np.bool_]) -> tuple[Box, ...]:
    return tuple(Box(*map(float, box)) for box in blobs.boxes[chosen].tolist())


def _is_around(box: npt.NDArray[np.intp], others: npt.NDArray[np.intp]) -> bool:
    """Return whether a box holds the middle of another one, as a frame does."""
    middles = (others[:, :2] + others[:, 2:]) / 2
    return bool(((box[:2] <= middles) & (middles <= box[2:])).all(axis=1).any())


def _darkest(ink: FloatArray, blobs: Blobs) -> FloatArray:
    """Return the greatest coverage of each mark: (n,)."""
    greatest = np.zeros(len(blobs.areas) + 1, np.float32)
    inside = blobs.labels > 0
    np.maximum.at(greatest, blobs.labels[inside], ink[inside])
    return greatest[1:]


def _weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.intp]) -> float:
    order = values.argsort()
    total = weights[order].cumsum()
    return float(values[order][np.searchsorted(total, total[-1] / 2)])
