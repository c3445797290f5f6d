"""Curves are smoothed, and reduced to the means of neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from core.runs.curves import smoothed, thinned


def weighted_means(values, span):
    """The definition: each mean weighs the values so far, the last one most."""
    means = []
    for n in range(1, len(values) + 1):
        weights = (1 - 1 / span) ** np.arange(n)[::-1]
        means.append((weights * values[:n]).sum() / weights.sum())
    return np.array(means)


@pytest.mark.parametrize("span", [1, 2, 5, 20, 1000])
@pytest.mark.parametrize("n", [0, 1, 2, 700, 3000])
def test_the_average_weighs_the_values_so_far(span, n):
    values = np.random.default_rng(n).normal(1, 1, n)
    np.testing.assert_allclose(smoothed(values, span), weighted_means(values, span), atol=1e-9)


def test_the_average_starts_at_the_first_value_and_follows_a_step_without_an_edge():
    values = np.concatenate([np.full(1000, 2.0), np.full(1000, 1.0)])
    average = smoothed(values, 50)
    np.testing.assert_allclose(average[:1000], 2)
    assert np.abs(np.diff(average)).max() == pytest.approx(1 / 50, rel=0.01)
    assert average[-1] == pytest.approx(1, abs=1e-6)


def test_a_long_run_is_averaged_without_overflow():
    average = smoothed(np.linspace(2, 1, 400_000).astype(np.float32), 2)
    assert np.isfinite(average).all()
    assert average[-1] == pytest.approx(1, abs=1e-4)


def test_a_thinned_curve_is_means_of_neighbours():
    curve = np.stack([np.arange(10.0), np.arange(10.0) ** 2])
    np.testing.assert_allclose(
        thinned(curve, 5), [[0.5, 2.5, 4.5, 6.5, 8.5], [0.5, 6.5, 20.5, 42.5, 72.5]]
    )
    np.testing.assert_array_equal(thinned(curve, 10), curve)
    assert thinned(curve, 3).shape[1] <= 3
    assert thinned(np.empty((2, 0)), 3).shape == (2, 0)
