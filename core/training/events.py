"""What a training run tells: frozen events, read-only host copies of everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from core.device import Device
from core.evaluation.confusion import Confusion
from core.network.weights import Weights
from core.training.checkpoints import Checkpoint
from core.training.plan import Plan


@dataclass(frozen=True)
class RunStarted:
    """First of all; the sizes are numbers of images, `first_epoch` is 1 unless resumed."""

    plan: Plan
    device: Device
    dataset: str
    train_size: int
    validation_size: int
    test_size: int
    batches_per_epoch: int
    first_epoch: int


@dataclass(frozen=True)
class KernelsCompiling:
    """The GPU's kernels are not compiled yet on this machine: that takes some seconds, once."""

    device: Device


@dataclass(frozen=True)
class BatchesDone:
    """One or more batches are done.

    Attributes
    ----------
    step
        Batches since the start of the run, from 1.
    losses
        Of each batch since the last such event.
    accuracy
        Share of the epoch's training images read right so far, 0-1.
    images_per_second
        Over the epoch so far.
    memory
        Bytes in use on the GPU; None on the CPU.
    """

    step: int
    epoch: int
    losses: tuple[float, ...]
    accuracy: float
    learning_rate: float
    images_per_second: float = field(compare=False)
    memory: int | None = field(compare=False)

    @property
    def loss(self) -> float:
        """Mean of the losses."""
        return sum(self.losses) / len(self.losses)


@dataclass(frozen=True)
class EpochDone:
    """An epoch is done and validated; the checkpoint is where the run can go on from."""

    epoch: int
    train_loss: float
    train_accuracy: float
    val_loss: float
    val_accuracy: float
    is_best: bool
    confusion: Confusion
    seconds: float = field(compare=False)
    checkpoint: Checkpoint = field(compare=False, repr=False)


@dataclass(frozen=True)
class DeviceLost:
    """The GPU failed; the epoch starts again on `device`, whose reason tells what happened."""

    device: Device


@dataclass(frozen=True)
class TrainingDone:
    """Last of all: the best weights, and what they read of the test images, used this once."""

    weights: Weights
    best_epoch: int
    best_val_accuracy: float
    test_loss: float
    test_accuracy: float
    confusion: Confusion
    seconds: float = field(compare=False)


TrainingEvent: TypeAlias = (
    RunStarted | KernelsCompiling | BatchesDone | EpochDone | DeviceLost | TrainingDone
)
