"""The engine of any stages agrees with the layers as an engine, for any number of threads."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examples import Examples
from core.device import Device, cpu
from core.engines import must_compile, start_engine
from core.engines.plain import PlainEngine
from core.engines.predictor import predictor_of
from core.engines.staged import StagedEngine
from core.network.architectures import ARCHITECTURES, Ensemble, network_of
from core.network.lenet5 import LeNet5
from core.network.model_card import ModelCard
from core.network.weights import Weights
from tests.core.engines.test_plain import (
    OPTIMIZER,
    SMOOTHING,
    features_of,
    state_of,
    step_of,
)


def engine_of(network, examples, threads=2, state=None):
    validation = Examples(examples.images[:70], examples.labels[:70])
    return StagedEngine(
        network, OPTIMIZER, SMOOTHING, examples, validation, state or state_of(network), threads
    )


def plain_of(network, examples):
    return PlainEngine(network, OPTIMIZER, SMOOTHING, examples, examples, state_of(network), np)


@pytest.mark.parametrize(("architecture", "n"), [("residual", 1), ("residual", 70), ("deeper", 40)])
def test_steps_agree_with_the_layers(architecture, n, examples, rng, relative_error):
    network = network_of(architecture)
    fast, plain = engine_of(network, examples), plain_of(network, examples)
    for _ in range(2):
        step = step_of(rng, n, features_of(network))
        (found,), (expected,) = fast.take([step]), plain.take([step])
        assert found.loss == pytest.approx(expected.loss, rel=1e-4)
        assert found.correct == expected.correct
    reached, wanted = fast.state(), plain.state()
    for kind in ("parameters", "velocity", "average"):
        for name, array in getattr(wanted, kind).items():
            assert relative_error(getattr(reached, kind)[name], array) < 3e-3, (kind, name)
    fast.close()


def test_an_ensemble_takes_steps_too(examples, rng, relative_error):
    network = Ensemble((LeNet5(), network_of("deeper")))
    fast, plain = engine_of(network, examples), plain_of(network, examples)
    step = step_of(rng, 10, 128)._replace(mask=None)
    (found,), (expected,) = fast.take([step]), plain.take([step])
    assert found.loss == pytest.approx(expected.loss, rel=1e-4)
    for name, array in plain.state().parameters.items():
        assert relative_error(fast.state().parameters[name], array) < 3e-3, name
    fast.close()


def bits(engine):
    state = engine.state()
    return [
        arrays[name].tobytes()
        for arrays in (state.parameters, state.velocity, state.average)
        for name in arrays
    ]


def test_results_are_bit_identical_for_any_number_of_threads_and_when_resumed(examples, rng):
    network = network_of("residual")
    steps = [step_of(rng, 90, 64), step_of(rng, 33, 64)]
    engines = [engine_of(network, examples, threads) for threads in (1, 2, 3)]
    results = [engine.take(steps) for engine in engines]
    assert results[0] == results[1] == results[2]
    begun = engine_of(network, examples)
    begun.take(steps[:1])
    resumed = engine_of(network, examples, state=begun.state())
    assert resumed.take(steps[1:]) == results[0][1:]
    assert bits(engines[0]) == bits(engines[1]) == bits(engines[2]) == bits(resumed)
    for engine in (*engines, begun, resumed):
        engine.close()


@pytest.mark.parametrize("network", [network_of("deeper"), LeNet5("tanh", "max")], ids=repr)
def test_logits_are_those_of_the_network(network, examples):
    engine = engine_of(network, examples)
    state = engine.state()
    images = examples.images[:70]
    expected = network.logits(state.average, images / np.float32(255))
    np.testing.assert_allclose(engine.validation_logits(), expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(engine.logits(state.average, images), engine.validation_logits())
    engine.close()


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_predictor_computes_the_logits_of_any_number_of_images(architecture, examples):
    network = network_of(architecture)
    params = state_of(network).parameters
    predict = predictor_of(Weights(params, ModelCard(architecture=architecture)))
    for n in (1, 31, 70):
        images = examples.images[:n]
        expected = network.logits(params, images / np.float32(255))
        found = predict(images.reshape(n, -1))
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_architecture_has_an_engine(architecture, examples):
    network = network_of(architecture)
    few = Examples(examples.images[:8], examples.labels[:8])
    state = state_of(network)
    engine = start_engine(network, OPTIMIZER, 0.0, few, few, state, cpu(), 1)
    assert engine.validation_logits().shape == (8, 10)
    assert not must_compile(cpu(), network)
    engine.close()


def test_only_the_kernels_of_lenet5_are_compiled():
    assert not must_compile(Device("gpu", "a GPU"), network_of("residual"))
