"""The pass of a single image agrees with the reference layers for every variant."""

from __future__ import annotations

import numpy as np
import pytest

from core.engines.predictor import predictor_of
from core.engines.single import SinglePass
from core.network.lenet5 import ACTIVATIONS, POOLINGS, LeNet5, initialise
from core.network.weights import Weights


@pytest.fixture
def params(rng):
    return {
        name: array + (0.05 * rng.standard_normal(array.shape)).astype(np.float32)
        for name, array in initialise(1).items()
    }


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("pooling", POOLINGS)
def test_logits_agree_with_the_layers_image_after_image(
    activation, pooling, params, rng, relative_error
):
    network = LeNet5(activation, pooling)
    exact = {name: array.astype(np.float64) for name, array in params.items()}
    single = SinglePass(network, params)
    for _ in range(3):
        image = rng.random((1, 28, 28), np.float32)
        expected, _ = network.forward(exact, image.astype(np.float64))
        logits = single.forward(image.reshape(1, -1))
        assert logits.shape == (1, 10)
        assert logits.dtype == np.float32
        assert relative_error(logits, expected) < 5e-6


def test_logits_stay_after_the_next_image(params, rng):
    single = SinglePass(LeNet5(), params)
    images = rng.random((2, 1, 784), np.float32)
    first = single.forward(images[0])
    kept = first.copy()
    single.forward(images[1])
    np.testing.assert_array_equal(first, kept)


@pytest.mark.parametrize("n", [1, 3])
def test_grey_levels_are_the_same_as_their_shares_of_white(n, params, rng):
    greys = rng.integers(0, 256, (n, 784)).astype(np.uint8)
    predict = predictor_of(Weights(params))
    shares = greys / np.float32(255)
    np.testing.assert_allclose(predict(greys), predict(shares), atol=1e-5)


def test_one_image_is_read_as_among_others(params, rng):
    predict = predictor_of(Weights(params))
    images = rng.random((4, 784), np.float32)
    alone = np.concatenate([predict(image[None]) for image in images])
    np.testing.assert_allclose(alone, predict(images), atol=1e-5)
