"""Curves are smoothed, and reduced to the means of neighbours."""

from __future__ import annotations

import numpy as np

from core.runs.curves import smoothed, thinned


def test_the_mean_is_taken_over_what_there_is_at_first_and_a_window_then():
    np.testing.assert_allclose(smoothed(np.array([4.0, 2, 6, 8]), 2), [4, 3, 4, 7])
    np.testing.assert_allclose(smoothed(np.array([4.0, 2, 6]), 1), [4, 2, 6])
    np.testing.assert_allclose(smoothed(np.array([4.0, 2]), 1000), [4, 3])
    assert smoothed(np.array([]), 5).shape == (0,)


def test_a_thinned_curve_is_means_of_neighbours():
    curve = np.stack([np.arange(10.0), np.arange(10.0) ** 2])
    np.testing.assert_allclose(
        thinned(curve, 5), [[0.5, 2.5, 4.5, 6.5, 8.5], [0.5, 6.5, 20.5, 42.5, 72.5]]
    )
    np.testing.assert_array_equal(thinned(curve, 10), curve)
    assert thinned(curve, 3).shape[1] <= 3
    assert thinned(np.empty((2, 0)), 3).shape == (2, 0)
