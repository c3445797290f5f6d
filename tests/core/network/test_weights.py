"""Weights: read-only arrays and their model card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weights import Weights


@pytest.fixture
def weights():
    return Weights(initialise(1), ModelCard(activation="tanh", pooling="max"))


def test_weights_cannot_be_changed(weights):
    with pytest.raises(ValueError, match="read-only"):
        weights.arrays["c1.bias"][0] = 1


def test_weights_are_equal_when_arrays_and_card_are(weights):
    assert weights == Weights(initialise(1), weights.card)
    assert weights != Weights(initialise(2), weights.card)
    assert weights != Weights(initialise(1), replace(weights.card, epoch=3))


def test_the_network_is_the_one_on_the_card(weights):
    assert (weights.network.activation, weights.network.pooling) == ("tanh", "max")
