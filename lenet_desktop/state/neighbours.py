"""The training images that the network represents most like the drawing."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.arrays import FloatArray
from core.data.sources import local_source
from core.network.weights import Weights
from core.progress import Progress
from core.recognition.neighbours import (
    Neighbours,
    Represented,
    load_training_images,
    neighbours_of,
    represent,
)
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.state.job import Job


class NeighbourSearch(QObject):
    """Finds them in the background, always for the newest drawing, while anyone looks at them.

    The training images are loaded once. They are represented again for other weights.
    """

    changed = Signal()
    """`found`, `progress` or `failure` has changed."""

    def __init__(self, inspection: Inspection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self.found: Neighbours | None = None
        """Those found last; None for a blank pad, and until they are found."""
        self.progress: Progress | None = None
        """None unless images are being loaded or represented."""
        self.failure: Exception | None = None
        """Why the last search has failed; None while another one runs, and after a success."""
        self._represented: Represented | None = None
        self._is_watched, self._is_outdated = False, True
        self._job = Job(self)
        self._job.progressed.connect(self._show_progress)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._fail)
        self._job.ended.connect(self._continue)
        inspection.drawn_changed.connect(self._look_again)

    @property
    def is_current(self) -> bool:
        """Whether `found` is about the newest drawing and weights."""
        return not self._is_outdated and not self._job.is_running

    def watch(self, *, is_watched: bool) -> None:
        """Note whether anyone looks at the neighbours: otherwise, nothing is computed."""
        self._is_watched = is_watched
        if is_watched and not self._job.is_running:
            self._continue()

    def retry(self) -> None:
        """Search once more after a failure."""
        self._look_again()

    def close(self) -> None:
        """Stop searching and wait for it; nothing more is emitted."""
        self._job.abandon()

    def _look_again(self) -> None:
        self._is_outdated = True
        if not self._inspection.drawn.any() and self.found is not None:
            self.found = None
            self.changed.emit()
        if not self._job.is_running:
            self._continue()

    def _continue(self) -> None:
        """Search for the neighbours of the newest drawing, unless they are found."""
        if self.progress is not None:
            self.progress = None
            self.changed.emit()
        if not (self._is_outdated and self._is_watched):
            return
        self._is_outdated = False
        image = self._inspection.drawn
        if self.failure is not None:
            self.failure = None
            self.changed.emit()
        if image.any():
            self._job.start(partial(_find, self._represented, self._inspection.weights, image))

    def _show_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.changed.emit()

    def _take(self, found: Neighbours) -> None:
        self._represented = found.represented
        self.progress = None
        if self._inspection.drawn.any():
            self.found = found
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self.found, self.progress, self.failure = None, None, error
        self.changed.emit()


def _find(
    represented: Represented | None, weights: Weights, image: FloatArray
) -> Generator[Progress, None, Neighbours]:
    """Find neighbours; what was loaded and computed before is used again."""
    if represented is None or represented.images.source != local_source():
        images = yield from load_training_images()
        represented = yield from represent(weights, images)
    elif represented.weights is not weights:
        represented = yield from represent(weights, represented.images)
    return neighbours_of(represented, image)
