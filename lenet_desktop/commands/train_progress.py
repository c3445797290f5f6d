"""What `train` shows while it runs: a bar on standard error, lines on standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType

from core.training.events import (
    BatchesDone,
    DeviceLost,
    EpochDone,
    KernelsCompiling,
    RunStarted,
    TrainingDone,
    TrainingEvent,
)
from lenet_desktop.commands.printing import (
    Bar,
    per_digit_table,
    percent,
    print_record,
    progress_bar,
)

_COMPILING = "Compiling GPU kernels, once."
_CONTINUES = "Training continues on the CPU."


class EpochBar:
    """A bar for the epoch that runs; leaving the context takes it off the screen."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._epochs = self._batches = 0

    def __enter__(self) -> EpochBar:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def show(self, event: TrainingEvent) -> None:
        """Move with the batches, and start anew with each epoch."""
        if isinstance(event, BatchesDone):
            self._advance(event)
        else:
            self._close()
        if isinstance(event, RunStarted):
            self._epochs, self._batches = event.plan.epochs, event.batches_per_epoch

    def _advance(self, event: BatchesDone) -> None:
        if self._bar is None:
            self._bar = progress_bar(
                f"Epoch {event.epoch}/{self._epochs}", self._batches, "batch", mininterval=0.05
            )
        memory = "" if event.memory is None else f", {event.memory / 2**20:,.0f} MiB on the GPU"
        self._bar.set_postfix_str(
            f"loss {event.loss:.4f}, accuracy {percent(event.accuracy)},"
            f" {event.images_per_second:,.0f} images/s{memory}",
            refresh=False,
        )
        self._bar.update(len(event.losses))

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar = None


def print_for_programs(event: TrainingEvent, weights_file: Path) -> None:
    """Print an event as a JSON line, if programs have a use for it."""
    match event:
        case BatchesDone():
            record = {
                "event": "batches",
                "step": event.step,
                "epoch": event.epoch,
                "loss": event.loss,
                "learning_rate": event.learning_rate,
                "images_per_second": event.images_per_second,
            }
        case EpochDone(metrics=metrics):
            record = {
                "event": "epoch",
                "epoch": metrics.epoch,
                "train_loss": metrics.train_loss,
                "train_accuracy": metrics.train_accuracy,
                "val_loss": metrics.val_loss,
                "val_accuracy": metrics.val_accuracy,
                "seconds": metrics.seconds,
            }
        case TrainingDone():
            record = {
                "event": "done",
                "test_accuracy": event.test_accuracy,
                "seconds": event.seconds,
                "weights": str(weights_file),
            }
        case RunStarted():
            return
        case KernelsCompiling():
            print(_COMPILING, file=sys.stderr)
            return
        case DeviceLost():
            print(f"{event.device.reason} {_CONTINUES}", file=sys.stderr)
            return
    print_record(record)


def print_for_people(event: TrainingEvent, weights_file: Path) -> None:
    """Print the lines that a person wants to read of an event."""
    match event:
        case RunStarted():
            print(f"Device: {event.device.name}. {event.device.reason or ''}".rstrip())
            print(
                f"Data: {event.dataset}, {event.train_size:,} images to train on,"
                f" {event.validation_size:,} to choose the best epoch by, {event.test_size:,}"
                " for the test at the end"
            )
            if event.first_epoch > 1:
                print(f"The run goes on with epoch {event.first_epoch}.")
        case KernelsCompiling():
            print(_COMPILING)
        case EpochDone(metrics=metrics, checkpoint=checkpoint):
            best = f"best {percent(checkpoint.best_val_accuracy)} in epoch {checkpoint.best_epoch}"
            best = "best so far" if event.is_best else best
            print(
                f"Epoch {metrics.epoch}/{checkpoint.plan.epochs}: loss {metrics.train_loss:.4f},"
                f" train {percent(metrics.train_accuracy)}, validation"
                f" {percent(metrics.val_accuracy)} ({best}), {metrics.seconds:.1f} s"
            )
        case DeviceLost():
            print(f"Device: {event.device.name}. {event.device.reason} {_CONTINUES}")
        case TrainingDone():
            right = f"{event.confusion.correct:,} of {event.confusion.n:,}"
            print(f"\n{per_digit_table(event.confusion)}\n")
            print(
                f"Test accuracy {percent(event.test_accuracy)} ({right}) with the weights of epoch"
                f" {event.best_epoch}, after {event.seconds:.1f} s. They are in {weights_file}"
            )
        case BatchesDone():
            return
    sys.stdout.flush()
