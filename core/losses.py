"""Softmax and the cross-entropy that training makes small."""

from __future__ import annotations

from core.backend import Array, array_module


def softmax(logits: Array) -> Array:
    """Turn logits (N, 10) into probabilities (N, 10); each row sums to 1."""
    # Shifted by the largest, exp cannot overflow, and the quotient is the same.
    powers = array_module(logits).exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(
    logits: Array, labels: Array, label_smoothing: float = 0.0
) -> tuple[Array, Array]:
    """Measure how far the probabilities are from the labels.

    Parameters
    ----------
    logits
        (N, 10).
    labels
        (N,) integers 0-9.
    label_smoothing
        This share of the target, in [0, 1), is spread evenly over all classes.

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
    log_probabilities = shifted - xp.log(xp.exp(shifted).sum(axis=1, keepdims=True))
    target = xp.full(logits.shape, label_smoothing / classes, dtype=logits.dtype)
    target[xp.arange(n), labels] += 1 - label_smoothing
    losses = -(target * log_probabilities).sum(axis=1)
    return losses, (xp.exp(log_probabilities) - target) / n
