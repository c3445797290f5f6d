"""The folder of a training run; each of its files is written atomically."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

from core.errors import UserError, reason_of
from core.file_lock import reserved
from core.files import read_content
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.paths import exists
from core.runs.derived_files import (
    DERIVED_FILES,
    HISTORY_FILE,
    RunRecord,
    Writers,
    plot_writers,
    summary_writers,
    write_history,
)
from core.runs.epochs import EPOCHS_FOLDER, INITIAL_FILE, copy_epochs, remove_epochs, save_epochs
from core.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
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

Report: TypeAlias = Callable[[UserError], object]
"""Receives one message about the files that could not be written."""

_FULL = errno.ENOSPC, errno.EDQUOT
_SOURCES_FILE = "sources.json"  # In folders of older versions, whose checkpoints have no sources.


def ignore(_: UserError) -> None:
    """Report nothing."""


class RunFolder:
    """Saves a run in a folder as its events come, and reserves the folder until it is closed.

    After every epoch the folder holds ``last.safetensors`` (to resume from), ``history.csv`` and
    ``weights.safetensors`` (the best so far by validation accuracy); a closed folder also plots,
    arrays and the report. The checkpoint is written first and contains everything but the result,
    so a run that is killed at any moment can be resumed. The files derived from it are written
    again after the next epoch if that fails.

    The folder ``epochs`` in it holds the weights of up to `core.runs.epochs.MOST_EPOCHS` epochs. A
    run does not depend on them: they are written last, and removed if the disk is full and the
    checkpoint or the result needs their place.

    Parameters
    ----------
    path
        The folder; it is created with its parents.
    resume
        The checkpoint file to resume from; None for a new run. The folder may hold no run but
        that of the checkpoint, and no other file that the run would replace.
    report
        Receives a message about each file that could not be written, the checkpoint and the
        result excepted.

    Attributes
    ----------
    checkpoint
        The last checkpoint that is on the disk; None before the first epoch is done.

    Raises
    ------
    UserError
        If the folder is in use, or holds another run or a file that would be lost, or `resume` is
        not a checkpoint.
    OSError
        If the folder cannot be created or written to; names the folder.
    """

    def __init__(self, path: Path, resume: Path | None = None, report: Report = ignore) -> None:
        self.path = path
        self.weights_file = path / WEIGHTS_FILE
        self.last_file = path / LAST_FILE
        self._report = report
        self._record = RunRecord()
        self._is_outdated = False  # The plots, arrays and report, compared with the checkpoint.
        self._unwritten: set[str] = set()
        self._first: Weights | None = None  # From which the first epoch started.
        with ExitStack() as stack:
            if not exists(path):
                stack.callback(_remove_if_empty, path)
            path.mkdir(parents=True, exist_ok=True)
            stack.enter_context(reserved(path))
            is_same_run = resume is not None and resume.resolve().parent == path.resolve()
            if not is_same_run:
                _check_unused(path)
            self.checkpoint = load_checkpoint(resume) if resume else None
            if is_same_run and self.checkpoint:
                self._write({WEIGHTS_FILE: partial(complete_weights, self.checkpoint)})
            self._earlier = None if is_same_run or resume is None else resume.parent
            self._reservation = stack.pop_all()

    def add(self, event: TrainingEvent) -> None:
        """Save what an event reports: the checkpoint of an epoch, the weights of the result.

        Raises
        ------
        OSError
            If the checkpoint or the result cannot be written; names the file, which is left
            unchanged.
        """
        match event:
            case RunStarted():
                self._record.started = event
                self._record.devices.append(event.device)
                self._first = event.resumed_from.weights if event.resumed_from else event.initial
            case DeviceLost():
                self._record.devices.append(event.device)
            case EpochDone():
                self._is_outdated = False  # If saving fails, nothing more is written.
                if self._first is not None and self._first.card.epoch == 0:
                    with suppress(OSError):  # Nothing depends on it.
                        save_weights(self.path / INITIAL_FILE, self._first)
                self._save(partial(save_checkpoint, self.last_file, event.checkpoint))
                self.checkpoint, self._is_outdated = event.checkpoint, True
                self._write_after_epoch(event.checkpoint, is_best=event.is_best)
                self._write({EPOCHS_FOLDER: partial(self._save_epoch, event.checkpoint.weights)})
            case TrainingDone():
                self._save(partial(save_weights, self.weights_file, event.weights))
                self._record.done, self._is_outdated = event, True
                if self._first is not None:  # It was killed after its last checkpoint.
                    self._write({EPOCHS_FOLDER: partial(self._save_epoch, self._first)})
            case BatchesDone() | KernelsCompiling():
                pass

    def close(self) -> None:
        """Write the plots, arrays and report, and release the folder.

        If no further epoch was done, the folder is left unchanged, and removed if it is new.
        """
        with self._reservation:
            if self.checkpoint and self._is_outdated:
                self._is_outdated = False
                self._write_after_epoch(self.checkpoint, is_best=False)
                self._write(summary_writers(self._record, self.checkpoint))
                self._draw(self.checkpoint)

    def _write_after_epoch(self, checkpoint: Checkpoint, *, is_best: bool) -> None:
        """Write the history, and the weights unless those of the best epoch are there."""
        writers: Writers = {HISTORY_FILE: partial(write_history, checkpoint)}
        if is_best or WEIGHTS_FILE in self._unwritten or not exists(self.weights_file):
            writers = {WEIGHTS_FILE: partial(_write_weights, checkpoint.best), **writers}
        self._write(writers)

    def _save_epoch(self, weights: Weights, folder: Path) -> None:
        """Save the weights of an epoch, and before the first of them those it started from."""
        if self._earlier is not None:
            copy_epochs(self._earlier / EPOCHS_FOLDER, folder)
            self._earlier = None
        first = () if self._first is None else (self._first,)
        save_epochs(folder, *first, weights)
        self._first = None

    def _save(self, write: Callable[[], None]) -> None:
        """Write a file on which the run depends; on a full disk, in place of the epochs' weights.

        Raises
        ------
        OSError
            If it cannot be written.
        """
        try:
            write()
        except OSError as error:
            if error.errno not in _FULL or not remove_epochs(self.path / EPOCHS_FOLDER):
                raise
            write()
            self._report(
                UserError(
                    "The disk is full. The weights of the single epochs in {folder} were removed "
                    "to save the run.",
                    folder=self.path,
                )
            )

    def _draw(self, checkpoint: Checkpoint) -> None:
        self._write(plot_writers(self._record, checkpoint))

    def _write(self, writers: Writers) -> None:
        """Write files on which the run does not depend; report those that fail, once each."""
        failed: dict[str, list[str]] = {}
        for name, write in writers.items():
            try:
                write(self.path / name)
            except Exception as error:  # noqa: BLE001 - matplotlib may raise anything
                failed.setdefault(_reason(error), []).append(name)
            else:
                self._unwritten.discard(name)
        for reason, names in failed.items():
            if new := [name for name in names if name not in self._unwritten]:
                files = ", ".join(new)
                self._report(
                    UserError(
                        "{files} could not be written in {folder}: {reason}.",
                        files=files,
                        folder=self.path,
                        reason=reason,
                    )
                )
            self._unwritten.update(names)


def complete_weights(checkpoint: Checkpoint, path: Path) -> None:
    """Write the best weights of a run that was killed before it had written them.

    Parameters
    ----------
    checkpoint
        The last checkpoint of the run.
    path
        The weight file beside it.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    try:
        is_current = load_weights(path).card.epoch == checkpoint.best_epoch
    except UserError:
        is_current = False
    if not is_current:
        save_weights(path, checkpoint.best)


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
        sources = json.loads(read_content(file.parent / _SOURCES_FILE))
        return tuple(map(str, sources))
    except (UserError, ValueError, TypeError, RecursionError):
        return tuple(checkpoint.dataset.split(" + "))


def _write_weights(weights: Weights, path: Path) -> None:
    save_weights(path, weights)


def _check_unused(folder: Path) -> None:
    """Check that a new run would replace no file."""
    if os.path.lexists(folder / LAST_FILE):
        raise UserError(
            "{folder} already holds a run. Choose another folder, or resume the run with "
            "--resume {last}.",
            folder=folder,
            last=folder / LAST_FILE,
        )
    for name in (WEIGHTS_FILE, EPOCHS_FOLDER, *DERIVED_FILES):
        if os.path.lexists(folder / name):
            raise UserError(
                "{file} already exists and would be replaced. Choose another folder.",
                file=folder / name,
            )


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        if not exists(folder / LAST_FILE):
            (folder / INITIAL_FILE).unlink(missing_ok=True)
        folder.rmdir()


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return reason_of(error)
