"""What one training step did: its images, their losses, and how far the weights moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import ByteArray, FloatArray
from core.data.examples import Examples
from core.engines import Engine, TrainingStep
from core.network.losses import cross_entropy
from core.training.controls import Controls


@dataclass(frozen=True, eq=False)
class InspectedStep:
    """One batch.

    Attributes
    ----------
    images, labels
        (n, 28, 28) and (n,): the images of the batch, before augmentation.
    losses
        (n,): the loss of each with the weights before the step, without label smoothing.
    movements
        How far the parameters of each layer moved: the length of the change as a share of the
        length of the parameters.
    """

    images: ByteArray
    labels: ByteArray
    losses: FloatArray
    movements: Mapping[str, float]


def reported_together(
    groups: Iterable[list[TrainingStep]], controls: Controls
) -> Iterator[list[TrainingStep]]:
    """Yield groups of steps, or each step on its own while steps are inspected."""
    for steps in groups:
        yield from ([step] for step in steps) if controls.inspects else [steps]


def inspect_step(
    training: Examples, step: TrainingStep, engine: Engine, before: Mapping[str, FloatArray]
) -> InspectedStep:
    """Return what a step did.

    Parameters
    ----------
    training
        The training images.
    engine
        After the step.
    before
        The parameters before the step.
    """
    images, labels = training.images[step.rows], training.labels[step.rows]
    found = engine.logits(before, images)
    with np.errstate(over="ignore", invalid="ignore"):
        losses, _ = cross_entropy(found, labels)
    return InspectedStep(images, labels, losses, _movements(before, engine.state().parameters))


def _movements(
    before: Mapping[str, FloatArray], after: Mapping[str, FloatArray]
) -> dict[str, float]:
    squares = dict[str, tuple[float, float]]()
    for name, array in before.items():
        layer = name.rpartition(".")[0]
        moved, length = squares.get(layer, (0.0, 0.0))
        change = after[name].astype(np.float64) - array
        squares[layer] = (
            moved + float((change**2).sum()),
            length + float((array.astype(np.float64) ** 2).sum()),
        )
    return {
        layer: float(np.sqrt(moved / length)) if length else 0.0
        for layer, (moved, length) in squares.items()
    }
