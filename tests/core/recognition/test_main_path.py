"""The main path to an answer: in each step the largest contribution, found by a search."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from core.network.architectures import network_of
from core.network.lenet5 import ACTIVATIONS, POOLINGS
from core.network.model_card import ModelCard
from core.network.weights import Weights
from core.recognition.activations import PROBABILITIES, activations
from core.recognition.explain import Pooled, WeightedSum
from core.recognition.main_path import main_path
from tests.support.inputs.networks import random_weights


@pytest.mark.parametrize("kind", [*product(ACTIVATIONS, POOLINGS)], ids="-".join)
def test_each_step_is_the_largest_contribution(rng, kind):
    image = rng.uniform(0, 1, (28, 28)).astype(np.float32)
    found = activations(random_weights(4, ModelCard(*kind)), image)
    path = main_path(found)
    first = path[0]
    assert first.value.index == (int(found.values[PROBABILITIES].argmax()),)
    assert first.contribution == first.value.value
    assert [step.value.stage for step in path] == ["output", "f6", "f5", "s4", "c3", "s2", "c1"]
    supports = 1.0
    for after, step in pairwise(path):
        assert found.sections[after.value.stage].before == step.value.stage
        value = float(found.values[step.value.stage][step.value.index])
        assert value == step.value.value
        match after.value:
            case WeightedSum():
                terms = after.value.products * supports
                assert step.contribution * supports == pytest.approx(terms.max())
                weight = step.contribution / value
                assert np.isclose(after.value.weights, weight).any()
                supports *= np.sign(weight)
            case Pooled():
                assert step.contribution == pytest.approx(value / (1 if kind[1] == "max" else 4))
                if kind[1] == "max":
                    assert value == after.value.value
                else:
                    assert value * supports == (after.value.window * supports).max()


def test_the_value_of_each_step_is_the_input_of_its_term(rng):
    card = ModelCard(architecture="deeper")  # With padding: a patch begins outside of the map.
    weights = Weights(network_of("deeper").initialise(3), card)
    for corner in (slice(3), slice(25, 28)):
        image = np.zeros((28, 28), np.float32)
        image[corner, corner] = rng.uniform(0.5, 1, (3, 3))
        path = main_path(activations(weights, image))
        assert path[-1].value.stage == "c1"
        for after, step in pairwise(path):
            if isinstance(after.value, WeightedSum):
                place = np.unravel_index(after.value.products.argmax(), after.value.inputs.shape)
                assert step.value.value == after.value.inputs[place]


def test_without_positive_contributions_the_path_ends():
    weights = random_weights(4)
    arrays = {name: array.copy() for name, array in weights.arrays.items()}
    arrays["output.weight"][:] = 0
    found = activations(Weights(arrays), np.ones((28, 28), np.float32))
    (only,) = main_path(found)
    assert only.value.stage == "output"
