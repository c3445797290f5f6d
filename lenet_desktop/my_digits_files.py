"""The files of My Digits, read and written in the background: their own, imports and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, SignalInstance

from core.drawings import Drawing, load_drawings, save_drawings
from core.errors import UserError
from core.ink_examples import check_digits
from lenet_desktop.messages import in_words
from lenet_desktop.sheet import sheet_of
from lenet_desktop.worker import IteratorWorker


@dataclass(frozen=True, eq=False)
class Import:
    """What a file held: drawings that each show one digit."""

    file: Path
    drawings: Sequence[Drawing]


class MyDigitsFiles(QObject):
    """Reads the collection once, writes it whenever it changed, copies it in and out.

    Parameters
    ----------
    path
        Where the collection is kept; neither the file nor its folder need exist.
    """

    loaded = Signal(object)
    """The drawings that the collection begins with."""
    imported = Signal(object)
    """An `Import`."""
    exported = Signal(object)
    """The file that was written."""
    failed = Signal(str)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._may_write = True
        self._loading: IteratorWorker | None = None
        self._saving: IteratorWorker | None = None
        self._unsaved: Sequence[Drawing] | None = None
        self._workers: set[IteratorWorker] = set()

    def load(self) -> None:
        """Read the collection; `loaded` tells, unless there is no file yet."""
        if self._path.exists():
            self._loading = self._start(partial(_load, self._path), self._take, self._refuse)

    def finish_loading(self) -> None:
        """Wait until the collection is read."""
        if self._loading is not None:
            self._loading.wait()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def keep(self, drawings: Sequence[Drawing]) -> None:
        """Write the collection, in place of what was kept before."""
        self._unsaved = drawings
        if self._saving is None:
            self._save()

    def import_from(self, file: Path) -> None:
        """Read another ink file; `imported` tells."""
        self._start(partial(_import, file), self.imported, self._fail)

    def export_to(self, file: Path, drawings: Sequence[Drawing]) -> None:
        """Write an ink file of its own; `exported` tells."""
        self._start(partial(_export, file, drawings), self.exported, self._fail)

    def close(self) -> None:
        """Wait until everything is written."""
        self.finish_loading()
        for worker in tuple(self._workers):
            worker.wait()
        if self._unsaved is not None and self._may_write:
            # What keeps it from being written was told before.
            with suppress(UserError, OSError):
                _write(self._path, self._unsaved)
            self._unsaved = None

    def _start(
        self,
        work: Callable[[], Iterator[object]],
        take: Callable[..., object] | SignalInstance,
        fail: Callable[[Exception], object],
    ) -> IteratorWorker:
        worker = IteratorWorker(work)
        worker.produced.connect(take)
        worker.failed.connect(fail)
        worker.finished.connect(self._forget)
        self._workers.add(worker)
        worker.start()
        return worker

    def _forget(self) -> None:
        worker = self.sender()
        if isinstance(worker, IteratorWorker):
            self._workers.discard(worker)

    def _take(self, found: _Found) -> None:
        self._loading = None
        self.loaded.emit(found.drawings)
        if found.fault is not None:
            text = self.tr("{fault} It was put aside as {file}, and My Digits begins anew.")
            self.failed.emit(text.format(fault=in_words(found.fault), file=found.put_aside))

    def _refuse(self, error: Exception) -> None:
        """Leave a file alone that can be neither read nor put aside."""
        self._loading, self._may_write = None, False
        self._fail(error)

    def _save(self) -> None:
        if self._unsaved is not None and self._may_write:
            work = partial(_save, self._path, self._unsaved)
            self._saving = self._start(work, self._note_saved, self._note_unsaved)

    def _note_saved(self, drawings: Sequence[Drawing]) -> None:
        self._saving = None
        if drawings is self._unsaved:
            self._unsaved = None
        self._save()

    def _note_unsaved(self, error: Exception) -> None:
        self._saving = None
        self._fail(error)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(in_words(error) if isinstance(error, UserError | OSError) else str(error))


@dataclass(frozen=True, eq=False)
class _Found:
    """What the collection's file held; a damaged one was put aside under another name."""

    drawings: tuple[Drawing, ...]
    fault: UserError | None = None
    put_aside: str = ""


def _load(path: Path) -> Iterator[_Found]:
    try:
        found = _Found(tuple(_read(path)))
    except UserError as fault:
        found = _Found((), fault, _put_aside(path).name)
    yield found


def _read(path: Path) -> list[Drawing]:
    drawings = load_drawings(path)
    check_digits(path, drawings)
    return drawings


def _put_aside(path: Path) -> Path:
    """Call a file something else that nothing is called yet."""
    number = 1
    while (aside := path.with_stem(f"{path.stem} (damaged {number})")).exists():
        number += 1
    return path.rename(aside)


def _save(path: Path, drawings: Sequence[Drawing]) -> Iterator[Sequence[Drawing]]:
    _write(path, drawings)
    yield drawings


def _write(path: Path, drawings: Sequence[Drawing]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_drawings(path, drawings)


def _import(file: Path) -> Iterator[Import]:
    yield Import(file, [_on_the_pad(drawing) for drawing in _read(file)])


def _on_the_pad(drawing: Drawing) -> Drawing:
    """The drawing where the pad shows it, so that the pad knows it again."""
    strokes = sheet_of(drawing.strokes, width=0).strokes
    return replace(drawing, strokes=tuple(stroke.points for stroke in strokes))


def _export(file: Path, drawings: Sequence[Drawing]) -> Iterator[Path]:
    save_drawings(file, drawings)
    yield file
