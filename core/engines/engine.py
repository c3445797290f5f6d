"""The interface of training engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from core.arrays import ByteArray, FloatArray


@dataclass(frozen=True)
class EngineState:
    """All that changes in training, as host copies by the names of `core.network.lenet5.SHAPES`.

    Attributes
    ----------
    parameters, velocity
        See `core.network.optim.SGD.step`.
    average
        See `core.network.optim.update_average`; equal to the parameters where no average is kept.
    """

    parameters: Mapping[str, FloatArray]
    velocity: Mapping[str, FloatArray]
    average: Mapping[str, FloatArray]


class TrainingStep(NamedTuple):
    """One batch, and how far it moves the weights.

    Attributes
    ----------
    rows
        (n,) indices of training images.
    deformations
        (2, n, 28) coefficients of `core.data.augment.Augmentation.draw`, or None.
    learning_rate
        Above 0.
    average_decay
        Share of the average that stays, in [0, 1); 0 keeps the average equal to the parameters.
    """

    rows: npt.NDArray[np.intp]
    deformations: FloatArray | None
    learning_rate: float
    average_decay: float


class StepResult(NamedTuple):
    """What a step found before it changed the weights: sums over the images of its batch."""

    loss: float
    correct: int


class Engine(Protocol):
    """A network in training, with its training and validation images.

    Attributes
    ----------
    steps_at_once
        How many steps to hand over together: 1 where each can be waited for, more where waiting
        for a result costs more than the step.
    """

    steps_at_once: int

    def take(self, steps: Sequence[TrainingStep]) -> list[StepResult]:
        """Take training steps in order."""
        ...

    def state(self) -> EngineState:
        """Copy the state from which training can resume."""
        ...

    def validation_logits(self) -> FloatArray:
        """Compute the validation logits (n, 10) with the averaged weights."""
        ...

    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """Compute the logits (n, 10) of images (n, 28, 28), 0-255, with the given parameters."""
        ...

    def close(self) -> None:
        """Release threads and memory; the engine cannot be used afterwards."""
        ...
