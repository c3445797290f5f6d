"""The GPU engine agrees with the reference layers, on a GPU or on a simulation of CuPy.

The simulation runs the same kernels, compiled by g++ (tests/cuda_on_cpu). Only rounding, scheduling
and timing differ from a GPU.
"""

from __future__ import annotations

import numpy as np
import pytest

from core.engines import gpu as gpu_engine
from core.network.lenet5 import LeNet5
from core.network.optim import SGD
from tests.support.gpu_engines import (
    PLAIN_SGD,
    PlainEngine,
    assert_close,
    engine_of,
    fresh_state,
    somewhere,
    step_of,
)

GRADIENT_TOLERANCE = 1e-5
"""Relative to the norm of the gradient in float64; NumPy's own float32 is at about 3e-7."""


@somewhere
@pytest.mark.parametrize(
    ("activation", "pooling"), [("relu", "average"), ("tanh", "max"), ("sigmoid", "average")]
)
def test_loss_and_gradients_agree_with_the_reference(activation, pooling, examples, rng):
    network, state = LeNet5(activation, pooling), fresh_state()
    engine = engine_of(examples, network, label_smoothing=0.1, state=state)
    plain = PlainEngine(examples, network, PLAIN_SGD, 0.1, state)
    step = step_of(rng, examples, 19, deformed=True)
    loss, correct, gradients = plain.gradients(step)
    (results,) = engine.take([step])
    assert results.loss == pytest.approx(loss, rel=1e-6)
    assert results.correct == correct
    # Without momentum, the velocity after the first step is the gradient.
    assert_close(engine.state().velocity, gradients, GRADIENT_TOLERANCE)


@somewhere
@pytest.mark.parametrize("n", [1, 7, 9, 125, 128, 300])
def test_batches_of_any_size_agree_with_the_reference(n, examples, rng):
    state = fresh_state()
    engine = engine_of(examples, state=state)
    plain = PlainEngine(examples, LeNet5(), PLAIN_SGD, 0.0, state)
    step = step_of(rng, examples, n)
    loss, correct, gradients = plain.gradients(step)
    (results,) = engine.take([step])
    assert results.loss == pytest.approx(loss, rel=1e-6)
    assert results.correct == correct
    assert_close(engine.state().velocity, gradients, GRADIENT_TOLERANCE)


@somewhere
def test_deformations_agree_with_the_reference(examples, rng):
    engine = engine_of(examples)
    plain = PlainEngine(examples, LeNet5(), PLAIN_SGD, 0.0, fresh_state())
    step = step_of(rng, examples, 40, deformed=True)
    # Shifted beyond every edge, where only the black margin is read.
    step.deformations[:, :8, 0] = rng.uniform(-40, 40, (2, 8))
    engine.take([step])
    with engine._stream:
        seen = engine._traces.get()[:40, :784].reshape(40, 28, 28)
    np.testing.assert_allclose(seen, plain.images(step), atol=2e-5)


def a_run(rng, examples, steps):
    """Batches of 9 and a last one of 4; the middle third is deformed."""
    return [
        step_of(
            rng,
            examples,
            4 if index % 10 == 9 else 9,
            deformed=steps // 3 <= index < 2 * steps // 3,
            learning_rate=0.05 * (1 - index / steps),
            average_decay=0.9,
        )
        for index in range(steps)
    ]


def assert_run_equals_reference(examples, rng, steps, tolerance, *, decays_biases=False):
    # Not ReLU: near its kink rounding decides whether a gradient passes, so that even NumPy's
    # float32 differs from float64 by 3e-5 in the parameters and 3e-3 in the velocity.
    network, optimizer = LeNet5("tanh"), SGD(0.9, 1e-3, 1.0, decays_biases)
    state = fresh_state()
    engine = engine_of(examples, network, optimizer, 0.05, state)
    plain = PlainEngine(examples, network, optimizer, 0.05, state)
    run = a_run(rng, examples, steps)
    size = engine.steps_at_once
    found = [f for start in range(0, steps, size) for f in engine.take(run[start : start + size])]
    expected = [plain.take(step)[0] for step in run]
    np.testing.assert_allclose([results.loss for results in found], expected, rtol=tolerance)
    assert expected[-1] < expected[0]
    end = engine.state()
    assert_close(end.parameters, plain.parameters, tolerance)
    assert_close(end.velocity, plain.velocity, tolerance)
    assert_close(end.average, plain.average, tolerance)
    expected_logits, _ = network.forward(plain.average, examples.images[:70] / 255.0)
    np.testing.assert_allclose(engine.validation_logits(), expected_logits, atol=tolerance)


@pytest.mark.parametrize("decays_biases", [False, True])
def test_a_run_agrees_with_the_reference(stand_in, examples, rng, decays_biases):
    assert_run_equals_reference(examples, rng, 24, 1e-5, decays_biases=decays_biases)
    assert stand_in.log.count("graph") > 0


@pytest.mark.gpu
def test_a_run_of_a_hundred_steps_on_a_gpu_agrees_with_the_reference(gpu, examples, rng):
    assert_run_equals_reference(examples, rng, 100, 1e-4)


@somewhere
def test_logits_of_other_weights_leave_the_run_unchanged(examples, monkeypatch):
    monkeypatch.setattr(gpu_engine, "_INFERENCE_BATCH", 30)
    engine = engine_of(examples)
    other = fresh_state(seed=8).parameters
    before = engine.validation_logits()
    expected = LeNet5().logits(other, (examples.images[:47] / 255.0).astype(np.float32))
    np.testing.assert_allclose(engine.logits(other, examples.images[:47]), expected, atol=1e-5)
    np.testing.assert_array_equal(engine.validation_logits(), before)


@somewhere
def test_a_larger_batch_than_before_is_allocated(examples, rng):
    state = fresh_state()
    engine = engine_of(examples, optimizer=SGD(), state=state)
    plain = PlainEngine(examples, LeNet5(), SGD(), 0.0, state)
    for n in (5, 5, 40, 5, 5):
        step = step_of(rng, examples, n, deformed=n == 40)
        assert engine.take([step])[0].loss == pytest.approx(plain.take(step)[0], rel=1e-4)
