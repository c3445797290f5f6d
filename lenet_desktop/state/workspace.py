"""The state of the program: the network in use, the drawing, its reading and the device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.arrays import FloatArray
from core.device import Device, find_device
from core.ink.drawing import Stroke
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.recognition.reading import DrawingReader, Reading, read_image
from core.recognition.recognizer import Recognizer
from lenet_desktop.state.my_digits import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.state.worker import IteratorWorker


class Workspace(QObject):
    """What the program knows, told to its views in signals.

    A drawing is read in the GUI thread, once per turn of the event loop however often it changed:
    an answer is never older than what is on the pad. It takes about a millisecond, as only the
    digits that changed are read.

    Parameters
    ----------
    weights_path
        The weight file to start with.
    my_digits_file
        Where My Digits are kept; it need not exist.

    Raises
    ------
    UserError
        When it cannot be used.
    """

    reading_changed = Signal()
    """`reading` is that of the newest drawing; `selected` and `image` are up to date as well."""
    weights_changed = Signal()
    device_found = Signal(object)

    def __init__(
        self, weights_path: Path, my_digits_file: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.notices = Notices(self)
        self.pad_history = SnapshotHistory(PadContent(), self)
        self.my_digits = MyDigits(my_digits_file, self)
        self.device: Device | None = None
        self._use(weights_path, load_weights(weights_path))
        self._sheet_read = self.pad_history.value
        self.selected = 0
        """Which digit, counted from the left, the details are of."""
        self._look()
        self._reading_due = QTimer(self, singleShot=True, interval=0)
        self._reading_due.timeout.connect(self.read_now)
        self.pad_history.changed.connect(self._reading_due.start)
        self._device_probe = IteratorWorker(_probe_device)
        self._device_probe.produced.connect(self._set_device)

    @property
    def weights(self) -> Weights:
        """The weights in use."""
        return self._weights

    @property
    def weights_path(self) -> Path:
        """The file they came from."""
        return self._weights_path

    @property
    def ink(self) -> tuple[Stroke, ...]:
        """The strokes of the digit that the details are of; none of a picture or a blank."""
        strokes, inks = self.pad_history.value.strokes, self.reading.inks
        return tuple(strokes[place].path for place in inks[self.selected].strokes) if inks else ()

    @property
    def is_busy(self) -> bool:
        """Whether something runs in the background."""
        return self._device_probe.isRunning()

    def open_weights(self, path: Path) -> None:
        """Read with the weights of another file from now on.

        Raises
        ------
        UserError, OSError
            When the file cannot be used; everything stays as it was.
        """
        self.use_weights(load_weights(path), path)

    def use_weights(self, weights: Weights, path: Path) -> None:
        """Read with other weights from now on; `path` is the file they are kept in."""
        self._use(path, weights)
        self.weights_changed.emit()
        self.read_now()

    def save_weights(self, path: Path) -> None:
        """Write the weights in use to a file.

        Raises
        ------
        UserError, OSError
            When it cannot be written; a file already there stays.
        """
        save_weights(path, self._weights)

    def read_now(self) -> None:
        """Read the drawing at once."""
        self._reading_due.stop()
        self._look()
        self.reading_changed.emit()

    def catch_up(self) -> None:
        """Read the drawing, should it have changed since."""
        if self._reading_due.isActive():
            self.read_now()

    def select(self, index: int) -> None:
        """Show the details of another digit, counted from the left, until the drawing changes."""
        self.catch_up()
        if 0 <= index < len(self.reading.inks) and index != self.selected:
            self._show_details(index)
            self.reading_changed.emit()

    def find_device(self) -> None:
        """Find out in the background where training can run; `device_found` tells."""
        self._device_probe.start()

    def close(self) -> None:
        """Stop what runs in the background and wait for it."""
        self._device_probe.stop()
        self._device_probe.wait()
        self.my_digits.close()

    def _use(self, path: Path, weights: Weights) -> None:
        self._weights_path, self._weights = path, weights
        self._recognizer = Recognizer(weights)
        self._reader = DrawingReader(self._recognizer)

    def _look(self) -> None:
        content = self.pad_history.value
        if content.picture is not None:
            self.reading = read_image(self._recognizer, content.picture.pixels)
        else:
            self.reading = self._reader.read([stroke.path for stroke in content.strokes])
        is_same = content is self._sheet_read
        self._sheet_read = content
        self._show_details(self.selected if is_same else _newest_digit(self.reading))

    def _show_details(self, index: int) -> None:
        content, inks = self.pad_history.value, self.reading.inks
        self.selected = min(index, max(len(inks) - 1, 0))
        self.image: FloatArray = inks[self.selected].image if inks else content.to_image()
        """What the network sees of it: (28, 28) in [0, 1], white ink on black."""

    def _set_device(self, device: Device) -> None:
        self.device = device
        self.device_found.emit(device)


def _newest_digit(reading: Reading) -> int:
    """Which digit has the stroke drawn last."""
    newest = [max(ink.strokes) for ink in reading.inks]
    return newest.index(max(newest)) if newest else 0


def _probe_device() -> Iterator[Device]:
    yield find_device()
