"""The folder that a training run leaves behind, each file of it whole at any time."""

from __future__ import annotations

import csv
import json
import platform
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path

import numpy as np

from core.device import Device
from core.errors import UserError
from core.files import replacing
from core.network.weight_files import save_weights
from core.training.checkpoints import Checkpoint, EpochMetrics, load_checkpoint, save_checkpoint
from core.training.events import (
    BatchesDone,
    DeviceLost,
    EpochDone,
    KernelsCompiling,
    RunStarted,
    TrainingDone,
    TrainingEvent,
)


class RunFolder:
    """Writes a run into a folder as its events come.

    After every epoch the folder holds ``last.safetensors`` (to go on from), ``history.csv`` and
    ``weights.safetensors`` (best so far by validation); at the end of the run also figures,
    arrays and the report.

    Parameters
    ----------
    path
        The folder; it is created with its parents, and tried by writing to it.
    resumed
        The checkpoint file that the run goes on from, if any. Only the run that it is part of may
        be in the folder already.

    Attributes
    ----------
    checkpoint
        Where the run stands; None before its first epoch is done.
    advanced
        Whether the run has come further than where it was resumed.

    Raises
    ------
    UserError
        When the folder holds another run, which would be lost, or `resumed` is no checkpoint.
    OSError
        When the folder cannot be created or written; it names the folder.
    """

    def __init__(self, path: Path, resumed: Path | None = None) -> None:
        self.path = path
        self.weights_file = path / "weights.safetensors"
        self.last_file = path / "last.safetensors"
        is_same_run = resumed is not None and resumed.resolve().parent == path.resolve()
        if not is_same_run and (self.weights_file.exists() or self.last_file.exists()):
            raise UserError(
                "{folder} already holds a run: choose another folder, or go on with --resume "
                "{last}.",
                folder=path,
                last=self.last_file,
            )
        self.checkpoint = load_checkpoint(resumed) if resumed else None
        self.advanced = False
        self._devices: list[Device] = []
        self._started: RunStarted | None = None
        self._done: TrainingDone | None = None
        path.mkdir(parents=True, exist_ok=True)
        with _blamed_on(path), tempfile.TemporaryFile(dir=path):
            pass

    def add(self, event: TrainingEvent) -> None:
        """Keep what an event tells; after an epoch, and at the end, it is on the disk.

        Raises
        ------
        OSError
            When a file cannot be written; it names the file, and what was there stays.
        """
        match event:
            case RunStarted():
                self._started = event
                self._devices.append(event.device)
            case DeviceLost():
                self._devices.append(event.device)
            case EpochDone():
                self.checkpoint, self.advanced = event.checkpoint, True
                self._keep(event.checkpoint, event.is_best)
            case TrainingDone():
                self._done, self.advanced = event, True
                self.finish()
            case BatchesDone() | KernelsCompiling():
                pass

    def finish(self) -> None:
        """Write what is made of the whole run, for one that was stopped before its end.

        One that came no further leaves the folder as it was. Errors are those of `add`.
        """
        checkpoint = self.checkpoint
        if checkpoint is None or not self.advanced:
            return
        if self._done:
            with _blamed_on(self.weights_file):
                save_weights(self.weights_file, self._done.weights)
        with self._replacing("training_data.npz") as temporary:
            _write_arrays(temporary, checkpoint)
        with self._replacing("report.json") as temporary:
            temporary.write_text(json.dumps(self._report(checkpoint), indent=2), "utf-8")
        self._draw(checkpoint)

    def _keep(self, checkpoint: Checkpoint, is_best: bool) -> None:
        if is_best or not self.weights_file.exists():
            with _blamed_on(self.weights_file):
                save_weights(self.weights_file, checkpoint.best)
        with _blamed_on(self.last_file):
            save_checkpoint(self.last_file, checkpoint)
        with self._replacing("history.csv") as temporary:
            _write_history(temporary, checkpoint)

    def _draw(self, checkpoint: Checkpoint) -> None:
        # matplotlib takes a second to load; only the end of a run needs it.
        from core.runs import plots as figures

        history, done = checkpoint.history, self._done
        test_accuracy = done.test_accuracy if done else None
        drawn = {
            "training_history.png": figures.training_history(history, test_accuracy),
            "loss_curve.png": figures.loss_curve(checkpoint.batch_losses, len(history)),
            "accuracy_comparison.png": figures.accuracy_comparison(history, test_accuracy),
        }
        if done:
            drawn["confusion_matrix.png"] = figures.confusion_matrix(done.confusion)
        else:  # one left here by an earlier end of this run is of other weights
            (self.path / "confusion_matrix.png").unlink(missing_ok=True)
        for name, figure in drawn.items():
            with _blamed_on(self.path / name):
                figures.save_figure(self.path / name, figure)

    def _report(self, checkpoint: Checkpoint) -> dict[str, object]:
        """All that a person may want to know of the run later; null where it was stopped."""
        started, done = self._started, self._done
        return {
            "dataset": checkpoint.dataset,
            "train_size": started and started.train_size,
            "validation_size": started and started.validation_size,
            "test_size": started and started.test_size,
            "plan": checkpoint.plan.to_dict(),
            "devices": [
                {**asdict(device), "reason": str(device.reason or "")} for device in self._devices
            ],
            "epochs_done": checkpoint.epoch,
            "best_epoch": checkpoint.best_epoch,
            "best_validation_accuracy": checkpoint.best_val_accuracy,
            "test_accuracy": done and done.test_accuracy,
            "test_loss": done and done.test_loss,
            "per_digit": done
            and [
                asdict(digit) | {"accuracy": digit.accuracy} for digit in done.confusion.per_digit()
            ],
            "confusion": done and done.confusion.counts.tolist(),
            "seconds": done.seconds if done else checkpoint.seconds,
            "program_version": version("lenet-desktop"),
            "python_version": platform.python_version(),
            "numpy_version": np.__version__,
            "platform": platform.platform(),
        }

    @contextmanager
    def _replacing(self, name: str) -> Generator[Path]:
        with _blamed_on(self.path / name), replacing(self.path / name) as temporary:
            yield temporary


def _write_arrays(path: Path, checkpoint: Checkpoint) -> None:
    """Write the report's arrays, one number an epoch, accuracies as shares of 1.

    ``test_accuracies`` holds the validation accuracies: the test images are read only once, at
    the end, so that nothing is chosen by them.
    """
    history = checkpoint.history
    np.savez(
        path,
        allow_pickle=False,
        train_losses=[epoch.train_loss for epoch in history],
        train_accuracies=[epoch.train_accuracy for epoch in history],
        test_accuracies=[epoch.val_accuracy for epoch in history],
        best_accuracy=checkpoint.best_val_accuracy,
    )


def _write_history(path: Path, checkpoint: Checkpoint) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(EpochMetrics)])
        writer.writeheader()
        writer.writerows(asdict(epoch) for epoch in checkpoint.history)


@contextmanager
def _blamed_on(path: Path) -> Generator[None]:
    """Let errors name the file that a person knows, not the temporary one beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
