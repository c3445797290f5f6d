"""Scaling and filtering of grey images."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.arrays import FloatArray

_SMALL = 100  # Pixels: for smaller images Pillow's conversions take longer than its filters.
_FIRST, _LAST = slice(None, 1), slice(-1, None)

Mask: TypeAlias = npt.NDArray[np.bool_]


def resized(values: FloatArray, scale: float) -> FloatArray:
    """Rescale an image with anti-aliasing; each side has at least one pixel."""
    height, width = (max(1, round(side * scale)) for side in values.shape)
    if (height, width) == values.shape:
        return values
    return resampled(values, (height, width), Image.Resampling.HAMMING)


def resampled(
    values: FloatArray, shape: tuple[int, int], resampling: Image.Resampling
) -> FloatArray:
    """Rescale an image to a shape (height, width) by one of Pillow's filters."""
    height, width = shape
    if max(*values.shape, height, width) > _SMALL:
        return np.asarray(Image.fromarray(values).resize((width, height), resampling))
    by_row = _weights(height, values.shape[0], resampling)
    by_column = _weights(width, values.shape[1], resampling)
    return by_row.dot(values).dot(by_column.T)


@lru_cache(256)
def _weights(new: int, old: int, resampling: Image.Resampling) -> FloatArray:
    """Return the weights (new, old) of a filter's input pixels for each output pixel."""
    units = Image.fromarray(np.eye(old, dtype=np.float32))
    return np.asarray(units.resize((old, new), resampling))


def with_margin(values: FloatArray, width: int) -> FloatArray:
    """Surround an image by `width` pixels of zeros, many times as fast as `np.pad` if small."""
    rows, columns = values.shape
    padded = np.zeros((rows + 2 * width, columns + 2 * width), np.float32)
    padded[width : width + rows, width : width + columns] = values
    return padded


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
