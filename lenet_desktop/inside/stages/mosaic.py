"""Maps and units laid out in one grid."""

from __future__ import annotations

from math import ceil, sqrt

import numpy as np

from core.arrays import Array

_MOST_COLUMNS = 24
"""Of a grid of units."""


def mosaic(array: Array) -> Array:
    """Lay maps (C, h, w) or units (n,) out in one grid, float64, with NaN between the maps."""
    if array.ndim == 1:
        columns = min(len(array), _MOST_COLUMNS)
        rows = ceil(len(array) / columns)
        padded = np.full(rows * columns, np.nan)
        padded[: len(array)] = array
        return padded.reshape(rows, columns)
    count, height, width = array.shape
    columns = max(round(sqrt(2 * count)), 1)
    rows = ceil(count / columns)
    grid = np.full((rows * (height + 1) - 1, columns * (width + 1) - 1), np.nan)
    for place, each in enumerate(array):
        top, left = (height + 1) * (place // columns), (width + 1) * (place % columns)
        grid[top : top + height, left : left + width] = each
    return grid
