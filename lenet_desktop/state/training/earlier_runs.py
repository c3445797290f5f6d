"""The runs made before: listed in the background, their curves made small, deleted, copied."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QDateTime, QLocale, QObject, Signal

from core.runs.library import StoredRun, stored_runs
from core.training.checkpoints import Checkpoint, EpochMetrics
from core.training.plan import Plan
from lenet_desktop.state.job import Job
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.training.curves import (
    ComparedRun,
    Curve,
    accuracy_curve,
    smoothed,
    thinned,
)

MOST_POINTS = 1000
"""Of a compared curve: about as many as there are pixels."""
_PARTS = 50
"""A compared loss is averaged over an epoch, or over such a part of a short run."""
_TIME = "yyyy-MM-dd HH.mm.ss"


@dataclass(frozen=True, eq=False)
class EarlierRun:
    """What a list and a plot need of a run; its weights stay in its folder."""

    folder: Path
    plan: Plan
    dataset: str
    history: tuple[EpochMetrics, ...]
    is_finished: bool
    best_epoch: int
    curves: ComparedRun

    @property
    def name(self) -> str:
        """What a person calls it; no two are called the same."""
        return self.curves.name

    @property
    def best_val_accuracy(self) -> float:
        """Validation accuracy of the best epoch, 0-1."""
        return self.history[self.best_epoch - 1].val_accuracy

    def export_to(self, parent: Path) -> Path:
        """Copy all that the run left behind into a new folder.

        Raises
        ------
        OSError
            When it cannot be written, or there is such a folder already.
        """
        return Path(shutil.copytree(self.folder, parent / f"LeNet run {self.folder.name}"))

    def delete(self) -> None:
        """Remove the run and all that it left behind.

        Raises
        ------
        OSError
            When a file cannot be removed.
        """
        shutil.rmtree(self.folder)


class EarlierRuns(QObject):
    """Keeps the list of a folder's runs, the newest first.

    Parameters
    ----------
    folder
        Contains a folder for each run; it need not exist.
    notices
        Receives the failures.
    """

    changed = Signal()
    """The list was refreshed, which may have failed, or a run was forgotten."""

    def __init__(self, folder: Path, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._notices = folder, notices
        self.runs: list[EarlierRun] = []
        self._is_outdated = False
        self._job = Job(self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._report)
        self._job.ended.connect(self._finish)

    def refresh(self) -> None:
        """List the runs again in the background, then emit `changed`."""
        self._is_outdated = self._job.is_running
        if not self._is_outdated:
            self._job.call(partial(_list_runs, self._folder))

    def forget(self, run: EarlierRun) -> None:
        """Remove a run from the list at once."""
        self.runs.remove(run)
        self.changed.emit()

    def close(self) -> None:
        """Wait for the listing to end; nothing more is emitted."""
        self._job.abandon()

    def _take(self, runs: list[EarlierRun]) -> None:
        self.runs = runs

    def _report(self, error: Exception) -> None:
        self._notices.error(error, self.tr("Listing the earlier runs failed: {reason}"))

    def _finish(self) -> None:
        if self._is_outdated:
            self.refresh()
        else:
            self.changed.emit()


def _list_runs(folder: Path) -> list[EarlierRun]:
    return [_summary(stored) for stored in stored_runs(folder)]


def _summary(stored: StoredRun) -> EarlierRun:
    checkpoint = stored.checkpoint
    name = _name(stored.folder, checkpoint.plan.preset)
    return EarlierRun(
        stored.folder,
        checkpoint.plan,
        checkpoint.dataset,
        checkpoint.history,
        stored.finished,
        checkpoint.best_epoch,
        ComparedRun(name, _losses(checkpoint), accuracy_curve(checkpoint.history, "val_accuracy")),
    )


def _losses(checkpoint: Checkpoint) -> Curve:
    losses = checkpoint.batch_losses
    per_epoch = len(losses) / checkpoint.epoch
    epochs = np.arange(1, len(losses) + 1) / per_epoch
    window = max(round(min(per_epoch, len(losses) / _PARTS)), 1)
    return thinned(np.stack([epochs, smoothed(losses, window)]), MOST_POINTS)


def _name(folder: Path, preset: str) -> str:
    begun = QDateTime.fromString(folder.name[: len(_TIME)], _TIME)
    if not begun.isValid():
        return f"{preset}, {folder.name}"
    written = QLocale().toString(begun, "d MMM, HH:mm:ss")
    return f"{preset}, {written}{folder.name[len(_TIME) :]}"
