"""Explanations: their parts add up to what the network computed."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pytest

from core.network.blocks import BatchNorm2d, Dropout, GlobalAvgPool2d, ResidualBlock
from core.network.layers import Conv2d, Flatten, Linear, ReLU
from core.network.losses import softmax
from core.network.model_card import ModelCard
from core.network.residual import Residual
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
    corner = explain_value(found, "block", (7, 0, 0))
    assert corner.source == Region(0, 0, 3, 3)
    assert corner.field == Region(0, 0, 6, 6)
    outside = image.copy()
    outside[6:], outside[:, 6:] = 1 - image[6:], 1 - image[:, 6:]
    found = activations(DeeperWeights(arrays), outside)
    assert found.values["block"][7, 0, 0] == pytest.approx(corner.value, abs=1e-6)
    output = explain_value(found, "output", (4,))
    assert isinstance(output, WeightedSum)
    assert output.sum == pytest.approx(output.value, abs=1e-5)
    mean = explain_value(found, "pool", (5,))
    assert isinstance(mean, Pooled)
    assert mean.value == pytest.approx(found.values["block"][5].mean(dtype=np.float64), abs=1e-5)
    np.testing.assert_array_equal(mean.window, found.values["block"][5])


def residual_weights(rng):
    """A residual network whose normalisations all do something."""
    arrays = Residual().initialise(2)
    for name, array in arrays.items():
        if name.endswith("running_var"):
            array[:] = rng.uniform(0.3, 2, array.shape)
        elif array.ndim == 1:
            array += rng.normal(0, 0.3, array.shape).astype(np.float32)
    return Weights(arrays, ModelCard(architecture="residual"))


def convolved(arrays, name, x, index):
    """One value of a convolution, written out."""
    channel, row, column = index
    kernel = arrays[f"{name}.weight"][channel].astype(float)
    reach = kernel.shape[-1] // 2
    padded = np.pad(x.astype(float), ((0, 0), (reach, reach), (reach, reach)))
    return sum(
        padded[c, row + i, column + j] * kernel[c, i, j]
        for c, i, j in np.ndindex(kernel.shape)
    )  # fmt: skip


def normalised(arrays, name, z, channel):
    """A value after batch normalisation, written out."""
    weight, bias, mean, variance = (
        float(arrays[f"{name}.{key}"][channel])
        for key in ("weight", "bias", "running_mean", "running_var")
    )
    return (z - mean) / np.sqrt(variance + 1e-5) * weight + bias


@pytest.mark.parametrize("block", ["block2", "block3"])
def test_a_residual_block_is_taken_apart(image, rng, block):
    weights = residual_weights(rng)
    found, arrays = activations(weights, image), weights.arrays
    given = found.values[{"block2": "s1", "block3": "block2"}[block]]
    hidden = found.value_of(f"{block}.conv1")
    for channel, row, column in [(0, 0, 0), (31, 13, 13), (7, 5, 0), (12, 6, 7)]:
        index = channel, row, column
        first = explain_value(found, f"{block}.conv1", index)
        z = convolved(arrays, f"{block}.conv1", given, index)
        assert first.sum == pytest.approx(z, abs=1e-4)
        after = normalised(arrays, f"{block}.norm1", z, channel)
        assert [value for _, value in first.steps] == pytest.approx(
            [after, max(after, 0)], abs=1e-4
        )
        assert first.value == hidden[index] == pytest.approx(max(after, 0), abs=1e-4)
        whole = explain_value(found, block, index)
        main = convolved(arrays, f"{block}.conv2", hidden, index)
        assert whole.main.sum == pytest.approx(main, abs=1e-4)
        main = normalised(arrays, f"{block}.norm2", main, channel)
        if block == "block2":
            shortcut = convolved(arrays, f"{block}.projection", given, index)
            assert whole.shortcut.sum == pytest.approx(shortcut, abs=1e-4)
            shortcut = normalised(arrays, f"{block}.projection_norm", shortcut, channel)
        else:
            shortcut = float(given[index])
        assert whole.main.value == pytest.approx(main, abs=1e-4)
        assert whole.shortcut.value == pytest.approx(shortcut, abs=1e-4)
        assert whole.sum == pytest.approx(main + shortcut, abs=1e-4)
        assert (
            whole.value == found.values[block][index] == pytest.approx(max(whole.sum, 0), abs=1e-5)
        )


def test_pixels_outside_the_field_within_a_block_do_not_matter(image, rng):
    weights = residual_weights(rng)
    stage, index = "block2.conv1", (3, 5, 6)
    asked = explain_value(activations(weights, image), stage, index)
    assert asked.source == Region(4, 5, 7, 8)
    inside = np.zeros((28, 28), bool)
    inside[asked.field.top : asked.field.bottom, asked.field.left : asked.field.right] = True
    noise = rng.uniform(0, 1, (28, 28)).astype(np.float32)
    other = activations(weights, np.where(inside, image, noise))
    assert other.value_of(stage)[index] == pytest.approx(asked.value, abs=1e-6)
    other = activations(weights, np.where(inside, noise, image))
    assert other.output_of("block2.norm1")[index] != pytest.approx(asked.steps[0][1], abs=1e-3)
