"""The files of a run that can be derived from its checkpoint and its result."""

from __future__ import annotations

import csv
import json
import logging
import platform
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np

from core.device import Device
from core.evaluation.confusion import Confusion
from core.files import replacing
from core.training.checkpoints import Checkpoint, EpochMetrics
from core.training.events import RunStarted, TrainingDone
from core.version import program_version

Writers: TypeAlias = Mapping[str, Callable[[Path], None]]
"""By file name, functions that write the file with a path, atomically."""

HISTORY_FILE = "history.csv"
_ARRAYS_FILE = "training_data.npz"
_REPORT_FILE = "report.json"
_TRAINING_PLOT = "training_history.png"
_LOSS_PLOT = "loss_curve.png"
_ACCURACY_PLOT = "accuracy_comparison.png"
_CONFUSION_PLOT = "confusion_matrix.png"
DERIVED_FILES = (
    HISTORY_FILE,
    _ARRAYS_FILE,
    _REPORT_FILE,
    _TRAINING_PLOT,
    _LOSS_PLOT,
    _ACCURACY_PLOT,
    _CONFUSION_PLOT,
)


@dataclass
class RunRecord:
    """What is known of a run besides its checkpoint.

    Attributes
    ----------
    devices
        The devices that the run was trained on, in order.
    started
        None before the run has started.
    done
        None if the run is not finished.
    """

    devices: list[Device] = field(default_factory=list[Device])
    started: RunStarted | None = None
    done: TrainingDone | None = None


def write_history(checkpoint: Checkpoint, path: Path) -> None:
    """Write the metrics of each epoch as a CSV file."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(EpochMetrics)])
        writer.writeheader()
        writer.writerows(asdict(epoch) for epoch in checkpoint.history)


def summary_writers(record: RunRecord, checkpoint: Checkpoint) -> Writers:
    """Return the writers of the arrays and the report."""
    return {
        _ARRAYS_FILE: partial(_write_arrays, checkpoint),
        _REPORT_FILE: partial(_write_report, record, checkpoint),
    }


def plot_writers(record: RunRecord, checkpoint: Checkpoint) -> Writers:
    """Return the writers of the plots; for a run that is not finished, one removes the matrix."""
    done = record.done
    test_accuracy = done.test_accuracy if done else None
    return {
        _TRAINING_PLOT: partial(_plot_history, checkpoint, test_accuracy),
        _LOSS_PLOT: partial(_plot_losses, checkpoint),
        _ACCURACY_PLOT: partial(_plot_accuracies, checkpoint, test_accuracy),
        _CONFUSION_PLOT: partial(_plot_confusion, done.confusion) if done else _remove_confusion,
    }


# matplotlib takes a second to load, or fails to; only the end of a run needs it. It warns of a home
# folder that it cannot write to and of settings, neither of which matters here.
logging.getLogger("matplotlib").setLevel(logging.ERROR)


def _plot_history(checkpoint: Checkpoint, test_accuracy: float | None, path: Path) -> None:
    from core.runs import plots

    plots.save_plot(path, partial(plots.training_history, checkpoint.history, test_accuracy))


def _plot_losses(checkpoint: Checkpoint, path: Path) -> None:
    from core.runs import plots

    plots.save_plot(path, partial(plots.loss_curve, checkpoint.batch_losses, checkpoint.epoch))


def _plot_accuracies(checkpoint: Checkpoint, test_accuracy: float | None, path: Path) -> None:
    from core.runs import plots

    plots.save_plot(path, partial(plots.accuracy_comparison, checkpoint.history, test_accuracy))


def _plot_confusion(confusion: Confusion, path: Path) -> None:
    from core.runs import plots

    plots.save_plot(path, partial(plots.confusion_matrix, confusion))


def _remove_confusion(path: Path) -> None:
    """Remove a matrix from before the run was resumed, which belongs to other weights."""
    from core.runs import plots

    if plots.is_own_plot(path):
        path.unlink()


def _write_arrays(checkpoint: Checkpoint, path: Path) -> None:
    """Write the losses and accuracies of the epochs, accuracies as shares of 1.

    ``test_accuracies`` holds the validation accuracies: the test images are evaluated only once,
    at the end, so that nothing is chosen by them.
    """
    history = checkpoint.history
    with replacing(path) as temporary:
        np.savez(
            temporary,
            allow_pickle=False,
            train_losses=[epoch.train_loss for epoch in history],
            train_accuracies=[epoch.train_accuracy for epoch in history],
            test_accuracies=[epoch.val_accuracy for epoch in history],
            best_accuracy=checkpoint.best_val_accuracy,
        )


def _write_report(record: RunRecord, checkpoint: Checkpoint, path: Path) -> None:
    """Write the settings, the data, the devices and the results; null if it was stopped."""
    started, done = record.started, record.done
    digits = done.confusion.per_digit() if done else ()
    report = {
        "dataset": checkpoint.dataset,
        "train_size": started and started.train_size,
        "validation_size": started and started.validation_size,
        "test_size": started and started.test_size,
        "plan": checkpoint.plan.to_dict(),
        "devices": [
            {**asdict(device), "reason": str(device.reason or "")} for device in record.devices
        ],
        "epochs_done": checkpoint.epoch,
        "best_epoch": checkpoint.best_epoch,
        "best_validation_accuracy": checkpoint.best_val_accuracy,
        "test_accuracy": done and done.test_accuracy,
        "test_loss": done and done.test_loss,
        "per_digit": done and [asdict(digit) | {"accuracy": digit.accuracy} for digit in digits],
        "confusion": done and done.confusion.counts.tolist(),
        "seconds": done.seconds if done else checkpoint.seconds,
        "program_version": program_version(),
        "python_version": platform.python_version(),
        "numpy_version": np.__version__,
        "platform": platform.platform(),
    }
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(report, indent=2), "utf-8")
