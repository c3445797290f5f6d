"""The library of runs: a folder with one folder per run."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from core.errors import UserError
from core.file_lock import reserved, was_left_reserved
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.paths import exists, is_file
from core.progress import Progress, Stage
from core.runs.curves import Curve, smoothed, thinned
from core.runs.epochs import EPOCHS_FOLDER, copy_epochs, epoch_files
from core.runs.folder import LAST_FILE, WEIGHTS_FILE, complete_weights, sources_of
from core.runs.notes import RunNotes, load_notes
from core.training.checkpoints import Checkpoint, EpochMetrics, load_checkpoint
from core.training.plan import Plan

MOST_POINTS = 1000
"""Largest size of the loss curve of a summary: about as many points as a plot has pixels."""
_LEAST_SPANS = 50
"""The loss is averaged over an epoch, or over a share of a run of fewer epochs than this."""


@dataclass(frozen=True, eq=False)
class RunSummary:
    """The settings and the metrics of a run; its weights stay in its folder.

    Attributes
    ----------
    folder
        As `core.runs.folder.RunFolder` filled it.
    dataset
        The names of the datasets.
    sources
        Where the datasets were loaded from, as `core.data.sources.load_all` takes them.
    history
        The metrics of each epoch.
    losses
        The smoothed loss of the batches against epochs, at most `MOST_POINTS` points.
    test_accuracy
        Of the best weights, 0-1, which ends a run; None before.
    notes
        The name and the notes that the user gave the run.
    """

    folder: Path
    plan: Plan
    dataset: str
    sources: tuple[str, ...]
    history: tuple[EpochMetrics, ...]
    best_epoch: int
    losses: Curve
    test_accuracy: float | None
    notes: RunNotes

    @property
    def has_result(self) -> bool:
        """Whether the best weights were evaluated on the test images."""
        return self.test_accuracy is not None

    @property
    def seconds(self) -> float:
        """Duration of all epochs."""
        return sum(metrics.seconds for metrics in self.history)

    @property
    def weights_file(self) -> Path:
        """The file with the best weights."""
        return self.folder / WEIGHTS_FILE

    @property
    def last_file(self) -> Path:
        """The checkpoint to resume from."""
        return self.folder / LAST_FILE

    @property
    def is_finished(self) -> bool:
        """Whether the run trains no further epoch."""
        return self.plan.is_over(len(self.history), self.best_epoch)

    @property
    def best_val_accuracy(self) -> float:
        """Validation accuracy of the best epoch, 0-1."""
        return self.history[self.best_epoch - 1].val_accuracy


@dataclass(frozen=True, eq=False)
class DamagedRun:
    """A run whose checkpoint cannot be read, or a folder that does not hold a run.

    Attributes
    ----------
    error
        The reason.
    """

    folder: Path
    error: UserError | OSError


def new_run_folder(parent: Path) -> Path:
    """Return an unused folder for a new run, named after the time; it is not created."""
    name = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    taken = exists(parent / name)
    number = 2
    while taken and exists(parent / f"{name} ({number})"):
        number += 1
    return parent / (f"{name} ({number})" if taken else name)


def list_runs(parent: Path) -> list[RunSummary | DamagedRun]:
    """Return the runs in a folder, the newest first, then the folders that cannot be read.

    Empty and hidden folders are skipped, and those of ensembles, see `list_ensembles`.
    """
    ensembles = set(list_ensembles(parent))
    runs: list[RunSummary | DamagedRun] = []
    unreadable: list[RunSummary | DamagedRun] = []
    for folder in sorted(parent.glob("[!.]*/"), reverse=True):
        if folder in ensembles or not any(folder.glob("[!.]*")):
            continue  # Before its first epoch a run has only hidden files.
        try:
            if not exists(folder / LAST_FILE):
                raise UserError("{folder} does not hold a run.", folder=folder.name)
            runs.append(_summary(folder / LAST_FILE, load_checkpoint(folder / LAST_FILE)))
        except (UserError, OSError) as error:
            unreadable.append(DamagedRun(folder, error))
    return runs + unreadable


def list_ensembles(parent: Path) -> list[Path]:
    """Return the folders with the weights of an ensemble of runs, the newest first."""
    return sorted(
        (
            file.parent
            for file in parent.glob(f"[!.]*/{WEIGHTS_FILE}")
            if not exists(file.parent / LAST_FILE)
        ),
        reverse=True,
    )


def interrupted_runs(parent: Path) -> list[RunSummary]:
    """Return the unfinished runs whose process was killed, the newest first; each only once."""
    runs: list[RunSummary] = []
    for folder in sorted(parent.glob("[!.]*/"), reverse=True):
        if not was_left_reserved(folder):
            continue
        with suppress(UserError, OSError):
            with reserved(folder):
                pass  # Which removes the trace.
            run = _summary(folder / LAST_FILE, load_checkpoint(folder / LAST_FILE))
            if not run.has_result:
                runs.append(run)
    return runs


def best_weights_file(run: RunSummary) -> Path:
    """Return the file with the best weights; written now if a killed run left it out or behind.

    Raises
    ------
    UserError, OSError
        If the checkpoint cannot be read or the weights cannot be written.
    """
    complete_weights(load_checkpoint(run.last_file), run.weights_file)
    return run.weights_file


def copy_run(run: RunSummary, parent: Path) -> Path:
    """Copy the files of a run into a new folder in `parent`, and return that folder.

    Raises
    ------
    OSError
        If the folder exists already or cannot be written, which it names; no part of a copy
        remains.
    """
    copy = parent / f"LeNet run {run.folder.name}"
    copy.mkdir()
    try:
        for file in run.folder.glob("[!.]*"):
            if is_file(file):
                shutil.copy2(file, copy)
        copy_epochs(run.folder / EPOCHS_FOLDER, copy / EPOCHS_FOLDER)
    except OSError as error:  # Which may name the file that is copied.
        shutil.rmtree(copy, ignore_errors=True)
        raise OSError(error.errno, error.strerror, str(copy)) from error
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    return copy


def load_epochs(run: RunSummary) -> Generator[Progress, None, tuple[Weights, ...]]:
    """Load the weights of the epochs of a run that are stored, in order of the epochs.

    These are those of the folder ``epochs``, the last and the best; damaged files are left out.

    Raises
    ------
    UserError
        If none can be loaded.
    """
    files = [*epoch_files(run.folder / EPOCHS_FOLDER).values(), run.last_file, run.weights_file]
    found: dict[int, Weights] = {}
    fault: UserError | None = None
    for done, file in enumerate(files):
        yield Progress(Stage.OPENING, done, len(files))
        try:
            weights = load_weights(file)
        except UserError as error:
            fault = error
            continue
        if weights.card.epoch is not None:
            found.setdefault(weights.card.epoch, weights)
    if fault is not None and not found:
        raise fault
    return tuple(found[epoch] for epoch in sorted(found))


def _summary(file: Path, checkpoint: Checkpoint) -> RunSummary:
    return RunSummary(
        file.parent,
        checkpoint.plan,
        checkpoint.dataset,
        sources_of(file, checkpoint),
        checkpoint.history,
        checkpoint.best_epoch,
        _losses(checkpoint),
        _test_accuracy(file.with_name(WEIGHTS_FILE)),
        load_notes(file.parent),
    )


def _test_accuracy(weights_file: Path) -> float | None:
    try:
        return load_weights(weights_file).card.test_accuracy
    except UserError:
        return None


def _losses(checkpoint: Checkpoint) -> Curve:
    losses = checkpoint.batch_losses
    per_epoch = len(losses) / checkpoint.epoch
    epochs = np.arange(1, len(losses) + 1) / per_epoch
    span = max(round(min(per_epoch, len(losses) / _LEAST_SPANS)), 1)
    return thinned(np.stack([epochs, smoothed(losses, span)]), MOST_POINTS)
