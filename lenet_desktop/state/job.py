"""Background work: generators that run on a separate thread."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from collections.abc import Callable, Generator
from typing import Any, ClassVar, TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, Signal, Slot

from core.progress import PRECEDENCE

Work: TypeAlias = Callable[[], Generator[Any, None, Any]]
"""Called on the thread; the generator yields progress and returns the result."""

Until: TypeAlias = Callable[[object], bool]
"""Whether the work pauses after an item."""

_NICENESS = 5
_SWITCH_INTERVAL = 0.0005  # Seconds.


class Job(QObject):
    """Runs one work at a time on a thread, which can be paused and stopped.

    After the last `progressed` exactly one of `succeeded`, `stopped` and `failed` is emitted, then
    `ended`. All signals are emitted on the thread of the job's owner. A job can be started again
    once it has ended. Deleting a job stops its work. Callers must connect `failed`.
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
        """Whether work was started and `ended` has not been emitted."""
        return self._thread is not None

    def start(self, work: Work) -> None:
        """Start work.

        Raises
        ------
        RuntimeError
            If other work is running.
        """
        if self._thread is not None:
            raise RuntimeError("this job is already running")
        thread = self._thread = _Thread(work)
        thread.reported.connect(self._deliver)
        self.destroyed.connect(thread.stop)
        thread.start(QThread.Priority.LowPriority)

    def call(self, function: Callable[[], object]) -> None:
        """Start a function call without progress as work.

        Raises
        ------
        RuntimeError
            If other work is running.
        """

        def work() -> Generator[None, None, object]:
            yield from ()
            return function()

        self.start(work)

    def stop(self) -> None:
        """Request the end of the work; the current item is still reported."""
        if self._thread is not None:
            self._thread.stop()

    def pause(self) -> None:
        """Suspend the work after the current item."""
        if self._thread is not None:
            self._thread.unpaused.clear()

    def resume(self, until: Until | None = None) -> None:
        """Continue after a pause.

        Parameters
        ----------
        until
            Whether to pause after an item; called on the thread with each. None for never.
        """
        if self._thread is not None:
            self._thread.pauses_after = until
            self._thread.unpaused.set()

    def close(self) -> None:
        """Stop the work, wait for it, and emit all pending signals, including its end."""
        if self._thread is not None:
            self._thread.stop()
            self.finish()

    def finish(self) -> None:
        """Resume the work, wait until it is complete, and emit all pending signals."""
        if self._thread is not None:
            self._thread.unpaused.set()
            self._thread.wait()
            # Reports are queued, and the event loop may already have ended.
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
            return  # A report of abandoned work.
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

    Qt aborts the process when the object of a running thread is deleted. A thread therefore has no
    parent, is kept alive while it runs, and is waited for when the program exits.

    Python's garbage collector runs on the thread that allocates and would destroy QObjects that are
    part of a cycle there, while Qt delivers events to them on their own thread. The collector is
    therefore disabled while a thread runs, and called on the GUI thread instead.

    Many calls of Qt release Python's lock, and the GUI thread waits for up to the switch interval
    until a thread that executes Python code yields it. The interval is shorter while a thread runs.
    """

    reported = Signal(str, object)

    _running: ClassVar[set[_Thread]] = set()
    _usual_interval: ClassVar = sys.getswitchinterval()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._stop_requested = threading.Event()
        self.unpaused = threading.Event()
        self.unpaused.set()
        self.pauses_after: Until | None = None
        self.finished.connect(self._forget)
        gc.disable()
        sys.setswitchinterval(_SWITCH_INTERVAL)
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
            sys.setswitchinterval(self._usual_interval)

    def _may_continue(self) -> bool:
        self.unpaused.wait()
        PRECEDENCE.give_way()
        return not self._stop_requested.is_set()

    def _consume(self) -> tuple[str, object]:
        generator = self._work()
        try:
            while self._may_continue():
                try:
                    item = next(generator)
                except StopIteration as end:
                    return "succeeded", end.value
                if self.pauses_after is not None and self.pauses_after(item):
                    self.pauses_after = None
                    self.unpaused.clear()
                self.reported.emit("progressed", item)
            return "stopped", None
        finally:
            generator.close()

    def run(self) -> None:
        _lower_priority()
        try:
            end = self._consume()
        except Exception as error:  # noqa: BLE001 - the receiver of `failed` reports it
            end = "failed", error
        self.reported.emit(*end)


def _lower_priority() -> None:
    """Lower the priority of the current thread, which the threads that it starts inherit.

    Otherwise, a window whose cores are all busy training is not painted before a time slice ends.
    """
    if sys.platform == "linux":  # where `QThread.setPriority` has no effect
        thread = threading.get_native_id()
        niceness = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(niceness + _NICENESS, 19))


def _collect_young_garbage() -> None:
    """Run the garbage collections that are due, except those of the oldest generation.

    Collecting the oldest generation takes longer than a frame and waits until no thread runs.
    """
    young, middle, _ = gc.get_count()
    young_limit, middle_limit, _ = gc.get_threshold()
    if young > young_limit:
        gc.collect(1 if middle > middle_limit else 0)


atexit.register(_Thread.stop_all)
