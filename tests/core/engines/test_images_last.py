"""Layers with the images last compute the same as the layers, and as they follow one another."""

from __future__ import annotations

import numpy as np
import pytest

from core.engines.images_last.chain import Chain
from core.engines.images_last.layer import Scratch
from core.network.blocks import BatchNorm2d, Dropout, GlobalAvgPool2d, ResidualBlock, is_statistic
from core.network.layers import (
    AvgPool2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Tanh,
)
from core.network.sequence import forward_through, initialise_stages

CHAINS = {
    "padded": [Conv2d(3, 5, 3, padding=1)],
    "not padded": [Conv2d(3, 5, 3)],
    "5x5": [Conv2d(3, 4, 5, padding=2, bias=False)],
    "1x1": [Conv2d(3, 4, 1, bias=False)],
    "stride": [Conv2d(3, 4, 2, stride=2)],
    "in pieces": [Conv2d(3, 64, 3, padding=1), Conv2d(64, 64, 3, padding=1)],
    "normalised": [Conv2d(3, 4, 3, padding=1, bias=False), BatchNorm2d(4), ReLU()],
    "normalised first": [BatchNorm2d(3), Conv2d(3, 2, 1)],
    "after a kept output": [ReLU(), BatchNorm2d(3), ReLU(), AvgPool2d(2)],
    "averages": [AvgPool2d(2), ReLU(), AvgPool2d(3)],
    "maxima": [MaxPool2d(2), Tanh(), ReLU(), BatchNorm2d(3)],
    "identity": [ResidualBlock(3, 3), ResidualBlock(3, 3)],
    "projection": [ResidualBlock(3, 5), AvgPool2d(2), ResidualBlock(5, 5), GlobalAvgPool2d()],
    "dense": [Conv2d(3, 2, 3), Flatten(), Linear(320, 7), ReLU(), Dropout(7), Linear(7, 4)],
    "without a mask": [Flatten(), Linear(648, 7), ReLU(), Dropout(7), ReLU(), Tanh()],
}


def named(layers):
    return tuple((f"stage{index}", layer) for index, layer in enumerate(layers))


def problem(layers, rng, n=6):
    """Stages, parameters without special values, and images (n, 3, 12, 18)."""
    stages = named(layers)
    params = {
        name: rng.uniform(0.5, 1.5, array.shape).astype(np.float32) if array.ndim == 1 else array
        for name, array in initialise_stages(stages, rng).items()
    }
    return stages, params, rng.standard_normal((n, 3, 12, 18)).astype(np.float32)


def last(x):
    return x.transpose(2, 1, 3, 0) if x.ndim == 4 else x.T


@pytest.mark.parametrize("n", [1, 6])
@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_equals_the_layers(name, n, rng, relative_error):
    stages, params, x = problem(CHAINS[name], rng, n)
    given = {key: array for key, array in params.items() if not is_statistic(key)}
    if name == "dense":
        given["stage4.mask"] = rng.integers(0, 2, (n, 7)).astype(np.float32)
    expected, backward = forward_through(stages, given, x)
    dy = rng.standard_normal(expected.shape).astype(np.float32)
    dx, gradients = backward(dy)
    chain = Chain(stages, last(x).shape, Scratch())
    assert chain.out_shape == last(expected).shape
    for _ in range(2):  # The second time in the memory of the first.
        y = chain.forward(given, np.ascontiguousarray(last(x)))
        assert relative_error(y, last(expected)) < 1e-5
        found = {key: np.full_like(array, np.nan) for key, array in params.items()}
        found_dx = chain.backward(given, np.ascontiguousarray(last(dy)), found)
        assert relative_error(found_dx, last(dx)) < 1e-4
        for key, array in gradients.items():
            assert relative_error(found[key], array) < 1e-4, key
        assert found.keys() == gradients.keys()


@pytest.mark.parametrize("name", ["normalised", "projection", "identity", "without a mask"])
def test_a_prediction_equals_that_of_the_layers(name, rng, relative_error):
    stages, params, x = problem(CHAINS[name], rng)
    expected, _ = forward_through(stages, params, x)
    y = Chain(stages, last(x).shape, Scratch()).forward(params, np.ascontiguousarray(last(x)))
    assert relative_error(y, last(expected)) < 1e-5


def test_a_first_convolution_returns_no_input_gradient(rng):
    stages, params, x = problem([Conv2d(3, 2, 3, needs_input_gradient=False)], rng)
    chain = Chain(stages, last(x).shape, Scratch())
    y = chain.forward(params, np.ascontiguousarray(last(x)))
    found = {key: np.empty_like(array) for key, array in params.items()}
    assert chain.backward(params, y, found).size == 0
