"""Confidence of a network's answers: temperature scaling and the energy score."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray

# Bounds of 1 / temperature: a few examples, all classified correctly, would drive it to infinity.
_LARGEST_INVERSE, _SMALLEST_INVERSE = 2.0, 0.5
_NEWTON_STEPS = 20  # At most; five usually suffice.
_TOLERANCE = 1e-7  # Newton's method squares the error in a step.
_REJECTED = 0.015  # Share of the validation digits; of people never seen it is less than 1 %.


def fit_temperature(logits: FloatArray, labels: npt.NDArray[np.integer]) -> float:
    """Find the temperature that maximises the likelihood of the labels.

    Parameters
    ----------
    logits
        (n, 10), of examples that were not trained on.
    labels
        (n,), 0-9.

    Returns
    -------
    float
        0.5 to 2: divisor of the logits; below 1 if the network is underconfident.

    References
    ----------
    C. Guo et al., "On calibration of modern neural networks", ICML 2017, section 4.2.
    """
    # (10, n), because NumPy sums few long rows faster than many short ones.
    z = np.ascontiguousarray(logits.T, np.float64)
    z_of_label = z[labels, np.arange(len(labels))]
    shifted = z - z.max(axis=0)
    # The mean loss is convex in the inverse temperature: Newton's method finds the minimum.
    inverse = 1.0
    for _ in range(_NEWTON_STEPS):
        p = np.exp(inverse * shifted)
        p /= p.sum(axis=0)
        mean = (p * z).sum(axis=0)
        slope = (mean - z_of_label).mean()
        curvature = ((p * z**2).sum(axis=0) - mean**2).mean()
        before = inverse
        step = slope / max(curvature, 1e-12)
        inverse = float(np.clip(inverse - step, _SMALLEST_INVERSE, _LARGEST_INVERSE))
        if abs(inverse - before) < _TOLERANCE:
            break
    return 1 / inverse


def energy_score(logits: FloatArray) -> FloatArray:
    """Compute log(sum(exp(logits))): the higher, the more the image looks like a digit.

    Unlike the largest probability, the score stays high when two digits are equally likely.

    Parameters
    ----------
    logits
        (n, 10).

    Returns
    -------
    FloatArray
        (n,).

    References
    ----------
    W. Liu, X. Wang, J. Owens, Y. Li, "Energy-based out-of-distribution detection", NeurIPS 2020,
    equation 4: the negative energy at temperature 1.
    """
    largest = logits.max(axis=1, keepdims=True)
    return (largest + np.log(np.exp(logits - largest).sum(axis=1, keepdims=True)))[:, 0]


def fit_energy_threshold(logits: FloatArray) -> float:
    """Find the energy score that 98.5 % of the digits with these logits (n, 10) reach.

    The digits should not have been trained on.
    """
    return float(np.quantile(energy_score(logits), _REJECTED))
