"""The training run: starts, controls and tracks one run at a time."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.device import Device
from core.errors import UserError
from core.evaluation.confusion import Confusion
from core.network.weights import Weights
from core.progress import Progress
from core.runs.carry_out import TrainingRequest, UnsavedError, carry_out
from core.runs.ensemble import NetworksCombined, NetworkStarted, carry_out_ensemble
from core.training.checkpoints import Checkpoint
from core.training.controls import Controls
from core.training.events import (
    BatchesDone,
    DeviceLost,
    EpochDone,
    KernelsCompiling,
    RunStarted,
    TrainingDone,
)
from lenet_desktop.state.job import Job, Until
from lenet_desktop.state.training.curves import RunCurves
from lenet_desktop.state.training.outcome import End, EnsembleProgress, Outcome
from lenet_desktop.state.training.progress import RunProgress

_INTERVAL = 0.1
"""Minimum interval between events of batches in seconds."""


class RunState(Enum):
    """State of the run; IDLE before the first run and after the end of each."""

    IDLE = auto()
    LOADING = auto()
    COMPILING = auto()
    RUNNING = auto()
    PAUSED = auto()
    COMBINING = auto()
    STOPPING = auto()


class TrainingRun(QObject):
    """The current run, or the last one: at most one run trains at a time, on a thread.

    All attributes belong to the same run and are reset when the next one starts.

    Attributes
    ----------
    loading
        Progress of loading the data; None once the run has started.
    device
        Where the run trains; None until the data is loaded.
    curves, progress
        None until the data is loaded.
    checkpoint
        After the last completed epoch, or that the run was resumed from; None before.
    confusion
        Of the validation images after the last completed epoch; None before.
    weights
        The newest weights: those the run started from, those after the last epoch, or newer ones
        that `request_weights` asked for; None until the data is loaded.
    ensemble
        The networks that are trained one after the other; None for a single network. The other
        attributes are those of the network that is trained now.
    outcome
        How the run ended; None before its end.
    is_outcome_dismissed
        Whether the user has decided what to do with the outcome.
    """

    changed = Signal()
    """`state` or another attribute that changes rarely has changed."""
    advanced = Signal()
    """There are new batches, a new epoch, or progress in loading data."""
    ended = Signal()
    """`outcome` is set; the last signal of each run."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = Job(self)
        self._job.progressed.connect(self._take)
        self._job.succeeded.connect(self._end_done)
        self._job.stopped.connect(self._end_stopped)
        self._job.failed.connect(self._end_failed)
        self._request: TrainingRequest | None = None
        self._reset()

    def _reset(self) -> None:
        self.state = RunState.IDLE
        self.loading: Progress | None = None
        self.device: Device | None = None
        self.curves: RunCurves | None = None
        self.progress: RunProgress | None = None
        self.checkpoint: Checkpoint | None = None
        self.confusion: Confusion | None = None
        self.weights: Weights | None = None
        self.ensemble: EnsembleProgress | None = None
        self.outcome: Outcome | None = None
        self.is_outcome_dismissed = False
        self.controls = Controls()
        self._result: TrainingDone | None = None
        self._unwritten: list[UserError] = []

    @property
    def is_busy(self) -> bool:
        """Whether a run is in progress, paused or not."""
        return self.state is not RunState.IDLE

    @property
    def folder(self) -> Path | None:
        """The folder of the run that has not ended."""
        return self._request.folder if self._request and self.is_busy else None

    @property
    def learning_rate_multiplier(self) -> float:
        """Multiplies the plan's learning rate from the next batch on, above 0."""
        return self.controls.learning_rate_multiplier

    @learning_rate_multiplier.setter
    def learning_rate_multiplier(self, factor: float) -> None:
        self.controls.learning_rate_multiplier = factor

    def request_weights(self) -> None:
        """Ask for the weights after the next batch; `advanced` is emitted once they are here."""
        self.controls.weights_requested = True

    def start(self, request: TrainingRequest, networks: int = 1) -> None:
        """Start a run, unless one is in progress.

        Parameters
        ----------
        request
            What to train.
        networks
            How many to train one after the other and to combine, see
            `core.runs.ensemble.carry_out_ensemble`; 1 for a single network.
        """
        if self.is_busy:
            return
        self._reset()
        self._request = request
        run = partial(carry_out, request)
        if networks > 1:
            self.ensemble = EnsembleProgress(networks)
            run = partial(carry_out_ensemble, request, networks)
        self._set_state(RunState.LOADING)
        # Filled on the job's thread, read once that has ended.
        work = partial(run, self.controls, interval=_INTERVAL, report=self._unwritten.append)
        self._job.start(work)

    def pause(self) -> None:
        """Pause after the current batch."""
        if self.state is RunState.RUNNING:
            self._job.pause()
            if self.progress:
                self.progress.pause()
            self._set_state(RunState.PAUSED)

    def resume(self, until: Until | None = None) -> None:
        """Continue after a pause; `until` is that of `Job.resume`."""
        self._job.resume(until)
        if self.state is RunState.PAUSED:
            if self.progress:
                self.progress.resume()
            self._set_state(RunState.RUNNING)

    def stop(self) -> None:
        """End the run after the current batch; completed epochs are saved."""
        if self.is_busy:
            self._job.stop()
            self._set_state(RunState.STOPPING)

    def close(self) -> None:
        """Stop the run, wait until it is saved, and emit its end."""
        self._job.close()

    def dismiss_outcome(self) -> None:
        """Note that the user has decided what to do with the outcome."""
        self.is_outcome_dismissed = True
        self.changed.emit()

    def _set_state(self, state: RunState) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()

    def _take(self, item: object) -> None:
        match item:
            case Progress():
                self._take_progress(item)
            case NetworkStarted():
                self._begin_network(item)
            case NetworksCombined():
                assert self.ensemble is not None
                self.ensemble.combined = item
            case RunStarted():
                self._begin(item)
            case KernelsCompiling():
                if self.state is RunState.RUNNING:
                    self._set_state(RunState.COMPILING)
            case DeviceLost():
                self.device = item.device
                self.changed.emit()
            case BatchesDone():
                self._take_batches(item)
            case EpochDone():
                self._take_epoch(item)
            case TrainingDone():
                self._result = item
                if self.ensemble:
                    self.ensemble.finished.append(item)
            case _:
                raise TypeError(f"unknown item: {item!r}")

    def _take_progress(self, progress: Progress) -> None:
        self.loading = progress
        if self._result and self.state is RunState.RUNNING:
            self._set_state(RunState.COMBINING)
        self.advanced.emit()

    def _begin_network(self, item: NetworkStarted) -> None:
        """Forget the network before; what belongs to all networks stays."""
        assert self.ensemble is not None
        ensemble, controls, unwritten = self.ensemble, self.controls, self._unwritten
        ensemble.seconds_before += self.progress.seconds if self.progress else 0.0
        state = RunState.STOPPING if self.state is RunState.STOPPING else RunState.LOADING
        self._reset()
        self.ensemble, self.controls, self._unwritten = ensemble, controls, unwritten
        self._request = item.request
        ensemble.folders.append(item.request.folder)
        self.state = state
        self.changed.emit()

    def _begin(self, event: RunStarted) -> None:
        self.loading, self.device = None, event.device
        self.checkpoint = event.resumed_from
        self.weights = event.resumed_from.weights if event.resumed_from else event.initial
        self.curves = RunCurves(
            event.batches_per_epoch, event.resumed_from, within_epochs=event.plan.is_short
        )
        ensemble = self.ensemble
        self.progress = RunProgress(event, ensemble.total - ensemble.number if ensemble else 0)
        if self.state is RunState.LOADING:
            self.state = RunState.RUNNING
        self.changed.emit()

    def _take_batches(self, event: BatchesDone) -> None:
        assert self.curves is not None
        assert self.progress is not None
        self.curves.add_batches(event)
        # Only the newest weights are kept, not those of the event.
        self.progress.batches = replace(event, weights=None)
        self.weights = event.weights or self.weights
        if self.state is RunState.COMPILING:
            self._set_state(RunState.RUNNING)
        self.advanced.emit()

    def _take_epoch(self, event: EpochDone) -> None:
        assert self.curves is not None
        assert self.progress is not None
        self.checkpoint, self.confusion = event.checkpoint, event.confusion
        self.weights = event.checkpoint.weights
        self.curves.history.append(event.metrics)
        self.progress.take_epoch(event)
        self.advanced.emit()

    def _end_done(self) -> None:
        self._end("done")

    def _end_stopped(self) -> None:
        self._end("stopped")

    def _end_failed(self, error: Exception) -> None:
        if isinstance(error, UnsavedError):
            self._take(error.event)
        self._end("failed", error)

    def _end(self, end: End, error: Exception | None = None) -> None:
        assert self._request is not None
        self.outcome = Outcome(
            end,
            self._request,
            error,
            self.checkpoint,
            self._result,
            tuple(self._unwritten),
            self.ensemble,
        )
        if self.progress:
            self.progress.end()
        self._set_state(RunState.IDLE)
        self.ended.emit()
