"""The running evaluation, and the result of the last one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from core.evaluation.evaluate import Evaluation, EvaluationRequest, evaluate
from core.progress import Progress, Stage
from lenet_desktop.state.job import Job


class EvaluationRun(QObject):
    """Evaluates a network, one evaluation at a time, on a thread.

    Attributes
    ----------
    progress
        None unless an evaluation is running.
    result
        Of the last evaluation that succeeded; None before.
    error
        Why the last evaluation failed; None if it did not.
    """

    changed = Signal()
    """An evaluation has started or ended."""
    progressed = Signal()
    """`progress` has a new value."""
    ended = Signal()
    """The last signal of each evaluation."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.progress: Progress | None = None
        self.result: Evaluation | None = None
        self.error: Exception | None = None
        self._job = Job(self)
        self._job.progressed.connect(self._show_progress)
        self._job.succeeded.connect(self._take_result)
        self._job.failed.connect(self._take_error)
        self._job.ended.connect(self._end)

    @property
    def is_running(self) -> bool:
        """Whether an evaluation is running."""
        return self._job.is_running

    def start(self, request: EvaluationRequest) -> None:
        """Start an evaluation, unless one is running."""
        if self.is_running:
            return
        self.progress, self.error = Progress(Stage.OPENING), None
        self._job.start(partial(evaluate, request))
        self.changed.emit()

    def stop(self) -> None:
        """Request the end of the evaluation; the previous result is kept."""
        self._job.stop()

    def close(self) -> None:
        """Stop the evaluation and wait for it; nothing more is emitted."""
        self._job.abandon()

    def _show_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.progressed.emit()

    def _take_result(self, result: Evaluation) -> None:
        self.result = result

    def _take_error(self, error: Exception) -> None:
        self.error = error

    def _end(self) -> None:
        self.progress = None
        self.changed.emit()
        self.ended.emit()
