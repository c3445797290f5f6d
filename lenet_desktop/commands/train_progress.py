"""The output of `train`: a bar on standard error, lines on standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from tqdm import tqdm

from core.errors import UserError
from core.progress import Progress
from core.runs.carry_out import TrainingRequest
from core.runs.folder import WEIGHTS_FILE
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
    StageBar,
    per_digit_table,
    percent,
    print_lines,
    print_record,
    progress_bar,
)

_COMPILING = "Compiling GPU kernels, once."
_CONTINUES = "Training continues on the CPU."


class TrainingOutput:
    """The output of a run, one item of `core.runs.carry_out.carry_out` after another.

    Attributes
    ----------
    is_loading
        Whether the data is being loaded.
    has_started
        Whether the run has started, after the data was loaded.
    """

    def __init__(self, request: TrainingRequest, *, as_json: bool) -> None:
        self._request = request
        self._print = _print_for_programs if as_json else _print_for_people
        self._loading, self._epoch = StageBar(), _EpochBar()
        self.is_loading = self.has_started = False

    def show(self, item: Progress | TrainingEvent) -> None:
        """Move the bar of the current stage or epoch, and print the lines of an event."""
        self.is_loading = isinstance(item, Progress)
        if isinstance(item, Progress):
            self._loading.show(item)
            return
        if isinstance(item, RunStarted):
            self._start(item)
        self._epoch.show(item)
        self._print(item, self._request.folder / WEIGHTS_FILE)

    def warn(self, error: UserError) -> None:
        """Print a message that does not end the run on standard error."""
        tqdm.write(f"lenet-desktop: {error}", file=sys.stderr)

    def close(self) -> None:
        """Remove the bars."""
        self._loading.close()
        self._epoch.close()

    def _start(self, event: RunStarted) -> None:
        self._loading.close()
        self.has_started = True
        if self._request.device == "gpu" != event.device.kind:
            print_lines(f"Training runs on the CPU. {event.device.reason}", to_errors=True)


class _EpochBar:
    """A bar for the current epoch."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._epochs = self._batches = 0

    def show(self, event: TrainingEvent) -> None:
        """Move the bar with the batches; each epoch has a new one."""
        if isinstance(event, BatchesDone):
            self._advance(event)
        else:
            self.close()
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

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.close()
        self._bar = None


def _print_for_programs(event: TrainingEvent, weights_file: Path) -> None:
    """Print the JSON line of an event, if it has one."""
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
            print_lines(_COMPILING, to_errors=True)
            return
        case DeviceLost():
            print_lines(f"{event.device.reason} {_CONTINUES}", to_errors=True)
            return
    print_record(record)


def _print_for_people(event: TrainingEvent, weights_file: Path) -> None:
    """Print the lines of an event for people."""
    match event:
        case RunStarted():
            print_lines(f"Device: {event.device.name}. {event.device.reason or ''}".rstrip())
            print_lines(
                f"Data: {event.dataset}, {event.train_size:,} images to train on,"
                f" {event.validation_size:,} to choose the best epoch by, {event.test_size:,}"
                " for the test at the end"
            )
            if event.first_epoch > 1:
                print_lines(f"The run is resumed with epoch {event.first_epoch}.")
        case KernelsCompiling():
            print_lines(_COMPILING)
        case EpochDone(metrics=metrics, checkpoint=checkpoint):
            best = f"best {percent(checkpoint.best_val_accuracy)} in epoch {checkpoint.best_epoch}"
            best = "best so far" if event.is_best else best
            print_lines(
                f"Epoch {metrics.epoch}/{checkpoint.plan.epochs}: loss {metrics.train_loss:.4f},"
                f" train {percent(metrics.train_accuracy)}, validation"
                f" {percent(metrics.val_accuracy)} ({best}), {metrics.seconds:.1f} s"
            )
            if checkpoint.is_final and metrics.epoch < checkpoint.plan.epochs:
                print_lines(
                    f"No better epoch in the last {checkpoint.plan.patience}: training ends."
                )
        case DeviceLost():
            print_lines(f"Device: {event.device.name}. {event.device.reason} {_CONTINUES}")
        case TrainingDone():
            right = f"{event.confusion.correct:,} of {event.confusion.n:,}"
            print_lines("", *per_digit_table(event.confusion).split("\n"), "")
            print_lines(
                f"Test accuracy {percent(event.test_accuracy)} ({right}) with the weights of epoch"
                f" {event.best_epoch}, after {event.seconds:.1f} s. They are in {weights_file}"
            )
        case BatchesDone():
            return
    sys.stdout.flush()
