from __future__ import annotations

import numpy as np

import core.training.train
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.splits import split_validation
from core.device import cpu
from core.training.events import BatchesDone
from core.training.plan import Plan
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
