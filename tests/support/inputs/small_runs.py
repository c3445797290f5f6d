"""A short run on images that are easily distinguished, and its checkpoints."""

from __future__ import annotations

import numpy as np

from core.data.augment import Augmentation
from core.data.examples import Examples
from core.training.events import EpochDone
from core.training.plan import Plan

PLAN = Plan(
    preset="quick",
    epochs=3,
    batch_size=70,
    learning_rate=0.05,
    schedule="cosine",
    warmup=0.1,
    weight_decay=1e-4,
    average_decay=0.9,
    augmentation=Augmentation(5, 0.05, 0.05, 1, 0.3),
    plain_epochs=1,
    seed=7,
)


def patterns(n: int, seed: int) -> Examples:
    """Bars at ten heights under noise: easy, and nothing but NumPy is needed to make them."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, n).astype(np.uint8)
    images = rng.integers(0, 60, (n, 28, 28)).astype(np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[4 + 2 * label : 6 + 2 * label, 5:23] = 255
    return Examples(images, labels)


def checkpoints(events):
    return [event.checkpoint for event in events if isinstance(event, EpochDone)]


def same(one, other):
    """Whether two checkpoints are equal in every bit that training depends on."""
    groups = [(c.weights.arrays, c.best.arrays, c.parameters, c.velocity) for c in (one, other)]
    return one.batch_losses.tobytes() == other.batch_losses.tobytes() and all(
        mine[name].tobytes() == theirs[name].tobytes()
        for mine, theirs in zip(*groups, strict=True)
        for name in mine
    )
