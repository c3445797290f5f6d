"""Softmax and the cross-entropy loss."""

from __future__ import annotations

from core.arrays import Array, array_module
from core.digits import NOT_A_DIGIT


def softmax(logits: Array) -> Array:
    """Convert logits (N, 10) to probabilities (N, 10); each row sums to 1."""
    # The shift leaves the quotient unchanged and keeps exp from overflowing.
    powers = array_module(logits).exp(logits - logits.max(axis=1, keepdims=True))
    powers /= powers.sum(axis=1, keepdims=True)
    return powers


def cross_entropy(
    logits: Array, labels: Array, label_smoothing: float = 0.0
) -> tuple[Array, Array]:
    """Compute the cross-entropy between softmax probabilities and labels.

    Parameters
    ----------
    logits
        (N, 10).
    labels
        (N,) integers 0-9, or `NOT_A_DIGIT`, whose target is the uniform distribution.
    label_smoothing
        Share of the target, in [0, 1), that is spread evenly over all classes.

    Returns
    -------
    losses
        (N,), each -sum(target * log softmax(logits)).
    dlogits
        (N, 10), the gradient of the **mean** of the losses.

    References
    ----------
    C. Szegedy et al., "Rethinking the Inception architecture", CVPR 2016, section 7 (smoothing).
    """
    xp = array_module(logits)
    n, classes = logits.shape
    shifted = logits - logits.max(axis=1, keepdims=True)
    powers = xp.exp(shifted)
    totals = powers.sum(axis=1, keepdims=True)
    of_each_label = xp.eye(classes + 1, classes, dtype=logits.dtype)
    of_each_label[:classes] *= 1 - label_smoothing
    of_each_label[:classes] += label_smoothing / classes
    of_each_label[NOT_A_DIGIT] = 1 / classes
    target = of_each_label[labels]
    # The targets sum to 1, so log(totals) counts once.
    losses = xp.log(totals)[:, 0] - (target * shifted).sum(axis=1)
    return losses, (powers / totals - target) / n
