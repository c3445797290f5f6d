"""My digits as the network in use reads them, kept up to date in the background."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.arrays import ByteArray
from core.data.examples import Examples
from core.data.ink_examples import draw_examples
from core.evaluation.assessment import Assessment, assess
from core.ink.drawing import Drawing
from core.network.weights import Weights
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.my_digits import MyDigits, digit_of
from lenet_desktop.state.worker import IteratorWorker

_CHUNK = 100


@dataclass(frozen=True, eq=False)
class DigitsRead:
    """Drawings, one or more, and what was read in them, in the same order."""

    drawings: tuple[Drawing, ...]
    assessment: Assessment


class MyDigitsReading(QObject):
    """Reads the collection when asked; `changed` tells when that is done."""

    changed = Signal()
    progressed = Signal(int)
    """How many are drawn so far; of few it is not told."""

    def __init__(
        self, network: CurrentNetwork, my_digits: MyDigits, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._network, self._my_digits = network, my_digits
        self.newest: DigitsRead | None = None
        """What was read last; None while there is nothing to read."""
        self._painted = _Painted()
        self._worker: IteratorWorker | None = None
        self._is_outdated = False

    @property
    def is_busy(self) -> bool:
        """Whether a reading is under way."""
        return self._worker is not None

    def refresh(self) -> None:
        """Read the collection as it is now."""
        self._is_outdated = self._worker is not None
        if self._worker is not None:
            self._worker.stop()
            return
        weights, drawings = self._network.weights, self._my_digits.drawings
        if not drawings:
            self._show(None)
            return
        worker = self._worker = IteratorWorker(partial(_read, weights, drawings, self._painted))
        worker.produced.connect(self._take)
        worker.finished.connect(self._finish)
        worker.start()

    def close(self) -> None:
        """Stop and wait."""
        self._is_outdated = False
        if self._worker is not None:
            self._worker.stop()
            self._worker.wait()

    def _take(self, item: DigitsRead | int) -> None:
        if isinstance(item, DigitsRead):
            self._show(item)
        else:
            self.progressed.emit(item)

    def _show(self, read: DigitsRead | None) -> None:
        self.newest = read
        self.changed.emit()

    def _finish(self) -> None:
        self._worker = None
        if self._is_outdated:
            self.refresh()


class _Painted:
    """The images of ink, by the identity of its strokes, so that each is drawn once.

    It belongs to the worker's thread; there is never more than one.
    """

    def __init__(self) -> None:
        self._images: dict[int, tuple[object, ByteArray]] = {}

    def of(self, drawing: Drawing) -> ByteArray:
        """The image (28, 28) of a drawing."""
        strokes = drawing.strokes
        if id(strokes) not in self._images:
            # Held on to, so that no other strokes get their identity.
            self._images[id(strokes)] = strokes, draw_examples([drawing]).images[0]
        return self._images[id(strokes)][1]

    def keep_only(self, drawings: tuple[Drawing, ...]) -> None:
        """Forget the images of all other drawings."""
        self._images = {
            key: self._images[key] for key in (id(drawing.strokes) for drawing in drawings)
        }


def _read(
    weights: Weights, drawings: tuple[Drawing, ...], painted: _Painted
) -> Iterator[DigitsRead | int]:
    """Read drawings; tells now and then how many are drawn, and may be closed there."""
    images: list[ByteArray] = []
    for drawing in drawings:
        images.append(painted.of(drawing))
        if len(images) % _CHUNK == 0:
            yield len(images)
    painted.keep_only(drawings)
    labels = np.array([digit_of(drawing) for drawing in drawings], np.uint8)
    *_, assessment = assess(weights, Examples(np.stack(images), labels))
    assert isinstance(assessment, Assessment)
    yield DigitsRead(drawings, assessment)
