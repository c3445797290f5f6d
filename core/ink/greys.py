"""Scaling and filtering of grey images."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.arrays import FloatArray

_FIRST, _LAST = slice(None, 1), slice(-1, None)

Mask: TypeAlias = npt.NDArray[np.bool_]


def resized(values: FloatArray, scale: float) -> FloatArray:
    """Rescale an image with anti-aliasing; each side has at least one pixel."""
    height, width = (max(1, round(side * scale)) for side in values.shape)
    if (height, width) == values.shape:
        return values
    picture = Image.fromarray(values).resize((width, height), Image.Resampling.HAMMING)
    return np.asarray(picture)


def at_most(values: FloatArray, side: int) -> FloatArray:
    """Reduce an image whose longer side has more pixels than `side`."""
    return resized(values, min(1.0, side / max(values.shape)))


def stretched(values: FloatArray, like: FloatArray) -> FloatArray:
    """Rescale an image smoothly to the shape of another."""
    picture = Image.fromarray(np.ascontiguousarray(values)).resize(
        like.T.shape, Image.Resampling.BILINEAR
    )
    return np.asarray(picture)


def highest(values: FloatArray, side: int) -> FloatArray:
    """Return the maximum over the square around each pixel; `side` is odd."""
    for _ in range(2):
        # Many times as fast as np.pad, which takes most of the time for a small image.
        first, last = (values[edge].repeat(side // 2, axis=0) for edge in (_FIRST, _LAST))
        values = np.concatenate((first, values, last))
        width = 1
        while width < side:
            step = min(width, side - width)
            values = np.maximum(values[:-step], values[step:])
            width += step
        values = values.T
    return values


def lowest(values: FloatArray, side: int) -> FloatArray:
    """Return the minimum over the square around each pixel; `side` is odd."""
    return -highest(-values, side)
