"""Softmax cross-entropy against its formula, finite differences and extreme logits."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.arrays import to_host
from core.network.losses import cross_entropy, softmax


def loss_by_formula(logits, label, smoothing):
    total = sum(math.exp(value) for value in logits)
    return -sum(
        (smoothing / 10 + (1 - smoothing) * (digit == label)) * math.log(math.exp(value) / total)
        for digit, value in enumerate(logits)
    )


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_losses_follow_the_formula(smoothing, rng):
    logits, labels = rng.standard_normal((6, 10)), rng.integers(0, 10, 6)
    losses, _ = cross_entropy(logits, labels, smoothing)
    expected = [loss_by_formula(*pair, smoothing) for pair in zip(logits, labels, strict=True)]
    np.testing.assert_allclose(losses, expected, rtol=1e-12)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_gradient_is_that_of_the_mean(smoothing, rng, numerical_gradient, relative_error):
    logits, labels = rng.standard_normal((6, 10)), rng.integers(0, 10, 6)
    _, dlogits = cross_entropy(logits, labels, smoothing)

    def mean() -> float:
        return float(cross_entropy(logits, labels, smoothing)[0].mean())

    assert relative_error(dlogits, numerical_gradient(mean, logits)) < 1e-6


def test_huge_logits_neither_overflow_nor_lose_the_loss():
    logits = np.zeros((2, 10), np.float32)
    logits[:, 3] = 1e4
    losses, dlogits = cross_entropy(logits, np.array([3, 5]))
    np.testing.assert_allclose(losses, [0, 1e4])
    assert np.isfinite(dlogits).all()
    np.testing.assert_allclose(softmax(logits)[:, 3], 1)


def test_softmax_sums_to_one(rng):
    np.testing.assert_allclose(softmax(rng.standard_normal((4, 10)) * 30).sum(axis=1), 1)


@pytest.mark.gpu
def test_the_loss_on_the_gpu_equals_the_cpu(rng, gpu):
    logits, labels = rng.standard_normal((6, 10)), rng.integers(0, 10, 6)
    expected = cross_entropy(logits, labels, 0.1)
    found = cross_entropy(gpu.put(logits), gpu.put(labels), 0.1)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(to_host(one), other, rtol=1e-10)
