"""Fixtures of the network's tests: numerical gradients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from core.arrays import Array

NumericalGradient = Callable[[Callable[[], float], Array], Array]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20250623)


@pytest.fixture
def numerical_gradient() -> NumericalGradient:
    """Central differences of a function by every element of an array that it reads (float64)."""

    def by_differences(function: Callable[[], float], array: Array) -> Array:
        step = 1e-6
        gradient = np.empty_like(array)
        for place in np.ndindex(*array.shape):
            kept = array[place]
            array[place] = kept + step
            above = function()
            array[place] = kept - step
            below = function()
            array[place] = kept
            gradient[place] = (above - below) / (2 * step)
        return gradient

    return by_differences


@pytest.fixture
def relative_error() -> Callable[[Array, Array], float]:
    def error(found: Array, expected: Array) -> float:
        return float(
            np.linalg.norm(found - expected)
            / max(np.linalg.norm(found), np.linalg.norm(expected), 1e-12)
        )

    return error
