"""A file of drawings, synchronised with other windows and programs."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QFileInfo,
    QFileSystemWatcher,
    QObject,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication

from core.errors import UserError
from core.ink.drawing import Drawing
from core.ink.ink_files import load_digits
from core.ink.shared_drawings import (
    Load,
    SharedDrawings,
    Version,
    merge_drawings,
    read_shared,
    version_of,
    write_shared,
)
from lenet_desktop.state.job import Job
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.undo import Text
from lenet_desktop.text.errors import error_message

SETTLING_MS = 50
"""Milliseconds to wait after a change by another program before reading it."""


@dataclass(frozen=True)
class StoreTexts:
    """Templates of messages in the current language, with the place ``{reason}``.

    Attributes
    ----------
    unsaved, unopened
        If the file cannot be written, and read.
    """

    unsaved: Text
    unopened: Text


class DrawingStore(QObject):
    """Writes the changes of this window to the file and merges those of other programs.

    Reads and writes run in the background, one at a time. A failed write is reported, and repeated
    with the next change.

    Parameters
    ----------
    path
        The ink file; it and its folder need not exist.
    notices
        Receives error messages.
    texts
        What they say.
    load
        Reads the file.
    """

    changed = Signal()
    """Another program has changed `drawings`."""

    def __init__(
        self,
        path: Path,
        notices: Notices,
        texts: StoreTexts,
        parent: QObject | None = None,
        *,
        load: Load = load_digits,
    ) -> None:
        super().__init__(parent)
        self._path, self._notices, self._texts, self._load = path, notices, texts, load
        self.drawings: tuple[Drawing, ...] = ()
        """The drawings of this window."""
        self._in_file: tuple[Drawing, ...] = ()
        self._version: Version | None = None
        self._sent: tuple[Drawing, ...] = ()
        self._reading, self._writing = Job(self), Job(self)
        self._reading.succeeded.connect(self._take)
        self._reading.failed.connect(self._report_unread)
        self._writing.succeeded.connect(self._take_written)
        self._writing.failed.connect(self._report_unwritten)
        self._is_loading = self._is_unsaved = False
        self._watcher: QFileSystemWatcher | None = None
        self._check_due = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._check_due.timeout.connect(self._check)

    def load(self) -> None:
        """Read the file and watch it for changes."""
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._check_soon)
        self._watcher.directoryChanged.connect(self._check_soon)
        self._watch(self._watcher)
        # Network drives do not report changes, and a folder created later is not watched.
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._check_soon)
        if version_of(self._path) is not None:
            self._is_loading = True
            self._read()

    def finish_loading(self) -> None:
        """Wait until the file has been loaded."""
        if self._is_loading:
            self._reading.finish()

    def keep(self, drawings: tuple[Drawing, ...]) -> None:
        """Replace the drawings and write the changes."""
        self.drawings, self._is_unsaved = drawings, True
        self._write()

    def close(self) -> None:
        """Stop watching the file and wait until everything is written."""
        self._check_due.stop()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        while self._is_busy:
            self._reading.finish()
            self._writing.finish()
        if self._is_unsaved:
            # The error was reported at the first attempt.
            with suppress(UserError, OSError):
                write_shared(self._path, self._in_file, self.drawings, load=self._load)
            self._is_unsaved = False

    @property
    def _is_busy(self) -> bool:
        return self._reading.is_running or self._writing.is_running

    def _check_soon(self) -> None:
        if self._watcher is not None:
            self._check_due.start()

    def _check(self) -> None:
        """Read the file if another program has changed it."""
        if self._watcher is not None:
            self._watch(self._watcher)
        if not self._is_busy and version_of(self._path) not in (None, self._version):
            self._read()

    def _watch(self, watcher: QFileSystemWatcher) -> None:
        """Watch the file and its folder; a replaced file must be watched again."""
        watched = {*watcher.files(), *watcher.directories()}
        missing = {str(self._path), str(self._path.parent)} - watched
        if existing := [path for path in missing if QFileInfo.exists(path)]:
            watcher.addPaths(existing)

    def _read(self) -> None:
        # Set even if reading fails, so that each version is read only once.
        self._version = version_of(self._path)
        self._sent = self.drawings
        read = partial(read_shared, load=self._load, move_damaged=self._is_loading)
        self._reading.call(partial(read, self._path, self._in_file, self._sent))

    def _write(self) -> None:
        if self._is_unsaved and not self._is_busy:
            self._sent = self.drawings
            write = partial(write_shared, load=self._load)
            self._writing.call(partial(write, self._path, self._in_file, self._sent))

    def _end(self) -> None:
        self._is_loading = False
        self._check_soon()

    def _take_written(self, shared: SharedDrawings) -> None:
        self._is_unsaved = self.drawings is not self._sent
        self._take(shared)

    def _take(self, shared: SharedDrawings) -> None:
        """Take over the result of a merge, with the changes made since it started."""
        self._end()
        self._in_file, self._version = shared.in_file, shared.version
        drawings = shared.drawings
        if self.drawings is not self._sent:
            drawings = merge_drawings(self._sent, self.drawings, drawings)
        is_changed = drawings != self.drawings
        if is_changed:
            self.drawings = drawings
        self._write()
        if is_changed:
            self.changed.emit()
        if shared.fault is not None and shared.moved_to is not None:
            text = self.tr("{fault} The file was renamed to {file}.")
            if n := shared.n_rejected:
                text = self.tr("{fault} %Ln damaged line(s) moved to {file}.", "", n)
            fault = error_message(shared.fault)
            self._notices.error(text.format(fault=fault, file=shared.moved_to.name))

    def _report_unwritten(self, error: Exception) -> None:
        self._end()
        self._notices.error(error, self._texts.unsaved())
        if self.drawings is not self._sent:
            self._write()

    def _report_unread(self, error: Exception) -> None:
        # Another program may be writing; if the error persists, the next write reports it.
        if self._is_loading or not isinstance(error, UserError):
            self._notices.error(error, self._texts.unopened())
        self._end()
        self._write()
