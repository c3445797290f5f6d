"""The accuracy of an experiment beside that of the unchanged network."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.evaluation.experiment import Sample, accuracy, load_sample
from core.network.weights import Weights
from core.progress import Progress
from lenet_desktop.state.experiment.experiment import Experiment
from lenet_desktop.state.job import Job
from lenet_desktop.state.notices import Notices


@dataclass(frozen=True, eq=False)
class Measured:
    """Two accuracies on the same test images.

    Attributes
    ----------
    sample
        The test images.
    unchanged, changed
        The share of images that each network reads correctly, 0-1.
    before, after
        The weights of the two.
    """

    sample: Sample
    unchanged: float
    changed: float
    before: Weights
    after: Weights


class ExperimentAccuracy(QObject):
    """Measures the newest experiment in the background; without changes, nothing is measured.

    A measurement is completed before the next one starts, so that there are figures while a value
    is being dragged.
    """

    changed = Signal()
    """`measured`, `is_current` or `failure` has changed."""

    def __init__(
        self, experiment: Experiment, notices: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._experiment, self._notices = experiment, notices
        self.measured: Measured | None = None
        """The newest figures; None without changes, and until they are measured."""
        self.failure: Exception | None = None
        """Why the newest changes were not measured; None otherwise."""
        self._last: Measured | None = None
        self._started: Weights | None = None
        self._job = Job(self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._fail)
        self._job.ended.connect(self._continue)
        experiment.changed.connect(self._follow)

    @property
    def is_current(self) -> bool:
        """Whether `measured` is about the newest changes."""
        return self.measured is not None and self.measured.after is self._experiment.weights

    def retry(self) -> None:
        """Measure once more after a failure."""
        self._started = None
        self._follow()

    def close(self) -> None:
        """Stop measuring and wait for it; nothing more is emitted."""
        self._job.abandon()

    def _follow(self) -> None:
        if not self._experiment.changes:
            self.measured = self.failure = None
        if not self._job.is_running:
            self._continue()
        self.changed.emit()

    def _continue(self) -> None:
        after = self._experiment.weights
        # Not again what could not be measured.
        if self._experiment.changes and after is not self._started:
            self._started = after
            if self.failure is not None:
                self.failure = None
                self.changed.emit()
            self._job.start(partial(_measure, self._last, self._experiment.unchanged, after))

    def _take(self, measured: Measured) -> None:
        self._last = measured
        if self._experiment.changes:
            self.measured = measured
            self.changed.emit()

    def _fail(self, error: Exception) -> None:
        """Report it, unless there is nothing to measure any more."""
        if self._experiment.changes:
            self.measured, self.failure = None, error
            self._notices.error(error, self.tr("Measuring the accuracy failed: {reason}"))
            self.changed.emit()


def _measure(
    last: Measured | None, before: Weights, after: Weights
) -> Generator[Progress, None, Measured]:
    """Measure two networks; what was loaded and measured before is used again."""
    sample = last.sample if last is not None else (yield from load_sample())
    if last is not None and last.before is before:
        unchanged = last.unchanged
    else:
        unchanged = yield from accuracy(before, sample)
    return Measured(sample, unchanged, (yield from accuracy(after, sample)), before, after)
