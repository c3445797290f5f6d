"""Drawings and pictures that are opened in the background."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from lenet_desktop.state.job import Job
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.undo import Text

Read: TypeAlias = Callable[[], Generator[None, None, PadContent]]
"""Reads the content on a thread; yields between steps, so that it can be stopped there."""


@dataclass(frozen=True, eq=False)
class Source:
    """Something to open.

    Attributes
    ----------
    read
        Reads the content on a thread.
    text
        Name of the undo step.
    path
        The file; None for data that were pasted or dropped.
    """

    read: Read
    text: Text
    path: Path | None = None


class Opening(QObject):
    """Reads one source at a time on a thread; a newer one replaces it."""

    changed = Signal()
    """`source` has changed."""
    opened = Signal(object, object)
    """Emitted with a `Source` and its `PadContent`."""
    failed = Signal(object, object)
    """Emitted with a `Source` and the exception that reading it raised."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source: Source | None = None
        """What is being opened; None if nothing is."""
        self._read: Source | None = None
        self._job = Job(self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._report)
        self._job.ended.connect(self._start_next)

    def start(self, source: Source) -> None:
        """Read a source in place of the current one, if there is one."""
        self.source = source
        self.changed.emit()
        if self._job.is_running:
            self._job.stop()
        else:
            self._start()

    def finish(self) -> None:
        """Wait until the current source has been read, and emit the result."""
        while self._job.is_running:
            self._job.finish()

    def close(self) -> None:
        """Stop reading and wait for it; nothing more is emitted."""
        self._job.abandon()

    def _start(self) -> None:
        assert self.source is not None
        self._read = self.source
        self._job.start(self.source.read)

    def _take(self, content: PadContent) -> None:
        if (source := self._end()) is not None:
            self.opened.emit(source, content)

    def _report(self, error: Exception) -> None:
        if (source := self._end()) is not None:
            self.failed.emit(source, error)

    def _end(self) -> Source | None:
        """Return the source that was read, unless another one has replaced it."""
        read, self._read = self._read, None
        if read is not self.source:
            return None
        self.source = None
        self.changed.emit()
        return read

    def _start_next(self) -> None:
        if self.source is not None and not self._job.is_running:
            self._start()
