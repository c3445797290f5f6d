"""Networks of every kind and an image, for the explanations of values."""

from __future__ import annotations

import numpy as np
import pytest

from core.network.model_card import ModelCard
from core.network.weights import Weights
from tests.support.inputs.networks import random_weights

KINDS = [("relu", "average"), ("tanh", "max"), ("sigmoid", "average")]


@pytest.fixture(params=KINDS, ids=["-".join(kind) for kind in KINDS])
def weights(request) -> Weights:
    """Random weights with biases; each activation and each kind of pooling occurs."""
    activation, pooling = request.param
    return random_weights(7, ModelCard(activation, pooling, temperature=1.7))


@pytest.fixture
def exact(weights) -> Weights:
    """The same in float64, for finite differences."""
    arrays = {name: array.astype(np.float64) for name, array in weights.arrays.items()}
    return Weights(arrays, weights.card)


@pytest.fixture
def image(rng):
    """An image with ink at its edges too, where kernels overlap the padding."""
    grey = rng.uniform(0, 1, (28, 28)).astype(np.float32)
    return grey * (rng.uniform(0, 1, (28, 28)) < 0.4)
