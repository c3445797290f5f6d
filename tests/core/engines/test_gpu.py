"""The GPU engine agrees with the reference layers, on a GPU or on a simulation of CuPy.

The simulation runs the same kernels, compiled by g++ (tests/cuda_on_cpu). Only rounding, scheduling
and timing differ from a GPU.
"""

from __future__ import annotations

import re

import numpy as np
import pytest

from core import device as backend
from core.data.augment import Augmentation, deform
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import Device
from core.digits import NOT_A_DIGIT
from core.engines import gpu as gpu_engine
from core.engines import kernels
from core.engines.engine import EngineState, TrainingStep
from core.engines.gpu import GpuEngine
from core.engines.kernels import kernels_are_compiled
from core.handwriting.writing import write_digits
from core.network.lenet5 import ACTIVATIONS, POOLINGS, SHAPES, LeNet5, initialise
from core.network.losses import cross_entropy
from core.network.optim import SGD, update_average
from core.progress import result_of
from core.training.events import BatchesDone, KernelsCompiling
from core.training.plan import Plan
from core.training.train import train
from tests.cuda_on_cpu.cupy_stand_in import CupyStandIn
from tests.cuda_on_cpu.kernels import compiler, kernel_names

AUGMENTATION = Augmentation(rotation=8, scale=0.08, shear=0.08, shift=3, elastic=1.5)
PLAIN_SGD = SGD(momentum=0.0)
GRADIENT_TOLERANCE = 1e-5
"""Relative to the norm of the gradient in float64; NumPy's own float32 is at about 3e-7."""


@pytest.fixture(scope="module")
def examples() -> Examples:
    images, labels = result_of(write_digits(320, seed=3))
    labels[::9] = NOT_A_DIGIT
    return Examples(images, labels)


@pytest.fixture
def stand_in(monkeypatch, pytestconfig, tmp_path) -> CupyStandIn:
    if compiler() is None:
        pytest.skip("no g++ to compile the kernels for a CPU")
    cupy = CupyStandIn(pytestconfig.cache.mkdir("cuda_on_cpu"))
    for module in (gpu_engine, kernels):
        monkeypatch.setattr(module, "cupy_module", lambda: cupy)
    monkeypatch.setenv("CUPY_CACHE_DIR", str(tmp_path))
    return cupy


@pytest.fixture(params=["on a CPU", pytest.param("on a GPU", marks=pytest.mark.gpu)])
def _somewhere(request) -> None:
    request.getfixturevalue("stand_in" if request.param == "on a CPU" else "gpu")


somewhere = pytest.mark.usefixtures("_somewhere")


def fresh_state(seed=0) -> EngineState:
    parameters = initialise(seed)
    # Biases start at 0, where a missing bias would not be noticed.
    rng = np.random.default_rng(seed)
    for name in parameters:
        if name.endswith("bias"):
            parameters[name] += rng.normal(0, 0.1, SHAPES[name]).astype(np.float32)
    return EngineState(parameters, {n: np.zeros_like(p) for n, p in parameters.items()}, parameters)


def engine_of(examples, network=None, optimizer=PLAIN_SGD, label_smoothing=0.0, state=None):
    validation = Examples(examples.images[:70], examples.labels[:70])
    return GpuEngine(
        network or LeNet5(),
        optimizer,
        label_smoothing,
        examples,
        validation,
        state or fresh_state(),
    )


def step_of(
    rng, examples, n, *, deformed=False, learning_rate=0.05, average_decay=0.0
) -> TrainingStep:
    rows = rng.permutation(len(examples))[:n]
    coefficients = AUGMENTATION.draw(n, rng) if deformed else None
    return TrainingStep(rows, coefficients, learning_rate, average_decay)


class PlainEngine:
    """The same steps with the reference layers in float64."""

    def __init__(self, examples, network, optimizer, label_smoothing, state):
        self.examples, self.network, self.optimizer = examples, network, optimizer
        self.label_smoothing = label_smoothing
        self.parameters, self.velocity, self.average = (
            {name: array.astype(np.float64) for name, array in arrays.items()}
            for arrays in (state.parameters, state.velocity, state.average)
        )

    def images(self, step):
        images = self.examples.images[step.rows]
        if step.deformations is not None:
            images = deform(images, step.deformations.astype(np.float64))
        return images / 255.0

    def gradients(self, step):
        logits, backward = self.network.forward(self.parameters, self.images(step))
        labels = self.examples.labels[step.rows]
        losses, dlogits = cross_entropy(logits, labels, self.label_smoothing)
        return losses.sum(), (logits.argmax(axis=1) == labels).sum(), backward(dlogits)

    def take(self, step):
        loss, correct, gradients = self.gradients(step)
        self.optimizer.step(self.parameters, self.velocity, gradients, step.learning_rate)
        update_average(self.average, self.parameters, step.average_decay)
        return loss, correct


def assert_close(found, expected, tolerance):
    for name in SHAPES:
        error = np.linalg.norm(found[name] - expected[name]) / np.linalg.norm(expected[name])
        assert error < tolerance, (name, error)


@somewhere
@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
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


def assert_run_equals_reference(examples, rng, steps, tolerance):
    # Not ReLU: near its kink rounding decides whether a gradient passes, so that even NumPy's
    # float32 differs from float64 by 3e-5 in the parameters and 3e-3 in the velocity.
    network, optimizer = LeNet5("tanh"), SGD(momentum=0.9, weight_decay=1e-3, clip_norm=1.0)
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


def test_a_run_agrees_with_the_reference(stand_in, examples, rng):
    assert_run_equals_reference(examples, rng, 24, 1e-5)
    assert stand_in.log.count("graph") > 0


@pytest.mark.gpu
def test_a_run_of_a_hundred_steps_on_a_gpu_agrees_with_the_reference(gpu, examples, rng):
    assert_run_equals_reference(examples, rng, 100, 1e-4)


@somewhere
def test_without_averaging_the_average_equals_the_parameters(examples, rng):
    engine = engine_of(examples, optimizer=SGD())
    engine.take([step_of(rng, examples, 9) for _ in range(3)])
    state = engine.state()
    for name in SHAPES:
        np.testing.assert_array_equal(state.average[name], state.parameters[name])


def bits_after(examples, seed, *, recorded=True):
    engine = engine_of(examples, optimizer=SGD(clip_norm=1.0))
    if not recorded:
        engine.graph_error = "switched off"
    rng = np.random.default_rng(seed)
    results = engine.take([step_of(rng, examples, n, deformed=n == 4) for n in [9] * 7 + [4] * 2])
    assert bool(engine._graphs) == recorded
    state = engine.state()
    return results, [a[n].tobytes() for a in (state.parameters, state.velocity) for n in SHAPES]


@somewhere
def test_runs_are_bit_identical_with_and_without_graphs(examples, monkeypatch):
    monkeypatch.setattr(gpu_engine, "_STEPS_PER_GRAPH", 3)
    replayed = bits_after(examples, 1)
    assert bits_after(examples, 1) == replayed
    assert bits_after(examples, 1, recorded=False) == replayed


def test_results_do_not_depend_on_the_order_of_threads_or_blocks(stand_in, examples, rng):
    steps = [step_of(rng, examples, n, deformed=True) for n in (5, 150)]
    states = []
    for backwards in (False, True):
        stand_in.backwards = backwards
        engine = engine_of(examples)
        states.append((engine.take(steps), engine.state(), engine.validation_logits()))
    for name in SHAPES:
        np.testing.assert_array_equal(*(state.parameters[name] for _, state, _ in states))
    assert states[0][0] == states[1][0]
    np.testing.assert_array_equal(states[0][2], states[1][2])


@somewhere
def test_training_resumes_bit_for_bit_from_a_state(examples, rng):
    steps = [step_of(rng, examples, 9, average_decay=0.9) for _ in range(4)]
    whole = engine_of(examples, optimizer=SGD())
    whole.take(steps)
    first = engine_of(examples, optimizer=SGD())
    first.take(steps[:2])
    second = engine_of(examples, optimizer=SGD(), state=first.state())
    second.take(steps[2:])
    for name in SHAPES:
        np.testing.assert_array_equal(second.state().average[name], whole.state().average[name])


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


@somewhere
def test_a_loss_that_is_not_finite_is_reported(examples, rng):
    engine = engine_of(examples)
    steps = [step_of(rng, examples, 9, learning_rate=1e12) for _ in range(6)]
    assert not np.isfinite(engine.take(steps)[-1].loss)


def test_a_group_of_steps_synchronises_with_the_device_once(stand_in, examples, rng):
    engine = engine_of(examples)
    steps = [step_of(rng, examples, 2) for _ in range(9)]
    engine.take(steps)
    stand_in.log.clear()
    engine.take(steps)
    assert stand_in.log == ["set", "graph", "graph", "get"]


def test_a_step_is_five_launches(stand_in, examples, rng):
    engine = engine_of(examples)
    stand_in.log.clear()
    engine.take([step_of(rng, examples, 9)])
    launched = stand_in.log[stand_in.log.index("features") : stand_in.log.index("get")]
    assert launched == ["features", "dense_by_8", "backward", "sum_gradients", "update"]


def test_kernels_are_launched_one_by_one_if_no_graph_can_be_recorded(stand_in, examples, rng):
    stand_in.can_record = False
    engine = engine_of(examples)
    steps = [step_of(rng, examples, 9) for _ in range(3)]
    engine.take(steps)
    engine.take(steps)
    assert "StreamCaptureUnsupported" in engine.graph_error
    assert stand_in.log.count("graph") == 0
    assert stand_in.log.count("update") == 6


def test_a_closed_engine_holds_no_memory(stand_in, examples, rng):
    engine = engine_of(examples)
    engine.take([step_of(rng, examples, 5, deformed=True)])
    engine.close()
    assert stand_in.log[-2:] == ["free", "free"]


def test_images_of_any_memory_order_are_read(stand_in, examples, rng):
    turned = Examples(examples.images.copy(order="F"), examples.labels[::-1][::-1])
    step = step_of(rng, examples, 20)
    results = [engine_of(some).take([step]) for some in (examples, turned)]
    assert results[0] == results[1]


def test_kernels_count_as_compiled_once_an_engine_has_started(stand_in, examples):
    assert not kernels_are_compiled(LeNet5("tanh"))
    engine_of(examples, LeNet5("tanh"))
    assert kernels_are_compiled(LeNet5("tanh"))
    assert not kernels_are_compiled(LeNet5("sigmoid"))
    stand_in.__version__ = "another"
    assert not kernels_are_compiled(LeNet5("tanh"))


def constants_of(source):
    """Evaluate the integer constants of a CUDA source."""
    constants = {}
    for declaration in re.findall(r"^constexpr int ([^;]+);", source, re.MULTILINE):
        for name, value in re.findall(r"(\w+) = ([^,]+)", declaration):
            constants[name] = eval(value.replace("/", "//"), {}, constants)
    return constants


def test_engine_and_kernels_have_the_same_constants():
    source = kernels.source()
    assert sorted(kernel_names(source)) == sorted(kernels.THREADS)
    constants = constants_of(source)
    for name in ("PARAMETERS", "CONVOLUTIONS", "DENSE", "TILES", "CHUNK_IMAGES", "SUM_BLOCKS"):
        assert constants[name] == getattr(kernels, name), name
    bounds = re.findall(r"__launch_bounds__\((\w+)[^)]*\) (\w+)\(", source)
    assert {name: constants.get(bound) or int(bound) for bound, name in bounds} == kernels.THREADS
    trace = re.search(r"struct Trace {(.*?)};", source, re.DOTALL).group(1)
    sizes = re.findall(r"float \w+(?:\[(.*?)\])?;", trace)
    assert sum(eval(size) if size else 1 for size in sizes) == kernels.TRACE_FLOATS


def test_a_run_learns_as_well_as_on_the_cpu(stand_in, monkeypatch):
    monkeypatch.setattr(backend, "cupy_module", lambda: stand_in)
    examples = Examples(*result_of(write_digits(160, seed=1)))
    plan = Plan(
        preset="quick",
        epochs=2,
        batch_size=20,
        learning_rate=0.05,
        schedule="cosine",
        average_decay=0.9,
        augmentation=AUGMENTATION,
        plain_epochs=1,
    )
    data = Dataset("hand", examples, Examples(*result_of(write_digits(40, seed=2))))
    on_gpu = list(train(plan, data, Device("gpu", "Test GPU")))
    on_cpu = list(train(plan, data, backend.cpu()))
    compiling, batches = on_gpu[1], [e for e in on_gpu if isinstance(e, BatchesDone)]
    assert isinstance(compiling, KernelsCompiling)
    assert [len(event.losses) for event in batches] == [8, 8]
    assert {event.memory for event in batches} == {123}
    np.testing.assert_allclose(
        [loss for event in batches for loss in event.losses],
        [event.loss for event in on_cpu if isinstance(event, BatchesDone)],
        rtol=1e-3,
    )
    assert on_gpu[-1].test_accuracy == pytest.approx(on_cpu[-1].test_accuracy, abs=0.051)
    assert not isinstance(list(train(plan, data, Device("gpu", "Test GPU")))[1], KernelsCompiling)
