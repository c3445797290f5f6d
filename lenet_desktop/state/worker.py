"""Work off the GUI thread: an iterator consumed item by item, which can be paused and stopped."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Generator, Iterator
from typing import ClassVar

from PySide6.QtCore import QThread, Signal


class IteratorWorker(QThread):
    """A thread that asks an iterator for its items and tells them in signals.

    After the last `produced` exactly one of `done`, `stopped` and `failed` is sent. Connect only
    bound methods of QObjects: anything else that is callable runs on the worker's own thread.

    Parameters
    ----------
    make_iterator
        Called on the worker's thread; what it returns is consumed and closed there too.

    Notes
    -----
    Qt aborts the process when the object of a running thread is deleted. So a worker has no Qt
    parent, stays alive while it runs, and is waited for when the program ends.
    """

    produced = Signal(object)
    done = Signal()
    stopped = Signal()
    failed = Signal(object)

    _running: ClassVar[set[IteratorWorker]] = set()

    def __init__(self, make_iterator: Callable[[], Iterator[object]]) -> None:
        super().__init__()
        self._make_iterator = make_iterator
        self._stop_requested = threading.Event()
        self._unpaused = threading.Event()
        self._unpaused.set()
        self.finished.connect(self._forget)

    def stop(self) -> None:
        """Ask for no further item. The one in the making is still told, then `stopped`."""
        self._stop_requested.set()
        self._unpaused.set()

    def pause(self) -> None:
        """Let the iterator rest after the item in the making."""
        self._unpaused.clear()

    def resume(self) -> None:
        """Go on after a pause."""
        self._unpaused.set()

    @classmethod
    def stop_all(cls) -> None:
        """Stop every worker that runs and wait for it."""
        for worker in tuple(cls._running):
            worker.stop()
            worker.wait()

    def _forget(self) -> None:
        self._running.discard(self)

    def _may_go_on(self) -> bool:
        self._unpaused.wait()
        return not self._stop_requested.is_set()

    def _consume(self) -> bool:
        """Consume the iterator and close it; whether it ran to its end."""
        iterator = self._make_iterator()
        try:
            while self._may_go_on():
                try:
                    item = next(iterator)
                except StopIteration:
                    return True
                self.produced.emit(item)
            return False
        finally:
            if isinstance(iterator, Generator):
                iterator.close()

    def start(self, priority: QThread.Priority = QThread.Priority.InheritPriority) -> None:
        """Begin; the signals come from now on."""
        self._running.add(self)
        super().start(priority)

    def run(self) -> None:
        """Consume the iterator; QThread calls this on the new thread."""
        try:
            ran_to_its_end = self._consume()
        except Exception as error:  # noqa: BLE001 - what went wrong is the receiver's to tell
            self.failed.emit(error)
        else:
            (self.done if ran_to_its_end else self.stopped).emit()


atexit.register(IteratorWorker.stop_all)
