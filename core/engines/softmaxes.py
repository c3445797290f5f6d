"""Softmax, loss and gradient of a batch whose parts are computed in parallel."""

from __future__ import annotations

import numpy as np

from core.arrays import ByteArray, FloatArray
from core.digits import NOT_A_DIGIT


def targets_of(label_smoothing: float) -> FloatArray:
    """Return the target probabilities (10, 11) of each label, one a column."""
    targets = np.full((10, 11), label_smoothing / 10, np.float32)
    targets += (1 - label_smoothing) * np.eye(10, 11, dtype=np.float32)
    targets[:, NOT_A_DIGIT] = 0.1
    return targets


class Softmaxes:
    """In-place `core.network.losses.cross_entropy` of a batch, with images as the last axis.

    Gradients are computed per part, loss and accuracy once per batch: the overhead of small
    operations holds the interpreter lock, so that threads cannot share it.

    Parameters
    ----------
    targets
        (10, n), the target probabilities.
    """

    def __init__(self, targets: FloatArray) -> None:
        self._targets = targets
        self._logits = np.empty_like(targets)
        self._totals = np.empty(targets.shape[1], np.float32)

    def to_gradient(self, logits: FloatArray, part: slice) -> None:
        """Replace the logits (10, n) of a part by the gradient of the batch's mean loss."""
        logits -= logits.max(axis=0)
        self._logits[:, part] = logits
        np.exp(logits, out=logits)
        totals = self._totals[part]
        np.sum(logits, axis=0, out=totals)
        logits /= totals
        logits -= self._targets[:, part]
        logits *= np.float32(1 / len(self._totals))

    def loss(self) -> float:
        """Return the sum of the losses."""
        return float(np.log(self._totals).sum() - np.vdot(self._targets, self._logits))

    def correct(self, labels: ByteArray) -> int:
        """Return the number of correctly classified images."""
        return int(np.count_nonzero(self._logits.argmax(axis=0) == labels))
