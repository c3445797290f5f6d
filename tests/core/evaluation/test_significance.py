"""Confidence intervals and tests against definitions, worked out another way."""

from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt

import pytest

from core.evaluation.significance import mcnemar, wilson_interval

Z = 1.959963984540054  # 97.5 % quantile of the normal distribution, from a table


@pytest.mark.parametrize(
    ("correct", "n"), [(0, 1), (1, 1), (3, 10), (50, 100), (9947, 10_000), (10_000, 10_000)]
)
def test_the_bounds_are_where_the_observed_share_is_just_plausible(correct, n):
    """Each bound p solves |share - p| = z sqrt(p (1 - p) / n), which Wilson's formula inverts."""
    low, high = wilson_interval(correct, n)
    assert 0 <= low <= correct / n <= high <= 1
    for bound in (low, high):
        if 0 < bound < 1:
            distance = Z * sqrt(bound * (1 - bound) / n)
            assert abs(correct / n - bound) == pytest.approx(distance, abs=1e-9)


def test_more_examples_narrow_the_interval():
    widths = [high - low for low, high in (wilson_interval(99 * n, 100 * n) for n in (1, 10, 100))]
    assert widths[0] > 2 * widths[1] > 4 * widths[2]


def test_without_examples_everything_is_possible():
    assert wilson_interval(0, 0) == (0, 1)


@pytest.mark.parametrize("pair", [(0, 0), (1, 0), (5, 5), (0, 6), (3, 14), (40, 25), (300, 200)])
def test_the_p_value_is_the_sum_of_the_outcomes_that_are_as_uneven(pair):
    n = sum(pair)
    uneven = [k for k in range(n + 1) if abs(2 * k - n) >= abs(pair[0] - pair[1])]
    exact = Fraction(sum(comb(n, k) for k in uneven), 2**n)
    assert mcnemar(*pair) == pytest.approx(float(exact), rel=1e-9)
    assert mcnemar(*reversed(pair)) == mcnemar(*pair)


def test_many_differences_neither_overflow_nor_vanish():
    assert mcnemar(30_000, 30_000) == 1
    assert 0 < mcnemar(29_500, 30_500) < 1e-4
