"""Search for the digits in a part of a picture, with a threshold that the person chooses."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QImage

from core.arrays import ByteArray
from core.recognition.pictures.reading import find_in_grey
from core.recognition.recognizer import Recognizer
from lenet_desktop.state.job import Job
from lenet_desktop.state.pad_content import Picture
from lenet_desktop.state.reader import Reader


@dataclass(frozen=True)
class Adjustment:
    """What a person has chosen.

    Attributes
    ----------
    part
        The part of the picture in pixels.
    threshold
        See `find_marks`; None to find out.
    """

    part: QRect
    threshold: float | None = None


class PictureAdjusting(QObject):
    """Searches in the background; a newer choice replaces the one before.

    Parameters
    ----------
    reader
        Its network decides where ink belongs to one digit or to two.
    """

    found = Signal(object)
    """Emitted with a `Picture`: the part, and the digits in it."""

    failed = Signal(object)
    """Emitted with the exception that the search for the newest choice raised."""

    def __init__(self, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._next: tuple[QImage, Adjustment] | None = None
        self._job = Job(self)
        self._job.succeeded.connect(self._report)
        self._job.failed.connect(self._fail)
        self._job.ended.connect(self._start_next)

    def start(self, image: QImage, adjustment: Adjustment) -> None:
        """Search in a part of an image, then emit `found`."""
        self._next = image, adjustment
        if not self._job.is_running:
            self._start_next()

    def finish(self) -> None:
        """Wait until the last choice has been searched."""
        while self._job.is_running:
            self._job.finish()

    def close(self) -> None:
        """Stop searching; nothing more is emitted."""
        self._next = None
        self._job.abandon()

    def _report(self, picture: Picture) -> None:
        if self._next is None:
            self.found.emit(picture)

    def _fail(self, error: Exception) -> None:
        if self._next is None:
            self.failed.emit(error)

    def _start_next(self) -> None:
        if self._next is None or self._job.is_running:
            return
        (image, adjustment), self._next = self._next, None
        part = image.copy(adjustment.part)
        search = partial(_search, self._reader.recognizer, part, adjustment.threshold)
        self._job.start(search)


def _search(
    recognizer: Recognizer, part: QImage, threshold: float | None
) -> Generator[None, None, Picture]:
    grey = _grey(part)
    yield
    return Picture.of(part, find_in_grey(recognizer, grey, threshold))


def _grey(image: QImage) -> ByteArray:
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    height, width = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return pixels[:, :width].copy()
