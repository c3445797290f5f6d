"""Curves of a run: smoothed and reduced to what a plot can show."""

from __future__ import annotations

from math import log

import numpy as np
import numpy.typing as npt

Curve = npt.NDArray[np.float64]
"""Shape (2, n): x above y."""

_LARGEST_EXPONENT = 600  # Of e, so that a double does not overflow.


def smoothed(values: npt.NDArray[np.floating], span: int) -> npt.NDArray[np.float64]:
    """Return the exponential moving average.

    Each average is a weighted mean of the values so far, so that the curve starts at the first
    value without a step.

    Parameters
    ----------
    values
        (n,), finite.
    span
        At least 1: the weight of a value falls by a factor of 1 - 1/span with each value after it.

    Returns
    -------
    ndarray
        (n,).

    References
    ----------
    D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, section 3: the
    correction at the start.
    """
    decay = 1 - 1 / span
    means = np.array(values, np.float64)
    if decay == 0:
        return means
    block = max(int(_LARGEST_EXPONENT / -log(decay)), 1)
    powers = decay ** np.arange(1, min(block, len(means)) + 1)
    total = weight = 0.0
    for start in range(0, len(means), block):
        part = means[start : start + block]
        decays = powers[: len(part)]
        # As decay^t * (x_1 / decay + ... + x_t / decay^t), which is one cumulative sum.
        totals = decays * (total + np.cumsum(part / decays))
        weights = decays * weight + (1 - decays) * span
        part[:] = totals / weights
        total, weight = float(totals[-1]), float(weights[-1])
    return means


def thinned(curve: Curve, most: int) -> Curve:
    """Reduce a curve to at most `most` points, each the mean of neighbours."""
    size = -(-curve.shape[1] // most) or 1
    whole = curve.shape[1] // size * size
    return merged(curve[:, :whole], size)


def merged(curve: Curve, size: int) -> Curve:
    """Replace each `size` neighbouring points, (2, k * size), by their mean, (2, k)."""
    return curve.reshape(2, -1, size).mean(axis=2) if size > 1 else curve
