"""The layers as an engine agree with the definition of a step, on the CPU and on a GPU."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from core.data.augment import Augmentation, deform
from core.data.examples import Examples
from core.engines import EngineState, TrainingStep
from core.engines.plain import PlainEngine
from core.engines.thread_pool import interleaved_parts
from core.network.architectures import network_of
from core.network.blocks import draw_mask, is_statistic, update_statistics
from core.network.losses import cross_entropy
from core.network.optim import SGD, update_average

OPTIMIZER = SGD(momentum=0.9, weight_decay=1e-2, clip_norm=2.0)
SMOOTHING = 0.1
NEW = ["deeper", "residual"]


def state_of(network, seed=5):
    rng = np.random.default_rng(seed)
    params = network.initialise(seed)
    for array in params.values():
        if array.ndim == 1:
            array += rng.uniform(0.05, 0.2, array.shape).astype(np.float32)
    velocity = {
        name: np.zeros_like(a) if is_statistic(name) else np.full_like(a, 1e-3)
        for name, a in params.items()
    }
    average = {name: array + np.float32(0.01) for name, array in params.items()}
    return EngineState(params, velocity, average)


def engine_of(network, examples, state=None, xp=np):
    validation = Examples(examples.images[:40], examples.labels[:40])
    state = state or state_of(network)
    return PlainEngine(network, OPTIMIZER, SMOOTHING, examples, validation, state, xp)


def step_of(rng, n, features, learning_rate=0.02, average_decay=0.9):
    deformations = Augmentation(8, 0.1, 0.1, 1, 0.5).draw(n, rng)
    mask = draw_mask(n, features, 0.25, rng)
    rows = rng.permutation(320)[:n]
    return TrainingStep(rows, deformations, learning_rate, average_decay, mask)


def features_of(network):
    return next(layer.features for name, layer in network.stages if name == "dropout")


class Definition:
    """A step as it is defined, in float64."""

    def __init__(self, network, examples, state):
        self.network, self.examples = network, examples
        self.params, self.velocity, self.average = (
            {name: array.astype(np.float64) for name, array in arrays.items()}
            for arrays in (state.parameters, state.velocity, state.average)
        )

    def take(self, step):
        n = len(step.rows)
        learned = {name: a for name, a in self.params.items() if not is_statistic(name)}
        total = {name: np.zeros_like(array) for name, array in learned.items()}
        loss, correct, statistics = 0.0, 0, []
        for part in interleaved_parts(n):
            images = deform(self.examples.images[step.rows[part]], step.deformations[:, part])
            labels = self.examples.labels[step.rows[part]]
            given = learned | {"dropout.mask": step.mask[part].astype(np.float64)}
            logits, backward = self.network.forward(given, images / 255.0)
            losses, dlogits = cross_entropy(logits, labels, SMOOTHING)
            found = backward(dlogits * len(labels) / n)
            for name in total:
                total[name] += found[name]
            statistics.append(found)
            loss, correct = loss + losses.sum(), correct + (logits.argmax(axis=1) == labels).sum()
        norm = np.sqrt(sum((array**2).sum() for array in total.values()))
        for name, gradient in total.items():
            gradient *= min(1, OPTIMIZER.clip_norm / norm)
            if gradient.ndim > 1:  # Neither biases nor normalisation decay.
                gradient += OPTIMIZER.weight_decay * self.params[name]
            self.velocity[name] = OPTIMIZER.momentum * self.velocity[name] + gradient
            self.params[name] -= step.learning_rate * self.velocity[name]
        running = {name: array for name, array in self.params.items() if is_statistic(name)}
        update_statistics(running, statistics)
        update_average(self.average, self.params, step.average_decay)
        return loss, correct


@pytest.mark.parametrize(("architecture", "n"), [("residual", 1), ("residual", 70), ("deeper", 33)])
def test_steps_agree_with_the_definition(architecture, n, examples, rng, relative_error):
    network = network_of(architecture)
    engine = engine_of(network, examples)
    definition = Definition(network, examples, state_of(network))
    for _ in range(2):
        step = step_of(rng, n, features_of(network))
        (result,) = engine.take([step])
        loss, correct = definition.take(step)
        assert result.loss == pytest.approx(loss, rel=1e-3)
        assert result.correct == correct
    reached = engine.state()
    for found, expected in (
        (reached.parameters, definition.params),
        (reached.velocity, definition.velocity),
        (reached.average, definition.average),
    ):
        for name, array in expected.items():
            assert relative_error(found[name], array) < 5e-3, name


def test_a_state_goes_on_bit_for_bit(examples, rng):
    network = network_of("residual")
    steps = [step_of(rng, 40, 64) for _ in range(3)]
    one = engine_of(network, examples)
    one.take(steps)
    first = engine_of(network, examples)
    first.take(steps[:1])
    second = engine_of(network, examples, first.state())
    second.take(steps[1:])
    for kind in ("parameters", "velocity", "average"):
        found, expected = (getattr(engine.state(), kind) for engine in (second, one))
        for name, array in expected.items():
            np.testing.assert_array_equal(found[name], array, err_msg=name)


def test_a_prediction_uses_the_averaged_weights_and_running_statistics(examples, rng):
    network = network_of("residual")
    engine = engine_of(network, examples)
    engine.take([step_of(rng, 32, 64)])
    average = engine.state().average
    greys = examples.images[:40] / np.float32(255)
    expected = network.logits(average, greys)
    np.testing.assert_allclose(engine.validation_logits(), expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(
        engine.logits(average, examples.images[:40]), engine.validation_logits()
    )


def test_without_decay_the_average_is_the_parameters(examples, rng):
    engine = engine_of(network_of("deeper"), examples)
    engine.take([step_of(rng, 8, 128, average_decay=0.0)])
    state = engine.state()
    for name, array in state.parameters.items():
        np.testing.assert_array_equal(state.average[name], array)


@pytest.mark.gpu
@pytest.mark.parametrize("architecture", NEW)
def test_steps_on_a_gpu_agree_with_the_cpu(
    architecture, examples, rng, relative_error, gpu_with_cublas
):
    network = network_of(architecture)
    steps = [step_of(rng, 4, features_of(network)) for _ in range(2)]
    on_cpu, on_gpu = engine_of(network, examples), engine_of(network, examples, xp=None)
    for found, expected in zip(on_gpu.take(steps), on_cpu.take(steps), strict=True):
        assert found.loss == pytest.approx(expected.loss, rel=1e-3)
    for name, array in on_cpu.state().parameters.items():
        assert relative_error(on_gpu.state().parameters[name], array) < 5e-3, name
    np.testing.assert_allclose(
        on_gpu.logits(on_cpu.state().average, examples.images[:3]),
        on_cpu.logits(on_cpu.state().average, examples.images[:3]),
        rtol=1e-3,
        atol=1e-4,
    )
    on_gpu.close()


@pytest.mark.gpu
def test_no_step_waits_for_the_gpu(examples, rng, monkeypatch, gpu_with_cublas):
    del gpu_with_cublas
    engine = engine_of(network_of("residual"), examples, xp=None)
    engine.take([step_of(rng, 3, 64)])  # compiles
    cupy = engine._xp
    step = step_of(rng, 3, 64)
    inputs = engine._inputs(step)
    for module, name in (
        (cupy.cuda.runtime, "deviceSynchronize"),
        (cupy.cuda.runtime, "streamSynchronize"),
        (cupy.cuda.runtime, "memcpy"),
    ):
        monkeypatch.setattr(module, name, partial(_fail, name))
    engine._take(step, *inputs)


def _fail(name, *_):
    pytest.fail(f"waits in {name}")
