"""The folder of a training run; each of its files is written atomically."""

from __future__ import annotations

import csv
import json
import platform
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
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

WEIGHTS_FILE = "weights.safetensors"
"""Name of the file with the best weights by validation accuracy."""
LAST_FILE = "last.safetensors"
"""Name of the checkpoint after the last epoch."""

_SOURCES_FILE = "sources.json"  # In folders of older versions, whose checkpoints have no sources.


class RunFolder:
    """Saves a run in a folder as its events come.

    After every epoch the folder holds ``last.safetensors`` (to resume from), ``history.csv`` and
    ``weights.safetensors`` (the best so far by validation accuracy); after the run also plots,
    arrays and the report.

    Parameters
    ----------
    path
        The folder; it is created with its parents.
    resume
        The checkpoint file to resume from; None for a new run. The folder may hold no run but
        that of the checkpoint.

    Attributes
    ----------
    checkpoint
        The last checkpoint that is on the disk; None before the first epoch is done.

    Raises
    ------
    UserError
        If the folder holds another run, which would be lost, or `resume` is not a checkpoint.
    OSError
        If the folder cannot be created or written to; names the folder.
    """

    def __init__(self, path: Path, resume: Path | None = None) -> None:
        self.path = path
        self.weights_file = path / WEIGHTS_FILE
        self.last_file = path / LAST_FILE
        is_same_run = resume is not None and resume.resolve().parent == path.resolve()
        if not is_same_run and (self.weights_file.exists() or self.last_file.exists()):
            raise UserError(
                "{folder} already holds a run. Choose another folder, or resume the run with "
                "--resume {last}.",
                folder=path,
                last=self.last_file,
            )
        self.checkpoint = load_checkpoint(resume) if resume else None
        self._is_new = not path.exists()
        self._is_outdated = False  # The plots, arrays and report, compared with the checkpoint.
        self._devices: list[Device] = []
        self._started: RunStarted | None = None
        self._done: TrainingDone | None = None
        path.mkdir(parents=True, exist_ok=True)
        with _blamed_on(path), tempfile.TemporaryFile(dir=path):
            pass

    def add(self, event: TrainingEvent) -> None:
        """Save what an event reports: the checkpoint of an epoch, the result of the run.

        Raises
        ------
        OSError
            If a file cannot be written; names the file, which is left unchanged.
        """
        match event:
            case RunStarted():
                self._started = event
                self._devices.append(event.device)
            case DeviceLost():
                self._devices.append(event.device)
            case EpochDone():
                self._is_outdated = False  # If saving fails, nothing more is written.
                self._save(event.checkpoint, event.is_best)
                self.checkpoint, self._is_outdated = event.checkpoint, True
            case TrainingDone():
                self._done, self._is_outdated = event, True
                self._finish()
            case BatchesDone() | KernelsCompiling():
                pass

    def close(self) -> None:
        """Write the plots, arrays and report of a run that was stopped.

        If no further epoch was done, the folder is left unchanged, and removed if it is new.
        Errors are those of `add`.
        """
        self._finish()
        if self._is_new:
            with suppress(OSError):  # It is not empty.
                self.path.rmdir()

    def _finish(self) -> None:
        checkpoint = self.checkpoint
        if checkpoint is None or not self._is_outdated:
            return
        self._is_outdated = False
        if self._done:
            with _blamed_on(self.weights_file):
                save_weights(self.weights_file, self._done.weights)
        with self._replacing("training_data.npz") as temporary:
            _write_arrays(temporary, checkpoint)
        with self._replacing("report.json") as temporary:
            temporary.write_text(json.dumps(self._report(checkpoint), indent=2), "utf-8")
        self._draw(checkpoint)

    def _save(self, checkpoint: Checkpoint, is_best: bool) -> None:
        if is_best or not self.weights_file.exists():
            with _blamed_on(self.weights_file):
                save_weights(self.weights_file, checkpoint.best)
        with _blamed_on(self.last_file):
            save_checkpoint(self.last_file, checkpoint)
        with self._replacing("history.csv") as temporary:
            _write_history(temporary, checkpoint)

    def _draw(self, checkpoint: Checkpoint) -> None:
        # matplotlib takes a second to load; only the end of a run needs it.
        from core.runs import plots

        history, done = checkpoint.history, self._done
        test_accuracy = done.test_accuracy if done else None
        drawn = {
            "training_history.png": plots.training_history(history, test_accuracy),
            "loss_curve.png": plots.loss_curve(checkpoint.batch_losses, len(history)),
            "accuracy_comparison.png": plots.accuracy_comparison(history, test_accuracy),
        }
        if done:
            drawn["confusion_matrix.png"] = plots.confusion_matrix(done.confusion)
        else:  # A matrix from before the run was resumed belongs to other weights.
            (self.path / "confusion_matrix.png").unlink(missing_ok=True)
        for name, figure in drawn.items():
            with _blamed_on(self.path / name):
                plots.save_figure(self.path / name, figure)

    def _report(self, checkpoint: Checkpoint) -> dict[str, object]:
        """Return the settings, the data, the devices and the results; null if it was stopped."""
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


def sources_of(file: Path, checkpoint: Checkpoint) -> tuple[str, ...]:
    """Return the sources that a run was trained on, as `core.data.sources.load_all` takes them.

    Parameters
    ----------
    file, checkpoint
        The checkpoint file and its content. If it does not name the sources, a file beside it may;
        otherwise the names of the datasets are returned.
    """
    if checkpoint.sources:
        return checkpoint.sources
    try:
        sources = json.loads((file.parent / _SOURCES_FILE).read_text("utf-8"))
        return tuple(map(str, sources))
    except (OSError, ValueError, TypeError):
        return tuple(checkpoint.dataset.split(" + "))


def _write_arrays(path: Path, checkpoint: Checkpoint) -> None:
    """Write the losses and accuracies of the epochs, accuracies as shares of 1.

    ``test_accuracies`` holds the validation accuracies: the test images are evaluated only once,
    at the end, so that nothing is chosen by them.
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
    """Name this file in an error, not the temporary file beside it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
