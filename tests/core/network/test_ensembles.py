"""Ensembles: averaged answers, their gradient, and one file for several networks."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save_file

from core.data.dataset import Dataset
from core.data.examples import Examples
from core.engines.predictor import predictor_of
from core.errors import UserError
from core.evaluation import ensembles
from core.network.architectures import (
    Average,
    Ensemble,
    average_logits,
    forward_operations,
    network_of,
    parameter_count,
)
from core.network.confidence import energy_score
from core.network.lenet5 import LeNet5
from core.network.losses import cross_entropy, softmax
from core.network.model_card import ModelCard
from core.network.weight_files import file_metadata, load_weights, save_weights
from core.network.weights import Weights, combined
from core.progress import result_of
from core.recognition.recognizer import Recognizer


def weights_of(architecture, seed, **card):
    network = network_of(architecture)
    return Weights(network.initialise(seed), ModelCard(architecture=architecture, **card))


@pytest.fixture
def members():
    return [
        weights_of("lenet5", 1, dataset="mnist", temperature=2.0, energy_threshold=1.0),
        weights_of("lenet5", 2, dataset="mnist + my-digits", temperature=0.5, energy_threshold=3.0),
        weights_of("deeper", 3, dataset="mnist", temperature=1.0, energy_threshold=2.0),
    ]


@pytest.fixture
def images(rng):
    return rng.integers(0, 256, (40, 28, 28)).astype(np.uint8)


def test_averaged_logits_have_the_mean_probabilities_and_the_mean_energy(rng):
    logits = rng.normal(0, 5, (3, 20, 10))
    y = average_logits(logits)
    np.testing.assert_allclose(softmax(y), np.mean([softmax(z) for z in logits], axis=0))
    np.testing.assert_allclose(energy_score(y), np.mean([energy_score(z) for z in logits], axis=0))


def test_averaged_logits_stay_finite_far_out():
    logits = np.zeros((2, 1, 10), np.float32)
    logits[0, 0, 3], logits[1, 0, 4] = 1e4, 1e4
    y = average_logits(logits)
    assert np.isfinite(y).all()
    np.testing.assert_allclose(softmax(y)[0, 3:5], 0.5, rtol=1e-3)


def test_gradients_of_an_ensemble_equal_finite_differences(rng):
    network = Ensemble((LeNet5(), LeNet5("tanh", "max")))
    params = {name: array.astype(np.float64) for name, array in network.initialise(4).items()}
    images, labels = rng.uniform(0, 1, (3, 28, 28)), rng.integers(0, 10, 3)
    logits, backward = network.forward(params, images)
    gradients = backward(cross_entropy(logits, labels)[1])
    assert gradients.keys() == network.shapes.keys() == params.keys()

    def loss(name, place, step):
        moved = params | {name: params[name].copy()}
        moved[name][place] += step
        return cross_entropy(network.forward(moved, images)[0], labels)[0].mean()

    for name, array in params.items():
        places = [tuple(rng.integers(0, side) for side in array.shape) for _ in range(4)]
        found = np.array([gradients[name][place] for place in places])
        expected = np.array([(loss(name, p, 1e-6) - loss(name, p, -1e-6)) / 2e-6 for p in places])
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-8, err_msg=name)


def test_an_ensemble_answers_with_the_mean_of_its_members(members, images):
    ensemble = combined(members)
    greys = images / np.float32(255)
    each = [member.network.logits(member.arrays, greys) for member in members]
    expected = average_logits(np.stack(each))
    predicted = predictor_of(ensemble)(images.reshape(40, -1))
    np.testing.assert_allclose(predicted, expected, rtol=1e-3, atol=1e-4)
    by_network = ensemble.network.logits(ensemble.arrays, greys)
    np.testing.assert_allclose(by_network, expected, rtol=1e-3, atol=1e-4)
    assert ensemble.card.temperature == pytest.approx(1.0)
    assert ensemble.card.energy_threshold == pytest.approx(2.0)
    assert ensemble.card.dataset == "mnist + my-digits"
    probabilities = Recognizer(ensemble).probabilities(images)
    np.testing.assert_allclose(probabilities, softmax(expected), rtol=1e-3, atol=1e-5)


def test_an_ensemble_costs_what_its_members_cost(members):
    network = combined(members).network
    assert parameter_count(network) == 2 * 61_706 + 185_258
    each = [forward_operations(member.network) for member in members]
    assert forward_operations(network) == sum(each)
    assert isinstance(network.stages[0][1], Average)


def test_an_ensemble_of_ensembles_is_flat_and_gives_back_its_members(members):
    ensemble = combined([combined(members[:2]), members[2]])
    assert ensemble == combined(members)
    assert list(ensemble.members) == members
    assert members[0].members == (members[0],)
    assert combined(members[:1]) is members[0]
    without = combined([members[0], weights_of("lenet5", 9)])
    assert without.card.energy_threshold is None


def test_a_network_is_not_combined_with_itself(members):
    with pytest.raises(UserError, match="cannot be combined with itself"):
        combined([*members, weights_of("lenet5", 1, epoch=5)])


@pytest.mark.parametrize("suffix", [".safetensors", ".npz"])
def test_a_file_holds_an_ensemble(members, suffix, tmp_path):
    ensemble = combined(members)
    save_weights(tmp_path / f"e{suffix}", ensemble)
    loaded = load_weights(tmp_path / f"e{suffix}")
    assert loaded == ensemble
    assert list(loaded.members) == members


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "3", "[1, 2]", "[{}]", "null", "[[], []]", '[{"activation": "gelu"}, {}]',
     json.dumps([{"architecture": "ensemble", "members": "[{}, {}]"}, {}])],
)  # fmt: skip
def test_a_damaged_list_of_members_is_one_line(members, text, tmp_path):
    ensemble = combined(members)
    metadata = file_metadata(ensemble.card) | {"members": text}
    save_file(dict(ensemble.arrays), tmp_path / "w.safetensors", metadata=metadata)
    with pytest.raises(UserError, match=r"w\.safetensors does not fit this network: its ") as error:
        load_weights(tmp_path / "w.safetensors")
    assert "\n" not in str(error.value)


def test_an_ensemble_without_one_of_its_arrays_names_it(members, tmp_path):
    ensemble = combined(members)
    arrays = {n: a for n, a in ensemble.arrays.items() if n != "members.1.f5.bias"}
    metadata = file_metadata(ensemble.card)
    save_file(arrays, tmp_path / "w.safetensors", metadata=metadata)
    with pytest.raises(UserError, match=r"it has no members\.1\.f5\.bias"):
        load_weights(tmp_path / "w.safetensors")


def test_combining_fits_one_temperature_and_one_threshold(members, monkeypatch, rng):
    labels = rng.integers(0, 10, 240).astype(np.uint8)
    data = Examples(rng.integers(0, 256, (240, 28, 28)).astype(np.uint8), labels)

    def load_all(names):
        assert names == ["noise"]
        return Dataset("noise", data, data)
        yield

    monkeypatch.setattr(ensembles, "load_all", load_all)
    fitted = result_of(ensembles.combine(members, ["noise"]))
    assert fitted.card.temperature == 2.0  # The labels are random: as unsure as allowed.
    logits = predictor_of(fitted)(data.images.reshape(240, -1))
    rejected = (energy_score(logits) < fitted.card.energy_threshold).mean()
    assert rejected == pytest.approx(0.015, abs=0.03)
    assert replace(fitted.card, temperature=None, energy_threshold=None).members == tuple(
        member.card for member in members
    )
