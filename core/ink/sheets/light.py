"""Light that changes within a few pixels: a hard shadow across a sheet, or its edge on a table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import FloatArray
from core.ink.greys import Mask, at_most, highest, lowest, stretched

_LOOKED_AT, _FINE = 80, 400  # Pixels along the longer side.
_LEAST_SIDE = 100  # Pixels; several digits in a smaller picture are cropped closely.
_WIDEST_STROKE, _WIDEST_OF_ONE = 0.1, 0.25  # Of the longer side; in a picture of one digit.
_EVEN = 0.8  # Darkest paper as a share of the brightest.
_TABLE = 0.15  # Of the brightest paper; what is darker is not paper.
_STEP_WIDTH = 5  # Pixels.
_STEP = 0.1  # Of the brightest paper.
_END = 0.42  # Of the paper beside it: the level of what is around it.
_SEAM = 0.015  # Of the longer side, on both sides of a step.
_HALF = 0.5
_MOSTLY, _BOARD = 80, 0.33  # Percentile and level of a dark board.
_BRIGHT, _DARK = 95, 5  # Percentiles.


def is_uneven(values: FloatArray) -> bool:
    """Return whether the paper of a picture, or what is around it, has several levels of light.

    Parameters
    ----------
    values
        (height, width), 0 black to 1 white.
    """
    small = at_most(values, _LOOKED_AT)
    if min(values.shape) < _LEAST_SIDE or np.percentile(small, _MOSTLY) < _BOARD:
        return False
    paper = _paper(small, _WIDEST_OF_ONE)
    dark, bright = np.percentile(paper, (_DARK, _BRIGHT))
    return bool(dark < _EVEN * bright)


@dataclass(frozen=True, eq=False)
class Evened:
    """A picture divided by the light on its paper.

    Attributes
    ----------
    values
        1 on the paper, and on what is too dark to be paper; ink is darker.
    steps
        Where the light changes sharply.
    edges
        Where the paper ends: marks that lie there are its ragged edge, not ink.
    """

    values: FloatArray
    steps: Mask
    edges: Mask


def evened(values: FloatArray) -> Evened:
    """Divide by the light on the paper, however sharply it changes."""
    paper = _paper(at_most(values, _FINE), _WIDEST_STROKE)
    bright = float(np.percentile(paper, _BRIGHT))
    is_table = paper < _TABLE * bright
    flat = values / stretched(np.maximum(paper, np.float32(0.05)), values)
    near = _enlarged(highest(is_table.astype(np.float32), 3), values)
    low, high = lowest(paper, _STEP_WIDTH), highest(paper, _STEP_WIDTH)
    width = round(_SEAM * max(paper.shape)) * 2 + 1
    steps, edges = (
        _enlarged(highest(each.astype(np.float32), width), values)
        for each in (high - low > _STEP * bright, (low < _END * high) | is_table)
    )
    return Evened(np.where(near, np.float32(1), flat), steps, edges)


def _enlarged(mask: FloatArray, like: FloatArray) -> Mask:
    return stretched(mask, like) > _HALF


def _paper(values: FloatArray, widest: float) -> FloatArray:
    """Return the paper without its ink: a closing keeps steps of the light, but no strokes.

    Parameters
    ----------
    widest
        Width of a stroke at most, as a share of the longer side.
    """
    width = max(round(widest * max(values.shape)), 4) | 1
    # Otherwise a strip of the table would be closed towards the border, as a stroke is.
    around = np.pad(values, width, "edge")
    return lowest(highest(around, width), width)[width:-width, width:-width]
