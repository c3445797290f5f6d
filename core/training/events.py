"""The events of a training run: frozen, with read-only host copies of all arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from core.device import Device
from core.evaluation.confusion import Confusion
from core.network.weights import Weights
from core.training.checkpoints import Checkpoint, EpochMetrics
from core.training.inspection import InspectedStep
from core.training.plan import Plan


@dataclass(frozen=True)
class RunStarted:
    """The first event of a run.

    Attributes
    ----------
    dataset
        The names of the datasets.
    train_size, validation_size, test_size
        Numbers of images.
    resumed_from
        The checkpoint that the run continues from; None for a new run.
    initial
        The weights before the first epoch; None if the run is resumed. Their card gives epoch 0.
    """

    plan: Plan
    device: Device
    dataset: str
    train_size: int
    validation_size: int
    test_size: int
    batches_per_epoch: int
    resumed_from: Checkpoint | None = field(default=None, compare=False, repr=False)
    initial: Weights | None = field(default=None, compare=False, repr=False)

    @property
    def first_epoch(self) -> int:
        """The first epoch to be trained: 1 unless the run is resumed."""
        return self.resumed_from.epoch + 1 if self.resumed_from else 1


@dataclass(frozen=True)
class KernelsCompiling:
    """The GPU kernels are being compiled, which takes a few seconds, once on each machine."""

    device: Device


@dataclass(frozen=True)
class BatchesDone:
    """One or more batches are done.

    Attributes
    ----------
    step
        Batches since the start of the run, from 1.
    losses
        The loss of each batch since the last such event.
    accuracy
        Accuracy on the training images of this epoch so far, 0-1.
    images_per_second
        Mean over the epoch so far.
    memory
        GPU memory in use, in bytes; None on the CPU.
    weights
        Those after one of the batches, if `core.training.controls.Controls` requests them; of the
        running average if the plan has one. Their card gives this epoch, which is not complete.
    val_accuracy
        In a run of few epochs, several times an epoch: the accuracy on some of the validation
        images, 0-1; otherwise None.
    inspected
        What the batch did, if `core.training.controls.Controls` asks for it; it is then the only
        one of the event.
    """

    step: int
    epoch: int
    losses: tuple[float, ...]
    accuracy: float
    learning_rate: float
    images_per_second: float = field(compare=False)
    memory: int | None = field(compare=False)
    weights: Weights | None = field(default=None, compare=False, repr=False)
    val_accuracy: float | None = None
    inspected: InspectedStep | None = field(default=None, compare=False, repr=False)

    @property
    def loss(self) -> float:
        """Mean of the losses."""
        return sum(self.losses) / len(self.losses)


@dataclass(frozen=True)
class EpochDone:
    """An epoch is done.

    Attributes
    ----------
    is_best
        Whether its validation accuracy is the highest so far.
    confusion
        Of the validation images.
    checkpoint
        The state of the run after the epoch, to resume from.
    """

    metrics: EpochMetrics
    is_best: bool
    confusion: Confusion
    checkpoint: Checkpoint = field(compare=False, repr=False)


@dataclass(frozen=True)
class DeviceLost:
    """The GPU failed; the epoch is repeated on `device`, whose `reason` says what happened."""

    device: Device


@dataclass(frozen=True)
class TrainingDone:
    """The last event: the best weights, evaluated once on the test images.

    Attributes
    ----------
    weights
        Those of the best epoch by validation accuracy.
    best_val_accuracy, test_accuracy
        0-1.
    confusion
        Of the test images.
    seconds
        Duration of the whole run.
    """

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
