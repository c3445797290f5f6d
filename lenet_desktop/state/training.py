"""The training run of the window: starts it, steers it, and tells how it goes and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from core.network.weights import Weights
from core.progress import Progress
from core.runs.carry_out import LAST, TrainingRequest, carry_out
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
from lenet_desktop.state.worker import IteratorWorker


class RunState(Enum):
    """Where the training stands."""

    IDLE = auto()
    LOADING = auto()
    RUNNING = auto()
    PAUSED = auto()
    STOPPING = auto()


@dataclass(frozen=True, eq=False)
class Outcome:
    """How a run ended, and what there is of it.

    Attributes
    ----------
    end
        Which of the three ends it was.
    folder
        Where the run is kept.
    error
        What went wrong, of a failed run.
    checkpoint
        After the last epoch that is finished; None when none is.
    result
        The test at the end, of a run that is done.
    """

    end: Literal["done", "stopped", "failed"]
    folder: Path
    error: Exception | None
    checkpoint: Checkpoint | None
    result: TrainingDone | None

    @property
    def weights(self) -> Weights | None:
        """The best weights, to be used, saved or discarded; None when nothing was learned."""
        if self.result:
            return self.result.weights
        return self.checkpoint.best if self.checkpoint else None

    @property
    def weights_file(self) -> Path:
        """Where the run keeps its best weights."""
        return self.folder / "weights.safetensors"

    @property
    def is_resumable(self) -> bool:
        """Whether the run can go on from where it ended."""
        return self.result is None and self.checkpoint is not None and self._last_file.exists()

    @property
    def _last_file(self) -> Path:
        return self.folder / LAST


class TrainingSession(QObject):
    """At most one run at a time, on a worker's thread.

    After the last of its other signals every run sends `ended`, once.
    """

    state_changed = Signal()
    loading_advanced = Signal(object)
    run_resumed = Signal(object)
    run_started = Signal(object)
    batches_done = Signal(object)
    epoch_done = Signal(object)
    kernels_compiling = Signal()
    device_lost = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = RunState.IDLE
        self._controls = Controls()
        self._worker: IteratorWorker | None = None
        self._order: TrainingRequest | None = None
        self._checkpoint: Checkpoint | None = None
        self._result: TrainingDone | None = None

    @property
    def state(self) -> RunState:
        """Where the training stands."""
        return self._state

    @property
    def is_busy(self) -> bool:
        """Whether a run goes on, rests or is being stopped."""
        return self._state is not RunState.IDLE

    @property
    def folder(self) -> Path | None:
        """Where the run that goes on is kept."""
        return self._order.folder if self._order else None

    @property
    def learning_rate_multiplier(self) -> float:
        """What the plan's learning rate is multiplied by, from the next batch on."""
        return self._controls.learning_rate_multiplier

    @learning_rate_multiplier.setter
    def learning_rate_multiplier(self, factor: float) -> None:
        self._controls.learning_rate_multiplier = factor

    def start(self, order: TrainingRequest) -> None:
        """Begin a run, unless one goes on already."""
        if self.is_busy:
            return
        self._order, self._checkpoint, self._result = order, None, None
        self._controls = Controls()
        worker = self._worker = IteratorWorker(partial(carry_out, order, self._controls))
        worker.produced.connect(self._take)
        worker.done.connect(self._end_done)
        worker.stopped.connect(self._end_stopped)
        worker.failed.connect(self._end_failed)
        self._set_state(RunState.LOADING)
        worker.start()

    def pause(self) -> None:
        """Rest after the batch in the making."""
        if self._worker and self._state is RunState.RUNNING:
            self._worker.pause()
            self._set_state(RunState.PAUSED)

    def resume(self) -> None:
        """Go on after a pause."""
        if self._worker and self._state is RunState.PAUSED:
            self._worker.resume()
            self._set_state(RunState.RUNNING)

    def stop(self) -> None:
        """End the run after the batch in the making; what was learned is kept."""
        if self._worker and self.is_busy:
            self._worker.stop()
            self._set_state(RunState.STOPPING)

    def close(self) -> None:
        """Stop the run, wait until it is kept, and tell its end."""
        if self._worker:
            self._worker.stop()
            self._worker.wait()
            # What the worker told lies in the queue; there may be no event loop any more.
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _set_state(self, state: RunState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit()

    def _take(self, item: object) -> None:
        match item:
            case Progress():
                self.loading_advanced.emit(item)
            case RunStarted():
                if item.resumed_from:
                    self._checkpoint = item.resumed_from
                    self.run_resumed.emit(item.resumed_from)
                if self._state is RunState.LOADING:
                    self._set_state(RunState.RUNNING)
                self.run_started.emit(item)
            case KernelsCompiling():
                self.kernels_compiling.emit()
            case BatchesDone():
                self.batches_done.emit(item)
            case EpochDone():
                self._checkpoint = item.checkpoint
                self.epoch_done.emit(item)
            case DeviceLost():
                self.device_lost.emit(item)
            case TrainingDone():
                self._result = item
            case _:
                raise TypeError(f"unknown item: {item!r}")

    def _end_done(self) -> None:
        self._end("done")

    def _end_stopped(self) -> None:
        self._end("stopped")

    def _end_failed(self, error: Exception) -> None:
        self._end("failed", error)

    def _end(
        self, end: Literal["done", "stopped", "failed"], error: Exception | None = None
    ) -> None:
        assert self._order is not None
        # A worker stays alive by itself until its thread has ended.
        self._worker = None
        outcome = Outcome(end, self._order.folder, error, self._checkpoint, self._result)
        self._order = self._checkpoint = self._result = None
        self._set_state(RunState.IDLE)
        self.ended.emit(outcome)
