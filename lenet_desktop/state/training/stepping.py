"""Training step by step: one batch, one epoch, or one batch after the other, slowly."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from core.training.events import BatchesDone, EpochDone
from core.training.inspection import InspectedStep
from lenet_desktop.state.job import Until
from lenet_desktop.state.training.run import RunState, TrainingRun

SLOW_MS = 1000
"""Milliseconds between two batches in slow motion."""


class Stepping(QObject):
    """Lets a run train a little, and pauses it again; a run that is stepped is an ordinary one.

    Parameters
    ----------
    training
        The run, which may be paused, running, or about to begin.
    """

    changed = Signal()
    """`inspected`, or whether slow motion is on, has changed."""

    def __init__(self, training: TrainingRun, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._waits_for: type[InspectedStep] | type[EpochDone] | None = None
        self._epochs_before = 0
        self._before: BatchesDone | None = None
        self.inspected: InspectedStep | None = None
        """The batch that was trained last, while the run is stepped; None otherwise."""
        self._slow = QTimer(self, interval=SLOW_MS, singleShot=True)
        self._slow.timeout.connect(self._step_slowly)
        self.is_slow = False
        """Whether one batch is trained after the other, slowly."""
        training.advanced.connect(self._follow)
        training.changed.connect(self._follow_state)

    def step_batch(self) -> None:
        """Train one batch."""
        self._stop_slow_motion()
        self._go(InspectedStep, _is_inspected)

    def step_epoch(self) -> None:
        """Train to the end of the epoch."""
        self._stop_slow_motion()
        self._go(EpochDone, _is_epoch)

    def step_slowly(self) -> None:
        """Train one batch after the other until something else is asked for."""
        self.is_slow = True
        self._step_slowly()

    def _step_slowly(self) -> None:
        self._go(InspectedStep, _is_inspected)

    def _go(self, kind: type[InspectedStep] | type[EpochDone], until: Until) -> None:
        training = self._training
        if not training.is_busy or training.state is RunState.STOPPING:
            return
        self._waits_for, self._epochs_before = kind, self._n_epochs
        self._before = training.progress.batches if training.progress else None
        training.controls.inspects = kind is InspectedStep
        training.resume(until)

    def _follow(self) -> None:
        """Pause after what was waited for: the job has paused already."""
        progress, kind = self._training.progress, self._waits_for
        if progress is None or kind is None:
            return
        batches = progress.batches
        newest = batches.inspected if batches and batches is not self._before else None
        if kind is EpochDone and self._n_epochs > self._epochs_before:
            self._pause()
        elif kind is InspectedStep and newest is not None:
            self.inspected = newest
            self._pause()

    def _pause(self) -> None:
        self._waits_for = None
        self._training.pause()
        if self.is_slow:
            self._slow.start()
        self.changed.emit()

    def _follow_state(self) -> None:
        """End slow motion and forget the batch once the run continues by itself."""
        training = self._training
        is_stepped = self._waits_for is not None or training.state is RunState.PAUSED
        if training.state is RunState.IDLE or not is_stepped:
            self._stop_slow_motion()
            self._waits_for = None
            if training.state is not RunState.LOADING:
                training.controls.inspects = False
            if self.inspected is not None:
                self.inspected = None
                self.changed.emit()

    def _stop_slow_motion(self) -> None:
        self._slow.stop()
        if self.is_slow:
            self.is_slow = False
            self.changed.emit()

    @property
    def _n_epochs(self) -> int:
        curves = self._training.curves
        return len(curves.history) if curves else 0


def _is_inspected(item: object) -> bool:
    return isinstance(item, BatchesDone) and item.inspected is not None


def _is_epoch(item: object) -> bool:
    return isinstance(item, EpochDone)
