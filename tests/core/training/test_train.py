"""Whole runs on small data: reproducible, resumable, honest about the test set, never lost."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

import core.engines.cpu
from core.device import Device, cpu
from core.engines.cpu import CpuEngine
from core.errors import UserError
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weights import Weights
from core.training.controls import Controls
from core.training.events import (
    BatchesDone,
    DeviceLost,
    EpochDone,
    KernelsCompiling,
    RunStarted,
    TrainingDone,
)
from core.training.plan import Plan
from core.training.train import train
from tests.support.inputs.small_runs import PLAN, checkpoints, same


def test_a_run_tells_its_story_in_order(whole):
    events = whole
    assert isinstance(events[0], RunStarted)
    assert isinstance(events[-1], TrainingDone)
    kinds = [type(event) for event in events[1:-1]]
    assert kinds == ([BatchesDone] * 7 + [EpochDone]) * 3
    started = events[0]
    assert (started.train_size, started.validation_size, started.test_size) == (440, 40, 101)
    assert (started.batches_per_epoch, started.first_epoch) == (7, 1)
    steps = [event.step for event in events if isinstance(event, BatchesDone)]
    assert steps == list(range(1, 22))


def test_it_learns_and_the_best_epoch_is_chosen_on_validation(data):
    *_, done = events = list(train(replace(PLAN, epochs=6), data, cpu()))
    epochs = [event for event in events if isinstance(event, EpochDone)]
    best = max(epochs, key=lambda event: (event.metrics.val_accuracy, -event.metrics.val_loss))
    assert done.best_epoch == best.metrics.epoch
    assert done.best_val_accuracy == best.metrics.val_accuracy
    assert done.weights.arrays.keys() == best.checkpoint.weights.arrays.keys()
    assert np.array_equal(
        done.weights.arrays["c1.weight"], best.checkpoint.weights.arrays["c1.weight"]
    )
    assert done.confusion.n == 101
    assert done.test_accuracy == done.confusion.accuracy > 0.9
    assert done.weights.card.test_accuracy == round(done.test_accuracy, 4)
    assert done.weights.card.dataset == done.weights.card.test_set == "bars"


def test_a_card_keeps_the_data_of_the_weights_that_a_run_started_from(data):
    start = Weights(initialise(0), ModelCard(dataset="mnist + bars + my-digits"))
    events = list(train(replace(PLAN, epochs=1), data, cpu(), start=start))
    first = checkpoints(events)[-1]
    assert first.best.card.dataset == "mnist + bars + my-digits"
    more = replace(data, name="bars", test_name="bars of others")
    *_, done = train(replace(PLAN, epochs=2), more, cpu(), first)
    assert done.weights.card.dataset == "mnist + bars + my-digits"
    assert done.weights.card.test_set == "bars of others"


def test_the_same_plan_gives_the_same_events_bit_for_bit(data, whole, monkeypatch):
    first = whole
    monkeypatch.setattr("core.training.train.cores", lambda: 1)
    again = list(train(PLAN, data, cpu()))
    assert first == again
    assert all(map(same, checkpoints(first), checkpoints(again)))
    other = list(train(replace(PLAN, seed=8), data, cpu()))
    assert first != other


def test_a_loss_that_is_not_finite_stops_the_run_and_keeps_what_was_learned(data, monkeypatch):
    seen = []
    right = core.training.trainer.cross_entropy

    def diverging(logits, labels, smoothing=0.0):
        losses, dlogits = right(logits, labels, smoothing)
        return (losses * np.float32("nan") if len(seen) > 12 else losses), dlogits

    monkeypatch.setattr(core.training.trainer, "cross_entropy", diverging)
    run = train(PLAN, data, cpu())
    with pytest.raises(UserError, match="not a finite number in epoch 2"):
        for event in run:
            seen.append(event)  # noqa: PERF402 (the error must leave the events behind)
    assert [event.metrics.epoch for event in seen if isinstance(event, EpochDone)] == [1]


def test_the_learning_rate_too_high_is_such_a_case(data):
    plan = replace(PLAN, learning_rate=1e30, clip_norm=0, warmup=0, augmentation=None)
    with pytest.raises(UserError, match="smaller learning rate"):
        list(train(plan, data, cpu()))


def test_a_gpu_lost_in_the_middle_of_an_epoch_loses_nothing(data, whole, monkeypatch):
    """The GPU's engine is the CPU's; what fails is the fourth batch of the second epoch."""
    monkeypatch.setattr(core.engines, "GpuEngine", partial(CpuEngine, threads=1))
    monkeypatch.setattr(core.engines, "kernels_are_compiled", lambda network: False)
    monkeypatch.setattr(Device, "memory_used", lambda self: 0)
    run = train(PLAN, data, Device("gpu", "Test GPU"))
    events = [next(run) for _ in range(2 + 7 + 1 + 3)]
    assert events[1] == KernelsCompiling(Device("gpu", "Test GPU"))

    class OutOfMemoryError(MemoryError):
        pass

    def fails(*_):
        raise OutOfMemoryError

    with monkeypatch.context() as patch:
        patch.setattr(core.engines.cpu.CpuEngine, "take", fails)
        lost = next(run)
    assert isinstance(lost, DeviceLost)
    assert lost.device.kind == "cpu"
    assert str(lost.device.reason) == "The GPU is out of memory."
    rest = list(run)
    assert [type(event) for event in rest] == ([BatchesDone] * 7 + [EpochDone]) * 2 + [TrainingDone]
    assert len(checkpoints(rest)[-1].batch_losses) == 21
    assert rest[-1].test_accuracy == pytest.approx(whole[-1].test_accuracy, abs=0.05)
    assert len(checkpoints(events)) == 1


def test_too_little_memory_on_the_cpu_is_reported(data, monkeypatch):
    def fails(*_):
        raise MemoryError

    monkeypatch.setattr(core.engines.cpu.CpuEngine, "take", fails)
    with pytest.raises(UserError, match="Try a smaller batch size"):
        list(train(PLAN, data, cpu()))


def test_clipping_and_a_plain_plan_train_too(data):
    plan = Plan(
        preset="report", epochs=1, batch_size=1500, learning_rate=0.015, schedule="report",
        activation="tanh", pooling="max",
    )  # fmt: skip
    *_, done = train(plan, data, cpu())
    assert done.weights.card.activation == "tanh"
    assert done.weights.card.pooling == "max"


@pytest.mark.gpu
def test_the_gpu_learns_what_the_cpu_learns(data, gpu):
    found, expected = (list(train(PLAN, data, device)) for device in (gpu, cpu()))
    losses = [
        [loss for event in events if isinstance(event, BatchesDone) for loss in event.losses]
        for events in (found, expected)
    ]
    np.testing.assert_allclose(losses[0], losses[1], rtol=1e-3)
    assert found[-1].test_accuracy == pytest.approx(expected[-1].test_accuracy, abs=0.03)


def test_training_on_starts_from_given_weights_of_the_same_network(data):
    plan = replace(PLAN, epochs=1, augmentation=None)
    learned = list(train(replace(plan, epochs=4), data, cpu()))[-1].weights
    first, further = (
        next(event for event in train(plan, data, cpu(), start=start) if event_is_batch(event))
        for start in (None, learned)
    )
    assert further.loss < 0.5 * first.loss
    with pytest.raises(UserError, match="network with relu and average pooling"):
        next(train(replace(plan, activation="tanh"), data, cpu(), start=learned))


def event_is_batch(event):
    return isinstance(event, BatchesDone)


def test_the_learning_rate_can_be_changed_while_a_run_goes_on(data):
    controls = Controls()
    run = train(replace(PLAN, schedule="report", warmup=0), data, cpu(), controls=controls)
    next(run)
    assert next(run).learning_rate == PLAN.learning_rate
    controls.learning_rate_multiplier = 0.1
    assert next(run).learning_rate == pytest.approx(0.1 * PLAN.learning_rate)
    run.close()


def test_a_run_may_use_a_few_of_the_images(data):
    few = replace(PLAN, images=100, epochs=4, augmentation=None, plain_epochs=0)
    events = list(train(few, data, cpu()))
    started = events[0]
    assert (started.train_size, started.validation_size) == (100, 40)
    assert started.batches_per_epoch == 2
    all_of_them = list(train(replace(few, images=0), data, cpu()))
    assert all_of_them[0].train_size == 440
    last = checkpoints(events)[-1]
    with pytest.raises(UserError, match="other settings"):
        next(train(replace(few, images=0, epochs=5), data, cpu(), last))


@pytest.mark.parametrize(("epochs", "is_validated"), [(1, True), (3, True), (4, False)])
def test_a_short_run_is_validated_within_its_epochs(data, epochs, is_validated):
    plan = replace(PLAN, epochs=epochs, batch_size=10)
    batches = [event for event in train(plan, data, cpu()) if isinstance(event, BatchesDone)]
    per_epoch = len(batches) // epochs
    places = [
        event.step - (event.epoch - 1) * per_epoch
        for event in batches
        if event.val_accuracy is not None
    ]
    tenths = [next(n for n in range(per_epoch) if 10 * n >= k * per_epoch) for k in range(1, 10)]
    assert places == (tenths * epochs if is_validated else [])
    assert all(0 <= event.val_accuracy <= 1 for event in batches if event.val_accuracy is not None)
