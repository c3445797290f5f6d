"""Calibration and selective accuracy of a network's answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class Reliability:
    """A reliability diagram: accuracy as a function of confidence.

    Attributes
    ----------
    edges
        (bins + 1,), from 0 to 1: the edges of the bins.
    confidence, accuracy
        (bins,), the mean confidence and the accuracy in each bin; nan in empty bins.
    counts
        (bins,), the number of answers in each bin.

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
        """Mean absolute difference of accuracy and confidence, 0-1 (equation 3)."""
        gaps = np.nan_to_num(np.abs(self.accuracy - self.confidence))
        return float((gaps * self.counts).sum() / max(self.counts.sum(), 1))


def reliability(
    probabilities: FloatArray, labels: npt.NDArray[np.integer], bins: int = 15
) -> Reliability:
    """Compute the reliability diagram with bins of equal width.

    Parameters
    ----------
    probabilities
        (n, 10).
    labels
        (n,), 0-9.
    bins
        Number of bins.
    """
    confidence = probabilities.max(axis=1).astype(np.float64)
    is_correct = probabilities.argmax(axis=1) == labels
    indices = np.minimum((confidence * bins).astype(np.intp), bins - 1)
    counts = np.bincount(indices, minlength=bins)
    with np.errstate(invalid="ignore"):
        return Reliability(
            np.linspace(0, 1, bins + 1),
            np.bincount(indices, confidence, bins) / counts,
            np.bincount(indices, is_correct, bins) / counts,
            counts,
        )


def accuracy_at_coverage(
    probabilities: FloatArray, labels: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Compute the accuracy of the most confident answers for every coverage.

    Parameters
    ----------
    probabilities
        (n, 10).
    labels
        (n,), 0-9.

    Returns
    -------
    coverage, accuracy
        Both (n,): the share of answers that are accepted, increasing to 1, and their accuracy.

    References
    ----------
    R. El-Yaniv, Y. Wiener, "On the foundations of noise-free selective classification",
    JMLR 11, 2010 (the risk-coverage curve).
    """
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    is_correct = (probabilities.argmax(axis=1) == labels)[order]
    accepted = np.arange(1, len(labels) + 1)
    return accepted / max(len(labels), 1), np.cumsum(is_correct) / accepted
