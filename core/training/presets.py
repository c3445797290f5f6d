"""The presets of a training run."""

from __future__ import annotations

from collections.abc import Mapping

from core.data.augment import Augmentation
from core.training.plan import Plan

PRESETS: Mapping[str, Plan] = {
    # The report's table; its text mentions clipping without a value.
    "report": Plan(
        preset="report", epochs=1000, batch_size=1500, learning_rate=0.015, schedule="report"
    ),
    # 99 % of MNIST's test images correct after two epochs.
    "quick": Plan(
        preset="quick",
        epochs=2,
        batch_size=128,
        learning_rate=0.25,
        schedule="linear",
        warmup=0.1,
        label_smoothing=0.03,
        average_decay=0.99,
    ),
    "best": Plan(
        preset="best",
        epochs=32,
        batch_size=128,
        learning_rate=0.15,
        schedule="cosine",
        warmup=0.1,
        weight_decay=1e-4,
        average_decay=0.9997,
        augmentation=Augmentation(rotation=10, scale=0.12, shear=0.1, shift=1.5, elastic=0.7),
        plain_epochs=2,
    ),
}
