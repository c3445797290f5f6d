"""Whether answers mean what they say, and what makes them: a temperature, the least evidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.device import FloatArray
from core.network.losses import softmax

_SHARPEST, _SOFTEST = 2.0, 0.5
"""Bounds of 1 / temperature: few examples, all read right, would call for certainty."""
_NEWTON_STEPS = 20
"""At most; seven usually reach the minimum to the last bit."""
_DOUBTED = 0.015
"""Share of the validation digits that may be doubted; of people never seen it is less than 1 %."""


@dataclass(frozen=True, eq=False)
class Reliability:
    """How often answers of a confidence are right.

    Attributes
    ----------
    edges
        (bins + 1,), from 0 to 1: between which confidences each bin lies.
    confidence, accuracy
        (bins,), the mean confidence in a bin and the share read right; nan in an empty one.
    counts
        (bins,), answers in each bin.

    References
    ----------
    C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On calibration of modern neural networks",
    ICML 2017, section 2.
    """

    edges: npt.NDArray[np.float64]
    confidence: npt.NDArray[np.float64]
    accuracy: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]

    @property
    def expected_calibration_error(self) -> float:
        """Mean distance of accuracy and confidence over all answers, 0-1 (equation 3)."""
        gaps = np.nan_to_num(np.abs(self.accuracy - self.confidence))
        return float((gaps * self.counts).sum() / max(self.counts.sum(), 1))


def reliability(
    probabilities: FloatArray, labels: npt.NDArray[np.integer], bins: int = 15
) -> Reliability:
    """Sort answers into bins of equal width by their confidence.

    Parameters
    ----------
    probabilities
        (n, 10).
    labels
        (n,), 0-9.
    """
    confidence = probabilities.max(axis=1).astype(np.float64)
    is_right = probabilities.argmax(axis=1) == labels
    places = np.minimum((confidence * bins).astype(np.intp), bins - 1)
    counts = np.bincount(places, minlength=bins)
    with np.errstate(invalid="ignore"):
        return Reliability(
            np.linspace(0, 1, bins + 1),
            np.bincount(places, confidence, bins) / counts,
            np.bincount(places, is_right, bins) / counts,
            counts,
        )


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


def accuracy_at_coverage(
    probabilities: FloatArray, labels: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How accurate the answers are if the least sure ones may be refused.

    Returns
    -------
    coverage, accuracy
        Both (n,): the share of answers given, rising to 1, and the share of those read right.

    References
    ----------
    R. El-Yaniv, Y. Wiener, "On the foundations of noise-free selective classification",
    JMLR 11, 2010 (the risk-coverage curve).
    """
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    is_right = (probabilities.argmax(axis=1) == labels)[order]
    given = np.arange(1, len(labels) + 1)
    return given / max(len(labels), 1), np.cumsum(is_right) / given
