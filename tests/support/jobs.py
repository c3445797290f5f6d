"""Work for a job, and what the job reports."""

from __future__ import annotations

import threading

from PySide6.QtCore import QEventLoop, QObject, QThread, QTimer


class Listener(QObject):
    """Writes down what a job reports, and on which threads."""

    def __init__(self, job):
        super().__init__(job)
        self.heard, self.threads = [], set()
        job.progressed.connect(self._progressed)
        job.succeeded.connect(self._succeeded)
        job.stopped.connect(self._stopped)
        job.failed.connect(self._failed)
        job.ended.connect(self._ended)

    def _note(self, *heard):
        self.heard.append(heard)
        self.threads.add(QThread.currentThread())

    def _progressed(self, item):
        self._note("progressed", item)

    def _succeeded(self, result):
        self._note("succeeded", result)

    def _stopped(self):
        self._note("stopped")

    def _failed(self, error):
        self._note("failed", error)

    def _ended(self):
        self._note("ended")


class Gate:
    """Work that reports its start and waits before it yields its two items."""

    def __init__(self):
        self.begun, self.may_continue, self.closed = (threading.Event() for _ in range(3))

    def __call__(self):
        try:
            self.begun.set()
            self.may_continue.wait()
            yield 1
            yield 2
            return "result"
        finally:
            self.closed.set()

    def open(self):
        self.may_continue.set()


def counting(n, result="result"):
    def work():
        yield from range(n)
        return result

    return work


def run(qtbot, job, work):
    with qtbot.waitSignal(job.ended):
        job.start(work)


def let_jobs_run(milliseconds: int) -> None:
    """Run the event loop for a time, in which jobs run too: `QTest.qWait` keeps Python's lock."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
