"""Ink files that are imported into My Digits or exported, in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance

from core.errors import UserError
from core.ink.drawing import Drawing
from core.ink.ink_files import check_digits, load_drawings, save_drawings
from lenet_desktop.state.pad_content import content_of
from lenet_desktop.state.worker import IteratorWorker
from lenet_desktop.text.errors import error_message


@dataclass(frozen=True, eq=False)
class Import:
    """What a file held: drawings that each show one digit."""

    file: Path
    drawings: Sequence[Drawing]


class MyDigitsFiles(QObject):
    """Copies drawings into the collection and out of it."""

    imported = Signal(object)
    """An `Import`."""
    exported = Signal(object)
    """The file that was written."""
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers: set[IteratorWorker] = set()

    def import_from(self, file: Path) -> None:
        """Read another ink file; `imported` tells."""
        self._start(partial(_import, file), self.imported)

    def export_to(self, file: Path, drawings: Sequence[Drawing]) -> None:
        """Write an ink file of its own; `exported` tells."""
        self._start(partial(_export, file, drawings), self.exported)

    def close(self) -> None:
        """Wait until everything is read and written."""
        for worker in tuple(self._workers):
            worker.wait()

    def _start(self, work: Callable[[], Iterator[object]], done: SignalInstance) -> None:
        worker = IteratorWorker(work)
        worker.produced.connect(done)
        worker.failed.connect(self._fail)
        worker.finished.connect(self._forget)
        self._workers.add(worker)
        worker.start()

    def _forget(self) -> None:
        worker = self.sender()
        if isinstance(worker, IteratorWorker):
            self._workers.discard(worker)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(
            error_message(error) if isinstance(error, UserError | OSError) else str(error)
        )


def _import(file: Path) -> Iterator[Import]:
    drawings = load_drawings(file)
    check_digits(file, drawings)
    yield Import(file, [_on_the_pad(drawing) for drawing in drawings])


def _on_the_pad(drawing: Drawing) -> Drawing:
    """The drawing where the pad shows it, so that the pad knows it again."""
    strokes = content_of(drawing.strokes, width=0).strokes
    return replace(drawing, strokes=tuple(stroke.points for stroke in strokes))


def _export(file: Path, drawings: Sequence[Drawing]) -> Iterator[Path]:
    save_drawings(file, drawings)
    yield file
