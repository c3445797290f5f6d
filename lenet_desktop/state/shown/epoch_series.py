"""The stored epochs of a run, one of which is looked at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.network.weights import Weights
from core.runs.library import RunSummary, load_epochs
from lenet_desktop.state.job import Job

_PLAYED_MS = 125
"""Time from one epoch to the next in milliseconds, so that 60 epochs take 7.5 seconds."""


class EpochSeries(QObject):
    """Loads the epochs of a run in the background, and plays them like a film."""

    loaded = Signal()
    """`epochs` are those of the run that was to be loaded; the last one is looked at."""
    failed = Signal(object)
    """Emitted with the reason why there are no epochs."""
    place_changed = Signal()
    """Another epoch is looked at."""
    playing_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run: RunSummary | None = None
        """The run that is loaded, or being loaded."""
        self.epochs: tuple[Weights, ...] = ()
        """In order; the card of each gives its number. Empty until they are loaded."""
        self._place = 0
        self._job = Job(self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._fail)
        self._clock = QTimer(self)
        self._clock.setInterval(_PLAYED_MS)
        self._clock.timeout.connect(self._advance)

    def load(self, run: RunSummary) -> None:
        """Load the epochs of a run instead of those of any other."""
        self.clear()
        self.run = run
        self._job.start(partial(load_epochs, run))

    def clear(self) -> None:
        """Forget the epochs."""
        self.pause()
        self._job.abandon()
        self.run, self.epochs, self._place = None, (), 0

    @property
    def place(self) -> int:
        """The index of the epoch that is looked at."""
        return self._place

    @place.setter
    def place(self, place: int) -> None:
        if place != self._place and 0 <= place < len(self.epochs):
            self._place = place
            self.place_changed.emit()

    @property
    def is_playing(self) -> bool:
        """Whether one epoch after the other is looked at."""
        return self._clock.isActive()

    def play(self) -> None:
        """Look at one epoch after the other; from the first if the last one is looked at."""
        if len(self.epochs) < 2 or self.is_playing:
            return
        if self._place == len(self.epochs) - 1:
            self.place = 0
        self._clock.start()
        self.playing_changed.emit()

    def pause(self) -> None:
        """Stay at the epoch that is looked at."""
        if self.is_playing:
            self._clock.stop()
            self.playing_changed.emit()

    def close(self) -> None:
        """Stop loading and wait for it; nothing more is emitted."""
        self._clock.stop()
        self._job.abandon()

    def _advance(self) -> None:
        self.place += 1
        if self._place == len(self.epochs) - 1:
            self.pause()

    def _take(self, epochs: tuple[Weights, ...]) -> None:
        self.epochs, self._place = epochs, len(epochs) - 1
        self.loaded.emit()

    def _fail(self, error: Exception) -> None:
        self.clear()
        self.failed.emit(error)
