"""Calibration and selective accuracy of a network's answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray


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
