"""Explanations: their parts add up to what the network computed."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pytest

from core.network.blocks import BatchNorm2d, Dropout, GlobalAvgPool2d, ResidualBlock
from core.network.layers import Conv2d, Flatten, Linear, ReLU
from core.network.losses import softmax
from core.network.sequence import Network
from core.network.weights import Weights
from core.recognition.activations import INPUT, PROBABILITIES, activations
from core.recognition.explain import Parameter, Pooled, Region, Share, WeightedSum, explain_value

AFTER = {"relu": lambda z: max(z, 0.0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}


def places(values, rng, n=40):
    """Random indices into an array, and those of its first and last value."""
    random = [tuple(int(rng.integers(side)) for side in values.shape) for _ in range(n)]
    return [(0,) * values.ndim, tuple(side - 1 for side in values.shape), *random]


def test_the_values_are_those_of_the_network(weights, image):
    logits, _ = weights.network.forward(weights.arrays, image[None])
    values = activations(weights, image).values
    np.testing.assert_allclose(values["output"], logits[0], rtol=1e-6)
    np.testing.assert_allclose(values[PROBABILITIES], softmax(logits / 1.7)[0], rtol=1e-5)
    shapes = {name: array.shape for name, array in values.items()}
    assert shapes == {
        INPUT: (1, 28, 28),
        "c1": (6, 28, 28),
        "s2": (6, 14, 14),
        "c3": (16, 10, 10),
        "s4": (16, 5, 5),
        "f5": (120,),
        "f6": (84,),
        "output": (10,),
        PROBABILITIES: (10,),
    }


@pytest.mark.parametrize("stage", ["c1", "c3", "f5", "f6", "output"])
def test_a_weighted_sum_adds_up_to_its_value(weights, image, rng, stage):
    found = activations(weights, image)
    for place in places(found.values[stage], rng):
        explanation = explain_value(found, stage, place)
        assert isinstance(explanation, WeightedSum)
        total = sum(
            float(x) * float(weight)
            for x, weight in zip(explanation.inputs.flat, explanation.weights.flat, strict=True)
        )
        z = total + explanation.bias
        assert explanation.sum == pytest.approx(z, abs=1e-5)
        value = z if stage == "output" else AFTER[weights.card.activation](z)
        assert explanation.value == pytest.approx(value, abs=1e-5)
        assert [step for _, step in explanation.steps] == (
            [] if stage == "output" else [explanation.value]
        )


def test_a_weight_is_explained_by_its_kernel(weights, image):
    found = activations(weights, image)
    explanation = explain_value(found, "c3.weight", (5, 2, 0, 4))
    assert isinstance(explanation, Parameter)
    assert (explanation.stage, explanation.index) == ("c3", (5, 2, 0, 4))
    assert explanation.value == float(weights.arrays["c3.weight"][5, 2, 0, 4])
    np.testing.assert_array_equal(explanation.kernel, weights.arrays["c3.weight"][5, 2])


@pytest.mark.parametrize("stage", ["s2", "s4"])
def test_a_pooled_value_is_the_mean_or_the_maximum_of_its_window(weights, image, rng, stage):
    found = activations(weights, image)
    for place in places(found.values[stage], rng):
        explanation = explain_value(found, stage, place)
        assert isinstance(explanation, Pooled)
        four = explanation.window.ravel().tolist()
        assert len(four) == 4
        assert explanation.takes_maximum == (weights.card.pooling == "max")
        expected = max(four) if explanation.takes_maximum else sum(four) / 4
        assert explanation.value == pytest.approx(expected, abs=1e-6)
        channel, row, column = place
        region = Region(2 * row, 2 * column, 2 * row + 2, 2 * column + 2, channel)
        assert explanation.source == region


def test_a_probability_is_a_share_of_ten_powers(weights, image):
    found = activations(weights, image)
    for digit in range(10):
        explanation = explain_value(found, PROBABILITIES, (digit,))
        assert isinstance(explanation, Share)
        powers = [np.exp(float(logit) / 1.7) for logit in explanation.logits]
        assert explanation.powers.tolist() == pytest.approx(powers)
        assert explanation.value == pytest.approx(powers[digit] / sum(powers), abs=1e-5)


def test_a_pixel_explains_itself(weights, image):
    explanation = explain_value(activations(weights, image), INPUT, (0, 3, 5))
    assert explanation.value == image[3, 5]
    assert explanation.field == Region(3, 5, 4, 6)


@pytest.mark.parametrize(
    ("stage", "index"),
    [("c1", (2, 0, 27)), ("s2", (1, 6, 0)), ("c3", (9, 9, 4)), ("s4", (15, 2, 4)), ("f6", (3,))],
)
def test_pixels_outside_the_receptive_field_do_not_matter(weights, image, rng, stage, index):
    field = explain_value(activations(weights, image), stage, index).field
    inside = np.zeros((28, 28), bool)
    inside[field.top : field.bottom, field.left : field.right] = True
    noise = rng.uniform(0, 1, (28, 28)).astype(np.float32)

    def value(pixels):
        return float(activations(weights, pixels).values[stage][index])

    assert value(np.where(inside, image, noise)) == pytest.approx(value(image), abs=1e-6)
    # Every row and column of the field matters to some map of it.
    edges = [(field.top, slice(None)), (field.bottom - 1, slice(None))]
    edges += [(slice(None), field.left), (slice(None), field.right - 1)]
    for edge in edges:
        changed = image.copy()
        changed[edge] += 5
        before, after = (activations(weights, one).outputs[stage] for one in (image, changed))
        at = (slice(None), *index[1:]) if len(index) == 3 else slice(None)
        assert (before[at] != after[at]).any()


def test_the_source_of_a_convolution_is_cut_off_at_the_edge(weights, image):
    found = activations(weights, image)
    assert explain_value(found, "c1", (0, 0, 27)).source == Region(0, 25, 3, 28)
    assert explain_value(found, "c3", (0, 9, 4)).source == Region(9, 4, 14, 9)
    assert explain_value(found, "f5", (0,)).source is None


def test_a_value_that_does_not_exist_is_an_error(weights, image):
    found = activations(weights, image)
    with pytest.raises(KeyError):
        explain_value(found, "c9", (0, 0, 0))
    with pytest.raises(IndexError):
        explain_value(found, "c1", (6, 0, 0))


class Deeper(Network):
    """A network with every other layer."""

    @cached_property
    def stages(self):
        return (
            ("conv", Conv2d(1, 4, 3, stride=2, padding=1, bias=False)),
            ("norm", BatchNorm2d(4)),
            ("relu", ReLU()),
            ("block", ResidualBlock(4, 8)),
            ("pool", GlobalAvgPool2d()),
            ("flatten", Flatten()),
            ("drop", Dropout(8)),
            ("output", Linear(8, 10)),
        )


class DeeperWeights(Weights):
    """Weights of `Deeper`."""

    @property
    def network(self):
        return Deeper()


def test_another_list_of_stages_is_explained_too(image, rng):
    arrays = Deeper().initialise(3)
    arrays["norm.running_mean"] = rng.normal(0, 0.3, 4).astype(np.float32)
    arrays["block.norm2.weight"] += 1
    found = activations(DeeperWeights(arrays), image)
    assert list(found.values) == [INPUT, "conv", "block", "pool", "output", PROBABILITIES]
    explanation = explain_value(found, "conv", (1, 13, 0))
    assert isinstance(explanation, WeightedSum)
    (norm, normalised), (relu, value) = explanation.steps
    assert (norm, relu) == ("norm", "relu")
    scaled = (explanation.sum - arrays["norm.running_mean"][1]) / np.sqrt(1 + 1e-5)
    assert normalised == pytest.approx(scaled, abs=1e-5)
    assert explanation.value == value == max(normalised, 0)
    assert explanation.source == Region(25, 0, 28, 2)
    opaque = explain_value(found, "block", (7, 0, 0))
    assert opaque.source == Region(0, 0, 3, 3)
    assert opaque.field == Region(0, 0, 6, 6)
    outside = image.copy()
    outside[6:], outside[:, 6:] = 1 - image[6:], 1 - image[:, 6:]
    found = activations(DeeperWeights(arrays), outside)
    assert found.values["block"][7, 0, 0] == pytest.approx(opaque.value, abs=1e-6)
    output = explain_value(found, "output", (4,))
    assert isinstance(output, WeightedSum)
    assert output.sum == pytest.approx(output.value, abs=1e-5)
