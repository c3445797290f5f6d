"""Curves of a run: smoothed and reduced to what a plot can show."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]
"""Shape (2, n): x above y."""


def smoothed(values: npt.NDArray[np.floating], window: int) -> npt.NDArray[np.float64]:
    """Return the moving average over `window` values, or fewer at the start."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    n = len(values)
    means = np.empty(n)
    first = min(window, n)
    means[:first] = sums[1 : first + 1] / np.arange(1, first + 1)
    means[first:] = (sums[first + 1 :] - sums[1 : n - first + 1]) / window
    return means


def thinned(curve: Curve, most: int) -> Curve:
    """Reduce a curve to at most `most` points, each the mean of neighbours."""
    size = -(-curve.shape[1] // most) or 1
    whole = curve.shape[1] // size * size
    return merged(curve[:, :whole], size)


def merged(curve: Curve, size: int) -> Curve:
    """Replace each `size` neighbouring points, (2, k * size), by their mean, (2, k)."""
    return curve.reshape(2, -1, size).mean(axis=2) if size > 1 else curve
