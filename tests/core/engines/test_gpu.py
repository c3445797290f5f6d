"""The GPU engine: repeatable bits, launches, graphs and memory, on a GPU or on a simulation."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from core import device as backend
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import Device
from core.engines import gpu as gpu_engine
from core.handwriting.writing import write_digits
from core.network.lenet5 import SHAPES
from core.network.optim import SGD
from core.progress import result_of
from core.training.events import BatchesDone, KernelsCompiling
from core.training.plan import Plan
from core.training.train import train
from tests.support.gpu_engines import AUGMENTATION, engine_of, somewhere, step_of


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
    _, second, *_ = islice(train(plan, data, Device("gpu", "Test GPU")), 2)
    assert not isinstance(second, KernelsCompiling)
