"""How sure an answer is: the temperature of the probabilities, and the evidence for any digit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.network.losses import softmax

_SHARPEST, _SOFTEST = 2.0, 0.5
"""Bounds of 1 / temperature: few examples, all read right, would call for certainty."""


_NEWTON_STEPS = 20
"""At most; seven usually reach the minimum to the last bit."""


_DOUBTED = 0.015
"""Share of the validation digits that may be doubted; of people never seen it is less than 1 %."""


def fit_temperature(logits: FloatArray, labels: npt.NDArray[np.integer]) -> float:
    """Find what to divide logits by so that the labels are as likely as they can be.

    Parameters
    ----------
    logits
        (n, 10), of examples that were not learned from.
    labels
        (n,), 0-9.

    Returns
    -------
    float
        0.5 to 2; below 1 where the network is more often right than it says.

    References
    ----------
    C. Guo et al., "On calibration of modern neural networks", ICML 2017, section 4.2.
    """
    z = logits.astype(np.float64)
    of_the_label = np.take_along_axis(z, labels.astype(np.intp)[:, None], axis=1)[:, 0]
    # The mean loss is convex in the inverse: its slope and its curvature lead to the minimum.
    inverse = 1.0
    for _ in range(_NEWTON_STEPS):
        p = softmax(inverse * z)
        mean = (p * z).sum(axis=1)
        slope = (mean - of_the_label).mean()
        curvature = ((p * z**2).sum(axis=1) - mean**2).mean()
        before = inverse
        inverse = float(np.clip(inverse - slope / max(curvature, 1e-12), _SOFTEST, _SHARPEST))
        if inverse == before:
            break
    return 1 / inverse


def evidence(logits: FloatArray) -> FloatArray:
    """How much speaks for any digit at all: log(sum(exp(logits))), (n,) of (n, 10).

    Two digits that are both likely do not lessen it, as they lessen the probability of the first.

    References
    ----------
    W. Liu, X. Wang, J. Owens, Y. Li, "Energy-based out-of-distribution detection", NeurIPS 2020,
    equation 4: the negative energy at temperature 1.
    """
    largest = logits.max(axis=1, keepdims=True)
    return (largest + np.log(np.exp(logits - largest).sum(axis=1, keepdims=True)))[:, 0]


def fit_least_evidence(logits: FloatArray) -> float:
    """Find the `evidence` that hardly any of these digits, not learned from, falls short of."""
    return float(np.quantile(evidence(logits), _DOUBTED))
