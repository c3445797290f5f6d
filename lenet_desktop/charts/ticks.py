"""The round numbers that stand at an axis."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, log10

_MOST = 6
_STEPS = (1, 2, 5, 10)
_DECADES = ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 5), (1, 3), (1,))
"""What is numbered in each decade, where there is room for it."""


def ticks(low: float, high: float) -> list[float]:
    """Round numbers from `low` to `high`, a handful."""
    step = 10 ** floor(log10((high - low) / _MOST))
    step *= next(factor for factor in _STEPS if (high - low) / (step * factor) <= _MOST)
    return [number * step for number in range(ceil(low / step), floor(high / step) + 1)]


def logarithmic_ticks(low: float, high: float, least_gap: float) -> list[float]:
    """Logarithms, to base 10, of round numbers.

    Parameters
    ----------
    low, high
        The range, as logarithms.
    least_gap
        Between any two of them: what a number takes, as a share of a decade.
    """
    for numbers in _DECADES:
        found = [
            decade + log10(number)
            for decade in range(floor(low), floor(high) + 1)
            for number in numbers
            if low <= decade + log10(number) <= high
        ]
        if all(after - before >= least_gap for before, after in pairwise(found)):
            break
    else:
        step = ceil(least_gap)
        return [float(decade) for decade in range(ceil(low / step) * step, floor(high) + 1, step)]
    if len(found) > 1:
        return found
    # So small a part of a decade is nearly even.
    spread: list[float] = []
    for number in ticks(10**low, 10**high):
        if number > 0 and (not spread or log10(number) - spread[-1] >= least_gap):
            spread.append(log10(number))
    return spread
