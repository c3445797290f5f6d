"""Recognition of the pad's content by the current network, and the selected digit."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from core.arrays import FloatArray
from core.ink.drawing import Stroke
from core.progress import PRECEDENCE
from core.recognition.reading import DrawingReader, Reading
from core.recognition.recognizer import Recognizer
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.pad_content import PadContent, paths_of
from lenet_desktop.state.snapshots import SnapshotHistory


class Reader(QObject):
    """Reads the pad on the GUI thread, at most once per iteration of the event loop.

    A reading is thus never outdated. It takes about a millisecond, because only digits that have
    changed are recognised again. Long work waits until what follows from it has been painted.

    Parameters
    ----------
    pad_history
        The content to read.
    network
        The network to read with.
    """

    changed = Signal()
    """`reading`, `selected` or `image` has changed."""

    def __init__(
        self,
        pad_history: SnapshotHistory[PadContent],
        network: CurrentNetwork,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pad_history, self._network = pad_history, network
        self._content = pad_history.value
        self.holds_precedence = False
        """Whether long work waits while the pen moves, not only until the answer is painted.

        Threads that compute between two movements would hold the cores and Python's lock when the
        second one comes, which delays a page that shows more than the answer.
        """
        self.selected = 0
        """Index of the selected digit from the left."""
        self.reading: Reading
        """The digits of the drawing."""
        self.image: FloatArray
        """Network input of the selected digit: (28, 28) in [0, 1], white on black."""
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self.read_now)
        # Paint events come before a timer that is started with them.
        self._end = QTimer(self, singleShot=True, interval=0)
        self._end.timeout.connect(self._release)
        self._prepare()
        self._read()
        network.changed.connect(self._use_network)
        pad_history.changed.connect(self._follow_pad)

    @property
    def recognizer(self) -> Recognizer:
        """The network that reads; can be shared between threads."""
        return self._recognizer

    @property
    def content(self) -> PadContent:
        """The content that was read last."""
        return self._content

    @property
    def is_drawing(self) -> bool:
        """Whether the pen is on the pad."""
        return self._pad_history.is_preview

    @property
    def ink(self) -> tuple[Stroke, ...]:
        """The strokes of the selected digit, traced in a picture; empty for a blank pad."""
        if (picture := self._content.picture) is not None:
            return picture.strokes_of(self.selected) if self.reading.digits else ()
        inks = self.reading.inks
        return inks[self.selected].paths if inks else ()

    def read_now(self) -> None:
        """Read the pad immediately."""
        self._due.stop()
        self._read()
        self.changed.emit()
        self._end.start()

    def catch_up(self) -> None:
        """Read the pad if it has changed since it was read."""
        if self._due.isActive():
            self.read_now()

    def select(self, index: int) -> None:
        """Select a digit by its index from the left until the pad changes."""
        self.catch_up()
        if 0 <= index < len(self.reading.inks) and index != self.selected:
            self._select(index)
            self.changed.emit()

    def _follow_pad(self) -> None:
        PRECEDENCE.take()
        self._due.start()

    def _release(self) -> None:
        # The last movement of a pen that rests takes precedence for a limited time.
        if not (self.holds_precedence and self.is_drawing):
            PRECEDENCE.release()

    def _prepare(self) -> None:
        self._recognizer = Recognizer(self._network.weights)
        self._drawing_reader = DrawingReader(self._recognizer)

    def _use_network(self) -> None:
        self._prepare()
        self.read_now()

    def _read(self) -> None:
        content = self._pad_history.value
        if content.picture is not None:
            self.reading = content.picture.read(self._recognizer)
        else:
            self.reading = self._drawing_reader.read(paths_of(content.strokes))
        is_same = content is self._content
        self._content = content
        self._select(self.selected if is_same else _newest_digit(self.reading))

    def _select(self, index: int) -> None:
        inks = self.reading.inks
        self.selected = min(index, max(len(inks) - 1, 0))
        self.image = inks[self.selected].image if inks else self._content.to_image()


def _newest_digit(reading: Reading) -> int:
    """Return the index of the digit with the newest stroke."""
    newest = [max(ink.strokes, default=0) for ink in reading.inks]
    return newest.index(max(newest)) if newest else 0
