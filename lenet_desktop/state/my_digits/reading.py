"""Predictions of the current network for My Digits, computed in the background."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.arrays import ByteArray
from core.data.examples import Examples
from core.data.ink_examples import draw_examples, labels_of
from core.evaluation.assessment import Assessment, assess
from core.ink.drawing import Drawing
from core.network.weights import Weights
from core.progress import Progress, Stage, result_of
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.job import Job
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices

_CHUNK = 100


@dataclass(frozen=True, eq=False)
class DigitsRead:
    """Drawings and their assessment in the same order."""

    drawings: tuple[Drawing, ...]
    assessment: Assessment


class MyDigitsReading(QObject):
    """Classifies the collection on request; `changed` is emitted even after an error."""

    changed = Signal()
    """`newest` has been updated."""
    progressed = Signal(object)
    """Emitted with a `Progress` after every 100 rendered drawings."""

    def __init__(
        self,
        network: CurrentNetwork,
        my_digits: MyDigits,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._network, self._my_digits, self._notices = network, my_digits, notices
        self.newest: DigitsRead | None = None
        """The last result; None for an empty collection and after an error."""
        self._rendered = _RenderedImages()
        self._is_outdated = False
        self._job = Job(self)
        self._job.progressed.connect(self.progressed)
        self._job.succeeded.connect(self._show)
        self._job.failed.connect(self._report)
        self._job.ended.connect(self._refresh_if_outdated)

    def refresh(self) -> None:
        """Classify the current collection."""
        self._is_outdated = self._job.is_running
        if self._is_outdated:
            self._job.stop()
            return
        weights, drawings = self._network.weights, self._my_digits.drawings
        if not drawings:
            self._show(None)
            return
        self._job.start(partial(_read, weights, drawings, self._rendered))

    def close(self) -> None:
        """Stop the job and wait for it; nothing more is emitted."""
        self._job.abandon()

    def _show(self, read: DigitsRead | None) -> None:
        self.newest = read
        self.changed.emit()

    def _report(self, error: Exception) -> None:
        self._notices.error(error, self.tr("Evaluating My Digits failed: {reason}"))
        self._show(None)

    def _refresh_if_outdated(self) -> None:
        if self._is_outdated:
            self.refresh()


class _RenderedImages:
    """Caches the images of drawings by the identity of their strokes.

    Used only by the thread of the job.
    """

    def __init__(self) -> None:
        self._images: dict[int, tuple[object, ByteArray]] = {}

    def of(self, drawing: Drawing) -> ByteArray:
        """Return the image of a drawing, (28, 28)."""
        strokes = drawing.strokes
        if id(strokes) not in self._images:
            # Keeping the strokes alive keeps their ids unique.
            self._images[id(strokes)] = strokes, draw_examples([drawing]).images[0]
        return self._images[id(strokes)][1]

    def keep_only(self, drawings: tuple[Drawing, ...]) -> None:
        """Drop the images of all other drawings."""
        self._images = {
            key: self._images[key] for key in (id(drawing.strokes) for drawing in drawings)
        }


def _read(
    weights: Weights, drawings: tuple[Drawing, ...], rendered: _RenderedImages
) -> Generator[Progress, None, DigitsRead]:
    """Render and classify drawings."""
    images: list[ByteArray] = []
    for drawing in drawings:
        images.append(rendered.of(drawing))
        if len(images) % _CHUNK == 0:
            yield Progress(Stage.DRAWING, len(images), len(drawings))
    rendered.keep_only(drawings)
    examples = Examples(np.stack(images), labels_of(drawings))
    assessment = result_of(assess(weights, examples))
    return DigitsRead(drawings, assessment)
