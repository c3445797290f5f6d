"""Lines of ruled paper, tables and frames that are as dark as the ink."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.ink.greys import Mask

_LEAST = 64  # Pixels; in smaller pictures a digit's own strokes are as long.
_BLOCKS = 32  # Into which the width is divided.
_STEEPEST = 0.05  # Rise of a line across the picture, as a share of its width.
_COVERED = 0.8  # Share of a line that is ink.
_THICKEST = 0.03  # Thickness as a share of the length; the strokes of a digit are thicker.
_THICKER = 1.5  # Thickness in mean thicknesses of the line; more is a stroke that crosses it.


def find_rulings(mask: Mask, *, level: bool = True, upright: bool = True) -> Mask:
    """Find the pixels of nearly straight lines across the whole mask.

    Parameters
    ----------
    mask
        (height, width), the ink within its bounding box.
    level, upright
        Whether to look for lines in that direction.

    Returns
    -------
    Mask
        The same shape: the lines without the strokes that cross them.
    """
    found = _level(mask) if level else np.zeros_like(mask)
    return found | _level(mask.T).T if upright else found


def _level(mask: Mask) -> Mask:
    """Find the pixels of nearly horizontal lines."""
    height, width = mask.shape
    if min(height, width) < _LEAST:
        return np.zeros_like(mask)
    line = _paths(mask)
    if not line.any():
        return line
    # Across the line, ink is as long as the line is thick unless a stroke crosses it.
    padded = np.zeros((width, height + 2), np.int8)
    padded[:, 1:-1] = mask.T
    edges = np.diff(padded.ravel(), prepend=np.int8(0))
    starts, ends = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    on_line = np.zeros(padded.shape, np.intp)
    on_line[:, 1:-1] = line.T
    counts = np.append(0, on_line.ravel().cumsum())
    is_hit = counts[ends] > counts[starts]
    lengths = ends - starts
    thickness = float(np.median(lengths[is_hit]))
    if thickness > max(_THICKEST * width, 2):
        return np.zeros_like(mask)
    is_line = is_hit & (lengths <= _THICKER * thickness + 1)
    found = np.zeros(padded.shape, bool)
    inside = padded.astype(bool)
    found[inside] = np.repeat(is_line, lengths)
    return found[:, 1:-1].T


def _paths(mask: Mask) -> Mask:
    """Return the ink on straight paths across the mask that are nearly all ink."""
    height, width = mask.shape
    near = mask.copy()
    near[1:] |= mask[:-1]
    near[:-1] |= mask[1:]
    edges = np.arange(_BLOCKS + 1, dtype=np.intp) * width // _BLOCKS
    sums: FloatArray = np.add.reduceat(near, edges[:-1], axis=1, dtype=np.float32)
    reach = max(1, round(_STEEPEST * width))
    padded = np.pad(sums / np.diff(edges).astype(np.float32), ((reach, reach), (0, 0)))
    best, best_rise = np.zeros(height, np.float32), np.zeros(height, np.intp)
    for rise in range(-reach, reach + 1, 2):
        score = np.zeros(height, np.float32)
        for block, shift in enumerate(_shifts(rise, _BLOCKS).tolist()):
            score += padded[reach + shift : reach + shift + height, block]
        is_better = score > best
        best[is_better], best_rise[is_better] = score[is_better], rise
    line = np.zeros_like(mask)
    columns = np.arange(width, dtype=np.intp)
    for row in np.flatnonzero(best >= _COVERED * _BLOCKS).tolist():
        rows = row + _shifts(int(best_rise[row]), width)
        is_inside = (rows >= 0) & (rows < height)
        line[rows[is_inside], columns[is_inside]] = True
    return line & near


def _shifts(rise: int, n: int) -> npt.NDArray[np.intp]:
    """Return how far a line is below its middle, at n places along it."""
    return np.rint(rise * ((np.arange(n) + 0.5) / n - 0.5)).astype(np.intp)
