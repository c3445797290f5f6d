"""Background work: a generator that runs on a thread of its own."""

from __future__ import annotations

import atexit
import gc
import threading
from collections.abc import Callable, Generator
from typing import Any, ClassVar, TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, Signal, Slot

Work: TypeAlias = Callable[[], Generator[Any, None, Any]]
"""Called on the thread; what the generator yields is progress, what it returns is the result."""


class Job(QObject):
    """Runs one piece of work at a time on a thread, which can be paused and stopped.

    After the last `progressed` exactly one of `succeeded`, `stopped` and `failed` is emitted, then
    `ended`. All signals are emitted on the thread of the job's owner. A job can be started again
    once it has ended. A job that is deleted stops its work. Whoever starts a job connects `failed`.
    """

    progressed = Signal(object)
    """Emitted with each item that the work yields."""
    succeeded = Signal(object)
    """Emitted with what the work returns."""
    stopped = Signal()
    failed = Signal(object)
    """Emitted with the exception that the work raised."""
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: _Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether work was started and its end has not been reported."""
        return self._thread is not None

    def start(self, work: Work) -> None:
        """Start a piece of work.

        Raises
        ------
        RuntimeError
            While another piece of work is running.
        """
        if self._thread is not None:
            raise RuntimeError("this job is already running")
        thread = self._thread = _Thread(work)
        thread.reported.connect(self._deliver)
        self.destroyed.connect(thread.stop)
        thread.start()

    def call(self, function: Callable[[], object]) -> None:
        """Start work that is one call of a function, which reports no progress.

        Raises
        ------
        RuntimeError
            While another piece of work is running.
        """

        def work() -> Generator[None, None, object]:
            yield from ()
            return function()

        self.start(work)

    def stop(self) -> None:
        """Request the end of the work; the item being made is still reported."""
        if self._thread is not None:
            self._thread.stop()

    def pause(self) -> None:
        """Suspend the work after the item being made."""
        if self._thread is not None:
            self._thread.unpaused.clear()

    def resume(self) -> None:
        """Continue after a pause."""
        if self._thread is not None:
            self._thread.unpaused.set()

    def close(self) -> None:
        """Stop the work, wait for it, and emit everything that it reported, its end included."""
        if self._thread is not None:
            self._thread.stop()
            self.finish()

    def finish(self) -> None:
        """Resume the work, wait for it to end by itself, and emit everything that it reported."""
        if self._thread is not None:
            self._thread.unpaused.set()
            self._thread.wait()
            # The reports are queued, and there may be no event loop any more.
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def abandon(self) -> None:
        """Stop the work and wait for it; nothing more is emitted."""
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.stop()
            thread.wait()

    @Slot(str, object)
    def _deliver(self, kind: str, value: object) -> None:
        if self._thread is None or self.sender() is not self._thread:
            return  # a report of abandoned work
        _collect_young_garbage()
        if kind == "progressed":
            self.progressed.emit(value)
            return
        self._thread = None
        match kind:
            case "succeeded":
                self.succeeded.emit(value)
            case "stopped":
                self.stopped.emit()
            case _:
                self.failed.emit(value)
        self.ended.emit()


class _Thread(QThread):
    """Consumes a generator and reports each item and the end.

    Qt aborts the process when the object of a running thread is deleted. So a thread has no
    parent, is kept alive while it runs, and is waited for when the program exits.

    Python's garbage collector runs on whichever thread allocates, and would destroy a QObject there
    that is part of a cycle, while Qt delivers events to it on the thread that it lives on. So the
    collector is disabled while a thread runs, and called on the GUI thread.
    """

    reported = Signal(str, object)

    _running: ClassVar[set[_Thread]] = set()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._stop_requested = threading.Event()
        self.unpaused = threading.Event()
        self.unpaused.set()
        self.finished.connect(self._forget)
        gc.disable()
        self._running.add(self)

    @Slot()
    def stop(self) -> None:
        self._stop_requested.set()
        self.unpaused.set()

    @classmethod
    def stop_all(cls) -> None:
        for thread in tuple(cls._running):
            thread.stop()
            thread.wait()

    @Slot()
    def _forget(self) -> None:
        self._running.discard(self)
        if not self._running:
            gc.enable()

    def _may_continue(self) -> bool:
        self.unpaused.wait()
        return not self._stop_requested.is_set()

    def _consume(self) -> tuple[str, object]:
        generator = self._work()
        try:
            while self._may_continue():
                try:
                    item = next(generator)
                except StopIteration as end:
                    return "succeeded", end.value
                self.reported.emit("progressed", item)
            return "stopped", None
        finally:
            generator.close()

    def run(self) -> None:
        try:
            end = self._consume()
        except Exception as error:  # noqa: BLE001 - the receiver of `failed` reports it
            end = "failed", error
        self.reported.emit(*end)


def _collect_young_garbage() -> None:
    """Collect what Python would have collected by now, but for the oldest generation.

    Looking through the oldest generation takes longer than a frame; it waits until no thread runs.
    """
    young, middle, _ = gc.get_count()
    young_limit, middle_limit, _ = gc.get_threshold()
    if young > young_limit:
        gc.collect(1 if middle > middle_limit else 0)


atexit.register(_Thread.stop_all)
