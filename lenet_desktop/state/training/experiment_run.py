"""The runs of an experiment, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.device import DeviceChoice
from core.runs.carry_out import TrainingRequest
from core.runs.curves import smoothed
from core.runs.experiments import Experiment, PlannedRun, text_in
from core.runs.library import new_run_folder
from lenet_desktop.state.training.curves import ComparedRun
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.text.language import current_language

_SPAN = 50
"""Batches over which the loss of a run that is done is averaged."""


@dataclass(frozen=True, eq=False)
class FinishedRun:
    """A run of the experiment that has ended.

    Attributes
    ----------
    val_accuracy
        Of its best epoch, 0-1; None if no epoch was completed.
    error
        Why it has failed; None if it has not.
    """

    planned: PlannedRun
    curves: ComparedRun | None
    val_accuracy: float | None
    error: Exception | None = None


class ExperimentRun(QObject):
    """Trains the runs of one experiment, and keeps their curves until it is closed.

    A run that fails does not end the experiment; one that the user stops does.

    Parameters
    ----------
    training
        Carries the runs out.
    folder
        The folder of runs.
    """

    changed = Signal()
    """Another run was started or has ended, or the experiment was closed."""

    def __init__(self, training: TrainingRun, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training, self._folder = training, folder
        self._device: DeviceChoice = "auto"
        self._threads: int | None = None
        self._is_running = False
        self.experiment: Experiment | None = None
        """The experiment; None before the first and once it is closed."""
        self.finished: list[FinishedRun] = []
        """The runs that have ended."""
        training.ended.connect(self._take)

    @property
    def is_running(self) -> bool:
        """Whether runs are left to train."""
        return self._is_running

    @property
    def current(self) -> PlannedRun | None:
        """The run that is being trained."""
        if not self._is_running or self.experiment is None:
            return None
        return self.experiment.runs[len(self.finished)]

    @property
    def curves(self) -> list[ComparedRun]:
        """The curves of the runs that have ended."""
        return [run.curves for run in self.finished if run.curves is not None]

    def start(self, experiment: Experiment, device: DeviceChoice, threads: int | None) -> None:
        """Start an experiment, unless a run is in progress.

        Parameters
        ----------
        device, threads
            As in `TrainingRequest`.
        """
        if self._training.is_busy:
            return
        self.experiment, self._device, self._threads = experiment, device, threads
        self.finished, self._is_running = [], True
        self._train()

    def close(self) -> None:
        """Forget the experiment, unless it is running."""
        if not self._is_running:
            self.experiment, self.finished = None, []
            self.changed.emit()

    def _train(self) -> None:
        planned = self.current
        assert planned is not None
        assert self.experiment is not None
        request = TrainingRequest(
            planned.plan,
            self.experiment.sources,
            new_run_folder(self._folder),
            self._device,
            threads=self._threads,
        )
        self._training.start(request)
        self.changed.emit()

    def _take(self) -> None:
        """Keep the curves of a run that has ended, and train the next one."""
        planned, outcome = self.current, self._training.outcome
        if planned is None or outcome is None:
            return
        assert self.experiment is not None
        checkpoint = outcome.checkpoint
        accuracy = checkpoint.best_val_accuracy if checkpoint else None
        curves = self._curves_of(planned)
        self.finished.append(FinishedRun(planned, curves, accuracy, outcome.error))
        is_last = len(self.finished) == len(self.experiment.runs)
        if is_last or outcome.end == "stopped":
            self._is_running = False
            self.changed.emit()
        else:
            self._train()

    def _curves_of(self, planned: PlannedRun) -> ComparedRun | None:
        curves = self._training.curves
        if curves is None or not len(curves.losses):
            return None
        x, losses = curves.losses.points
        averaged = smoothed(losses, min(_SPAN, len(losses)))
        name = text_in(planned.name, current_language())
        return ComparedRun(name, np.stack([x, averaged]), curves.val_accuracy)
