"""The tables of the architectures: sizes, shapes, gradients, and their weight files."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from safetensors.numpy import save_file

from core.errors import UserError
from core.network.architectures import (
    ARCHITECTURES,
    forward_operations,
    network_of,
    parameter_count,
)
from core.network.blocks import is_statistic, is_variance
from core.network.lenet5 import SHAPES
from core.network.losses import cross_entropy
from core.network.model_card import ModelCard
from core.network.sequence import params_of
from core.network.weight_files import file_metadata, load_weights, save_weights
from core.network.weights import Weights
from core.recognition.recognizer import Recognizer

NEW = [name for name in ARCHITECTURES if name != "lenet5"]


def random_parameters(network, seed=1):
    """Initial parameters, with shifts and scales that are not 0 or 1."""
    rng = np.random.default_rng(seed)
    params = network.initialise(seed)
    for array in params.values():
        if array.ndim == 1:
            array += rng.uniform(0.05, 0.2, array.shape).astype(np.float32)
    return params


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_an_architecture_is_small_enough_for_two_cores(architecture):
    network = network_of(architecture)
    assert parameter_count(network) <= 400_000
    assert forward_operations(network) <= 20e6


def test_the_figures_of_lenet5_are_those_of_its_table():
    network = network_of("lenet5")
    assert network.shapes == SHAPES
    assert parameter_count(network) == 61_706
    by_hand = 25 * 6 * 28**2 + 25 * 6 * 16 * 10**2 + 400 * 120 + 120 * 84 + 84 * 10
    assert forward_operations(network) == 2 * by_hand


@pytest.mark.parametrize(
    ("architecture", "parameters", "outputs"),
    [
        ("deeper", 185_258, {"s2": (16, 14, 14), "s4": (32, 7, 7), "c5": (48, 5, 5), "f6": (128,)}),
        ("residual", 91_898, {"c1": (16, 28, 28), "block3": (32, 14, 14), "block4": (64, 7, 7)}),
    ],
)
def test_stages_have_the_sizes_of_the_table(architecture, parameters, outputs):
    network = network_of(architecture)
    params = network.initialise(0)
    assert parameter_count(network) == parameters
    x, shapes = np.zeros((2, 1, 28, 28), np.float32), {}
    for name, layer in network.stages:
        x, _ = layer.forward(params_of(name, params), x)
        shapes[name] = x.shape[1:]
    assert {name: shapes[name] for name in outputs} == outputs
    assert shapes["output"] == (10,)


@pytest.mark.parametrize("architecture", NEW)
def test_weights_are_drawn_by_the_seed(architecture):
    network = network_of(architecture)
    first, again, other = (network.initialise(seed) for seed in (0, 0, 1))
    drawn = [name for name, array in first.items() if array.ndim > 1]
    assert len(drawn) >= 7
    for name in first:
        np.testing.assert_array_equal(first[name], again[name])
        assert np.array_equal(first[name], other[name]) == (name not in drawn)
    fan_in = first["c1.weight"][0].size
    assert first["c1.weight"].std() == pytest.approx(np.sqrt(2 / fan_in), rel=0.25)


@pytest.mark.parametrize("architecture", NEW)
def test_gradients_in_training_equal_finite_differences(architecture, rng):
    network = network_of(architecture)
    params = {
        name: array.astype(np.float64)
        for name, array in random_parameters(network).items()
        if not is_statistic(name)
    }
    params["dropout.mask"] = rng.integers(0, 2, (4, 128 if architecture == "deeper" else 64)) * 2.0
    images, labels = rng.uniform(0, 1, (4, 28, 28)), rng.integers(0, 10, 4)
    logits, backward = network.forward(params, images)
    gradients = backward(cross_entropy(logits, labels)[1])

    def loss(name, place, step):
        moved = params | {name: params[name].copy()}
        moved[name][place] += step
        return cross_entropy(network.forward(moved, images)[0], labels)[0].mean()

    for name in params.keys() - {"dropout.mask"}:
        places = [tuple(rng.integers(0, side) for side in params[name].shape) for _ in range(3)]
        found = np.array([gradients[name][place] for place in places])
        expected = np.array([(loss(name, p, 1e-6) - loss(name, p, -1e-6)) / 2e-6 for p in places])
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-7, err_msg=name)


@pytest.mark.parametrize("suffix", [".safetensors", ".npz"])
@pytest.mark.parametrize("architecture", NEW)
def test_a_weight_file_keeps_its_architecture(architecture, suffix, tmp_path):
    card = ModelCard(architecture=architecture, dataset="mnist", temperature=1.25)
    weights = Weights(random_parameters(network_of(architecture)), card)
    save_weights(tmp_path / f"w{suffix}", weights)
    loaded = load_weights(tmp_path / f"w{suffix}")
    assert loaded == weights
    assert loaded.network == network_of(architecture)


def test_an_unknown_architecture_is_named(tmp_path):
    metadata = file_metadata(ModelCard()) | {"architecture": "transformer"}
    save_file(network_of("lenet5").initialise(0), tmp_path / "w.safetensors", metadata=metadata)
    with pytest.raises(UserError) as caught:
        load_weights(tmp_path / "w.safetensors")
    assert str(caught.value) == (
        "w.safetensors holds a network of the architecture transformer, which this version does "
        "not know. It knows lenet5, deeper, residual, ensemble."
    )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"n1.running_var": -0.1}, "n1.running_var holds negative values"),
        ({"n1.running_mean": np.nan}, "running_mean holds values that are not finite"),
        ({"block2.conv1.weight": 2e4}, "block2.conv1.weight holds values beyond 10,000"),
        ({"block3.conv1.weight": None}, "it has no block3.conv1.weight"),
    ],
)
def test_a_damaged_residual_network_is_refused(change, complaint, tmp_path):
    weights = Weights(random_parameters(network_of("residual")), ModelCard(architecture="residual"))
    arrays = dict(weights.arrays)
    for name, value in change.items():
        if value is None:
            del arrays[name]
        else:
            arrays[name] = np.full_like(arrays[name], value)
    save_file(arrays, tmp_path / "w.safetensors", metadata=file_metadata(weights.card))
    with pytest.raises(UserError, match=complaint):
        load_weights(tmp_path / "w.safetensors")


def test_weights_whose_answers_overflow_are_refused(tmp_path):
    arrays = {
        name: np.full_like(array, 1e-30 if is_variance(name) else 9e3)
        for name, array in network_of("residual").initialise(0).items()
    }
    save_weights(tmp_path / "w.npz", Weights(arrays, ModelCard(architecture="residual")))
    with pytest.raises(UserError, match="its answers are not finite numbers"):
        load_weights(tmp_path / "w.npz")


@pytest.mark.parametrize("architecture", NEW)
def test_the_recognizer_reads_with_any_architecture(architecture, rng):
    network = network_of(architecture)
    weights = Weights(
        random_parameters(network), ModelCard(architecture=architecture, temperature=2.0)
    )
    images = rng.integers(0, 256, (70, 28, 28)).astype(np.uint8)
    logits = network.logits(weights.arrays, images / np.float32(255)) / 2
    expected = np.exp(logits - logits.max(axis=1, keepdims=True))
    expected /= expected.sum(axis=1, keepdims=True)
    recognizer = Recognizer(weights)
    np.testing.assert_allclose(recognizer.probabilities(images), expected, rtol=2e-3, atol=1e-5)
    alone = recognizer.recognize(images[3] / np.float32(255))
    np.testing.assert_allclose(alone.probabilities, expected[3], rtol=2e-3, atol=1e-5)


def test_cards_of_other_architectures_differ():
    cards = [replace(ModelCard(), architecture=name) for name in ARCHITECTURES]
    assert all(one != other for one, other in pairwise(cards))
    assert ModelCard.from_metadata({}).architecture == "lenet5"
