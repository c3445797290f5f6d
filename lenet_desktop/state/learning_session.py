"""Learning My Digits in the background, with figures before and after."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.data.sources import MNIST, SOURCES, SYNTHETIC, load
from core.errors import UserError
from core.ink.drawing import Drawing
from core.network.weights import Weights
from core.progress import Progress
from core.training.fine_tuning import FineTuned, FineTuningProgress, fine_tune
from lenet_desktop.state.worker import IteratorWorker
from lenet_desktop.text.errors import error_message

Rehearsal = Literal["mnist", "synthetic"]


@dataclass(frozen=True, eq=False)
class FineTuningRequest:
    """What is learned.

    Attributes
    ----------
    weights
        What to start from.
    drawings
        A person's own digits.
    rehearsal
        The data that is not to be forgotten over them, as `core.data.sources.load` takes it.
    threads
        How many threads compute; None for one on every core.
    """

    weights: Weights
    drawings: Sequence[Drawing]
    rehearsal: Rehearsal
    threads: int | None = None


class LearningSession(QObject):
    """At most one lesson at a time; exactly one of its last three signals ends it."""

    progressed = Signal(object)
    """A `Progress` of the data, then each `FineTuningProgress`."""
    finished = Signal(object, object)
    """The `FineTuningRequest`, and the `FineTuned` that came of it."""
    stopped = Signal()
    failed = Signal(str)
    """What went wrong, in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: IteratorWorker | None = None
        self._lesson: FineTuningRequest | None = None
        self._result: FineTuned | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a lesson is under way."""
        return self._worker is not None

    def start(self, lesson: FineTuningRequest) -> None:
        """Begin, unless a lesson is under way already."""
        if self._worker is not None:
            return
        self._lesson, self._result = lesson, None
        worker = self._worker = IteratorWorker(partial(_learn, lesson))
        worker.produced.connect(self._take)
        worker.done.connect(self._finish)
        worker.stopped.connect(self._end_stopped)
        worker.failed.connect(self._fail)
        worker.start()

    def stop(self) -> None:
        """Ask for the end; `stopped` tells when it has come."""
        if self._worker is not None:
            self._worker.stop()

    def close(self) -> None:
        """Stop what is under way and wait for it; nothing is told any more."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()
            worker.wait()

    def _take(self, item: Progress | FineTuningProgress | FineTuned) -> None:
        if isinstance(item, FineTuned):
            self._result = item
        elif self._worker is not None:
            self.progressed.emit(item)

    def _finish(self) -> None:
        if self._release():
            self.finished.emit(self._lesson, self._result)

    def _end_stopped(self) -> None:
        if self._release():
            self.stopped.emit()

    def _fail(self, error: Exception) -> None:
        if not self._release():
            return
        if isinstance(error, UserError | OSError):
            self.failed.emit(error_message(error))
        elif isinstance(error, MemoryError):
            self.failed.emit(self.tr("There is not enough memory to learn from so many digits."))
        else:
            text = self.tr("The learning broke off unexpectedly: {reason}.")
            self.failed.emit(text.format(reason=str(error) or type(error).__name__))

    def _release(self) -> bool:
        """Let go of the worker; whether that is still to be told of."""
        worker, self._worker = self._worker, None
        return worker is not None


def rehearsal_at_hand() -> Rehearsal:
    """The best data to rehearse that is on this computer: nothing is downloaded for it."""
    return MNIST if SOURCES[MNIST].is_at_hand() else SYNTHETIC


def _learn(
    lesson: FineTuningRequest,
) -> Generator[Progress | FineTuningProgress | FineTuned]:
    """Load what is rehearsed and learn; runs on the worker's thread."""
    rehearsal = yield from load(lesson.rehearsal)
    yield from fine_tune(lesson.weights, lesson.drawings, rehearsal, threads=lesson.threads)
