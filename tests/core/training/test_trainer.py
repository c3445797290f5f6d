from __future__ import annotations

from dataclasses import replace

import numpy as np

import core.training.train
import core.training.trainer
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.splits import split_validation
from core.device import cpu
from core.training.controls import Controls
from core.training.events import BatchesDone, EpochDone, TrainingDone
from core.training.plan import Plan
from core.training.presets import PRESETS
from core.training.train import train

N_TRAINING = 440
"""Of 480 examples."""


class Watched(np.ndarray):
    """Counts how often NumPy goes through all training examples."""

    passes = 0

    def __array_function__(self, function, types, args, kwargs):
        Watched.passes += len(self) == N_TRAINING
        return super().__array_function__(function, types, args, kwargs)

    def __array_wrap__(self, array, context=None, return_scalar=False):
        Watched.passes += len(self) == N_TRAINING
        return super().__array_wrap__(array, context, return_scalar)


def watched_split(examples):
    training, validation = split_validation(examples)
    arrays = (training.images, training.labels, training.originals)
    return Examples(*(array.view(Watched) for array in arrays)), validation


def test_no_step_goes_through_all_examples(monkeypatch):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (480, 28, 28), np.uint8)
    labels = rng.integers(0, 10, 480, np.uint8)
    data = Dataset("noise", Examples(images, labels), Examples(images, labels))
    monkeypatch.setattr(core.training.train, "split_validation", watched_split)
    passes, steps = [], []
    for batch_size in (220, 44, 5):
        plan = Plan(
            preset="quick",
            epochs=2,
            batch_size=batch_size,
            learning_rate=0.01,
            schedule="linear",
            average_decay=0.9,
        )
        Watched.passes = 0
        steps.append(sum(isinstance(event, BatchesDone) for event in train(plan, data, cpu())))
        passes.append(Watched.passes)
    assert steps[0] < steps[1] < steps[2]
    assert passes[0] == passes[1] == passes[2] > 0


def noise(n: int) -> Dataset:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (n, 28, 28), np.uint8)
    examples = Examples(images, rng.integers(0, 10, n, np.uint8))
    return Dataset("noise", examples, examples)


def test_the_weights_are_brought_when_they_are_requested_and_change_nothing():
    plan = Plan(
        preset="quick",
        epochs=2,
        batch_size=44,
        learning_rate=0.01,
        schedule="linear",
        average_decay=0.9,
    )
    data, controls = noise(480), Controls()
    unwatched = list(train(plan, data, cpu()))
    brought, newest, watched = [], None, []
    for event in train(plan, data, cpu(), controls=controls):
        watched.append(event)
        if isinstance(event, BatchesDone):
            assert (event.weights is not None) == (len(brought) > 0 and brought[-1] == "asked")
            newest = event.weights
            # After the first batch of an epoch and before its last one.
            wanted = event.step % 10 in (1, 9)
            controls.weights_requested = wanted
            brought.append("asked" if wanted else "")
        elif isinstance(event, EpochDone):
            expected = event.checkpoint.weights.arrays
            assert all(np.array_equal(newest.arrays[name], expected[name]) for name in expected)
            assert newest.card.epoch == event.metrics.epoch
            brought.append("")
    assert [event for event in watched if isinstance(event, BatchesDone | EpochDone)] == [
        event for event in unwatched if isinstance(event, BatchesDone | EpochDone)
    ]
    assert watched[-1].weights == unwatched[-1].weights


def test_the_time_of_an_epoch_is_that_of_its_training(monkeypatch):
    """A run pauses where its consumer waits before it asks for the next event."""
    clock = [0.0]

    def time():
        clock[0] += 1
        return clock[0]

    monkeypatch.setattr(core.training.trainer, "perf_counter", time)
    rng = np.random.default_rng(0)
    examples = Examples(rng.integers(0, 256, (48, 28, 28), np.uint8), np.arange(48) % 10)
    plan = replace(PRESETS["quick"], epochs=2, batch_size=11)
    seconds = []
    for event in train(plan, Dataset("noise", examples, examples), cpu()):
        if isinstance(event, EpochDone):
            seconds.append(event.metrics.seconds)
        elif isinstance(event, TrainingDone):
            seconds.append(event.seconds)
        clock[0] += 1000
    assert len(seconds) == 3
    assert 0 < min(seconds) < max(seconds) < 100
