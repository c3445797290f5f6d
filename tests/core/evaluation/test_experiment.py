"""Experiments: what is switched off is 0, what is set is set, and nothing else changes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from core.data import sources
from core.data.examples import Examples
from core.evaluation.experiment import (
    ParameterSet,
    Sample,
    Scaled,
    SwitchedOff,
    accuracy,
    changed,
    load_sample,
    with_change,
)
from core.evaluation.units import Unit, parts_of, unit_of
from core.network.architectures import network_of
from core.network.lenet5 import ACTIVATIONS, POOLINGS
from core.network.model_card import ModelCard
from core.network.sequence import params_of
from core.network.weights import Weights, combined
from core.progress import Stage, result_of
from core.recognition.activations import PROBABILITIES, activations
from tests.support.inputs.networks import constant_weights, random_weights

KINDS = list(product(ACTIVATIONS, POOLINGS))


@pytest.fixture
def image(rng):
    return rng.uniform(0, 1, (28, 28)).astype(np.float32)


def weights_of(architecture, rng):
    """Random weights of a deeper network, with normalisations that have seen data."""
    arrays = network_of(architecture).initialise(3)
    for name, array in arrays.items():
        if name.endswith(("bias", "running_mean")):
            array[...] = rng.normal(0, 0.3, array.shape)
        if name.endswith("norm2.weight"):  # Otherwise a block begins as its shortcut.
            array[...] = rng.uniform(0.5, 1, array.shape)
    return Weights(arrays, ModelCard(architecture=architecture, test_accuracy=0.9))


def logits_without(weights, image, stage, unit):
    """The logits if the output of a unit is replaced by 0 on its way: an ablation."""
    x = image[None, None]
    last = activations(weights, image).sections[stage].last
    for name, layer in weights.network.stages:
        x, _ = layer.forward(params_of(name, weights.arrays), x)
        if name == last:
            x = x.copy()
            x[:, unit] = 0
    return x[0]


@pytest.mark.parametrize("kind", KINDS, ids="-".join)
@pytest.mark.parametrize(("stage", "unit"), [("c1", 0), ("c3", 15), ("f5", 60), ("f6", 83)])
def test_the_network_computes_without_a_unit_that_is_off(image, kind, stage, unit):
    weights = random_weights(4, ModelCard(*kind))
    found = activations(changed(weights, (SwitchedOff(Unit(stage, unit)),)), image)
    assert (found.values[stage][unit] == 0).all()
    expected = logits_without(weights, image, stage, unit)
    np.testing.assert_allclose(found.logits, expected, atol=1e-5)


@pytest.mark.parametrize(
    ("architecture", "stage"),
    [("residual", "c1"), ("residual", "block3"), ("deeper", "c4"), ("deeper", "f6")],
)
def test_units_of_deeper_networks_can_be_switched_off(image, rng, architecture, stage):
    weights = weights_of(architecture, rng)
    found = activations(changed(weights, (SwitchedOff(Unit(stage, 2)),)), image)
    assert (found.values[stage][2] == 0).all()
    expected = logits_without(weights, image, stage, 2)
    np.testing.assert_allclose(found.logits, expected, rtol=1e-4, atol=1e-4)


def test_a_parameter_is_set_and_nothing_else():
    weights = random_weights(4, ModelCard(test_accuracy=0.99, test_set="mnist", temperature=1.2))
    before = {name: array.copy() for name, array in weights.arrays.items()}
    changes = (
        ParameterSet("c3.weight", (2, 1, 4, 0), 0.75),
        ParameterSet("f6.bias", (9,), -1.5),
    )
    after = changed(weights, changes)
    assert after.arrays["c3.weight"][2, 1, 4, 0] == np.float32(0.75)
    assert after.arrays["f6.bias"][9] == np.float32(-1.5)
    for name, array in before.items():
        np.testing.assert_array_equal(weights.arrays[name], array)
        assert (after.arrays[name] != array).sum() == (name in ("c3.weight", "f6.bias"))
    card = after.card
    assert (card.test_accuracy, card.test_set, card.temperature) == (None, "", 1.2)


def test_a_unit_that_is_off_stays_off_whatever_is_set(image):
    weights = random_weights(4)
    changes = (SwitchedOff(Unit("c1", 3)), ParameterSet("c1.bias", (3,), 2.0))
    assert (activations(changed(weights, changes), image).values["c1"][3] == 0).all()


def test_no_change_is_the_same_network():
    weights = random_weights(4)
    assert changed(weights, ()) is weights


def test_a_parameter_has_one_value_at_a_time():
    off = SwitchedOff(Unit("c1", 0))
    first, second = (ParameterSet("c1.bias", (1,), value) for value in (0.5, 0.7))
    other = ParameterSet("c1.bias", (2,), 0.5)
    changes = with_change(with_change(with_change((), first), off), other)
    assert with_change(changes, second) == (second, off, other)
    assert with_change(changes, off) == changes
    assert second.unit == Unit("c1", 1)


@pytest.mark.parametrize(
    ("stage", "index", "expected"),
    [
        ("input", (0, 3, 3), None),
        ("c1", (4, 0, 0), Unit("c1", 4)),
        ("s2", (4, 0, 0), Unit("c1", 4)),
        ("s4", (15, 4, 4), Unit("c3", 15)),
        ("f5", (7,), Unit("f5", 7)),
        ("output", (9,), Unit("output", 9)),
        (PROBABILITIES, (9,), Unit("output", 9)),
    ],
)
def test_the_unit_behind_a_value(stage, index, expected):
    assert unit_of(random_weights(1), stage, index) == expected


def test_the_unit_behind_a_value_of_a_block(rng):
    weights = weights_of("residual", rng)
    assert unit_of(weights, "s3", (5, 0, 0)) == Unit("block3", 5)
    assert unit_of(weights, "mean", (7,)) == Unit("block4", 7)
    stages = ["block3", "block3.conv1", "block3.conv2", "block3"]
    assert [part.stage for part in parts_of(weights, Unit("block3", 5))] == stages
    assert Unit("block2.projection", 3) in parts_of(weights, Unit("block2", 3))
    assert parts_of(weights, Unit("c1", 3)) == (Unit("c1", 3),)


def block_by_hand(weights, image, block, *, without=None, factor=1.0, number=slice(None)):
    """The logits with one residual block computed step by step."""
    x = image[None, None]
    for name, layer in weights.network.stages:
        params = params_of(name, weights.arrays)
        if name == block:
            ways = []
            for way in (layer.main, layer.shortcut):
                y = x
                for inner, part in way:
                    y, _ = part.forward(params_of(inner, params), y)
                    if inner == without:
                        y = y.copy()
                        y[:, number] = 0
                ways.append(y)
            main = ways[0].copy()
            main[:, number] *= factor
            x = np.maximum(main + ways[1], 0)
        else:
            x, _ = layer.forward(params, x)
    return x[0]


@pytest.mark.parametrize(
    ("block", "part", "after"),
    [
        ("block3", "conv1", "norm1"),
        ("block2", "projection", "projection_norm"),
        ("block3", "conv2", "norm2"),
    ],
)
def test_a_map_within_a_block_is_switched_off(image, rng, block, part, after):
    weights = weights_of("residual", rng)
    off = SwitchedOff(Unit(f"{block}.{part}", 4))
    found = activations(changed(weights, (off,)), image)
    expected = block_by_hand(weights, image, block, without=after, number=4)
    np.testing.assert_allclose(found.logits, expected, rtol=1e-4, atol=1e-4)
    assert not np.allclose(expected, activations(weights, image).logits, atol=1e-4)


@pytest.mark.parametrize("number", [None, 4])
def test_the_convolutions_of_a_block_are_scaled_or_switched_off(image, rng, number):
    weights = weights_of("residual", rng)
    unit, chosen = Unit("block3", number), slice(None) if number is None else number
    found = activations(changed(weights, (Scaled(unit, -1.5),)), image)
    expected = block_by_hand(weights, image, "block3", factor=-1.5, number=chosen)
    np.testing.assert_allclose(found.logits, expected, rtol=1e-4, atol=1e-4)
    without = activations(changed(weights, (Scaled(unit, 2.0), SwitchedOff(unit))), image)
    if number is None:
        expected = block_by_hand(weights, image, "block3", factor=0)
    else:
        expected = logits_without(weights, image, "block3", 4)
        assert (without.values["block3"][4] == 0).all()
    np.testing.assert_allclose(without.logits, expected, rtol=1e-4, atol=1e-4)


def test_the_bias_of_a_normalised_convolution_is_that_of_its_normalisation(rng):
    weights = weights_of("residual", rng)
    changes = (
        ParameterSet("c1.bias", (2,), 0.5),
        ParameterSet("block2.conv1.bias", (3,), 0.25),
        ParameterSet("block2.conv1.weight", (3, 0, 1, 1), 0.75),
    )
    arrays = changed(weights, changes).arrays
    assert arrays["n1.bias"][2] == 0.5
    assert arrays["block2.norm1.bias"][3] == 0.25
    assert arrays["block2.conv1.weight"][3, 0, 1, 1] == 0.75
    assert arrays.keys() == weights.arrays.keys()


def test_ensembles_have_no_units():
    both = combined([random_weights(1), random_weights(2)])
    assert unit_of(both, "members", (0,)) is None


@pytest.fixture
def examples(rng):
    images = rng.integers(0, 256, (5000, 28, 28), np.uint8)
    return Examples(images, rng.integers(0, 10, 5000).astype(np.uint8))


def test_the_accuracy_is_the_share_of_correct_answers(examples):
    labels = examples.labels[:600]
    sample = Sample("some", Examples(examples.images[:600], labels))
    steps = list(work := accuracy(constant_weights(4), sample))
    assert [step.done for step in steps] == [250, 500, 600]
    assert {step.stage for step in steps} == {Stage.EVALUATING}
    assert work.gi_frame is None
    share = result_of(accuracy(constant_weights(4), sample))
    assert share == pytest.approx((labels == 4).mean())
    weights = random_weights(5)
    predicted = weights.network.logits(weights.arrays, examples.images[:600] / np.float32(255))
    expected = (predicted.argmax(axis=1) == labels).mean()
    assert result_of(accuracy(weights, sample)) == pytest.approx(expected, abs=1 / 600)


def test_the_sample_is_spread_over_the_local_test_set(monkeypatch, examples):
    class Local(sources.DataSource):
        name = "mnist"

        def is_local(self):
            return True

        def test_only(self):
            yield
            return examples

        def train_and_test(self):
            raise NotImplementedError

    monkeypatch.setattr(sources, "SOURCES", {"mnist": Local()})
    sample = result_of(load_sample())
    assert (sample.source, len(sample.examples)) == ("mnist", 2000)
    np.testing.assert_array_equal(sample.examples.images[[0, -1]], examples.images[[0, -1]])
    middle = sample.examples.images[1000:1001]
    places = np.flatnonzero((examples.images == middle).all(axis=(1, 2)))
    assert abs(int(places[0]) - 2500) < 5
