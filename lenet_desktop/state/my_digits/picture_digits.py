"""The digits of the picture on the pad, on their way to My Digits."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.digits import LABELS
from core.ink.drawing import Drawing
from core.recognition.reading import Reading
from lenet_desktop.state.job import Job
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.pad_content import Picture
from lenet_desktop.state.reader import Reader


class PictureDigits(QObject):
    """Adds all digits of the picture on the pad to My Digits, in the background.

    They are traced, because My Digits holds strokes. Unsure digits are left out unless the person
    has labelled them.

    Parameters
    ----------
    reader
        Reads the picture.
    my_digits
        The collection.
    notices
        Receives errors.
    """

    changed = Signal()
    """`is_busy` has changed."""

    def __init__(
        self,
        reader: Reader,
        my_digits: MyDigits,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader, self._my_digits = reader, my_digits
        self._n_unsure = 0
        self._job = Job(self)
        self._job.succeeded.connect(self._keep)
        self._job.failed.connect(notices.error)
        self._job.ended.connect(self.changed)

    @property
    def is_busy(self) -> bool:
        """Whether digits are being traced."""
        return self._job.is_running

    @property
    def count(self) -> int:
        """Number of digits in the picture on the pad; 0 without a picture."""
        reader = self._reader
        return len(reader.reading.digits) if reader.content.picture is not None else 0

    def label_at(self, index: int) -> int | None:
        """Return the label that a digit has in My Digits; None if it has none."""
        picture = self._reader.content.picture
        strokes = picture.traced.get(index) if picture is not None else None
        return self._my_digits.label_of(strokes) if strokes else None

    def add_all(self) -> None:
        """Trace all digits and add them; what a person has labelled keeps its label."""
        self._reader.catch_up()
        picture, reading = self._reader.content.picture, self._reader.reading
        if picture is None or not reading.digits or self.is_busy:
            return
        self._n_unsure = sum(
            digit.unsure and self.label_at(index) is None
            for index, digit in enumerate(reading.digits)
        )
        self._job.start(partial(_traced, picture, reading))
        self.changed.emit()

    def close(self) -> None:
        """Stop tracing and wait for it."""
        self._job.abandon()

    def _keep(self, drawings: list[Drawing]) -> None:
        self._my_digits.keep_all(drawings, self._n_unsure)


def _traced(picture: Picture, reading: Reading) -> Generator[None, None, list[Drawing]]:
    """Trace the digits that are read surely; yields after each."""
    drawings: list[Drawing] = []
    for index, digit in enumerate(reading.digits):
        if not digit.unsure and digit.label is not None:
            strokes = picture.strokes_of(index)
            if strokes:
                drawings.append(Drawing(strokes, LABELS[digit.label]))
        yield
    return drawings
