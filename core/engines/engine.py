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
    """Everything that training changes: host copies by the names of the network's shapes.

    Attributes
    ----------
    parameters, velocity
        See `core.network.optim.SGD.step`.
    average
        See `core.network.optim.update_average`; equal to the parameters without averaging.
    """

    parameters: Mapping[str, FloatArray]
    velocity: Mapping[str, FloatArray]
    average: Mapping[str, FloatArray]


class TrainingStep(NamedTuple):
    """One batch and its hyperparameters.

    Attributes
    ----------
    rows
        (n,) indices of training images.
    deformations
        (2, n, 28) coefficients of `core.data.augment.Augmentation.draw`, or None.
    learning_rate
        Above 0.
    average_decay
        Decay of the moving average, in [0, 1); 0 keeps the average equal to the parameters.
    mask
        (n, features) mask of `core.network.blocks.Dropout`, or None.
    """

    rows: npt.NDArray[np.intp]
    deformations: FloatArray | None
    learning_rate: float
    average_decay: float
    mask: FloatArray | None = None


class StepResult(NamedTuple):
    """Loss and correct answers before the update, summed over the images of the batch."""

    loss: float
    correct: int


class Engine(Protocol):
    """A network in training, with its training and validation images.

    Attributes
    ----------
    steps_at_once
        Number of steps to pass to `take` at a time: more than 1 where waiting for a result costs
        more than a step.
    """

    steps_at_once: int

    def take(self, steps: Sequence[TrainingStep]) -> list[StepResult]:
        """Take training steps in order.

        Returns
        -------
        list of StepResult
            One for each step.
        """
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
