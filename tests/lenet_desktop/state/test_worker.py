"""The worker tells items in order and ends with one signal, whatever happens."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from lenet_desktop.state.worker import IteratorWorker


class Listener(QObject):
    """Writes down what a worker tells, and on which thread it is told."""

    def __init__(self, worker):
        super().__init__()
        self.told, self.threads = [], set()
        worker.produced.connect(self._produced)
        worker.done.connect(self._done)
        worker.stopped.connect(self._stopped)
        worker.failed.connect(self._failed)

    def _note(self, what):
        self.told.append(what)
        self.threads.add(QThread.currentThread())

    def _produced(self, item):
        self._note(item)

    def _done(self):
        self._note("done")

    def _stopped(self):
        self._note("stopped")

    def _failed(self, error):
        self._note(error)


def finish(qtbot, worker):
    with qtbot.waitSignal(worker.finished):
        worker.start()


def test_tells_every_item_and_then_done(qtbot):
    worker = IteratorWorker(lambda: iter([1, 2, 3]))
    with qtbot.waitSignals(
        [worker.produced, worker.produced, worker.produced, worker.done, worker.finished],
        order="strict",
    ):
        worker.start()


def test_tells_on_the_thread_of_the_receiver(qtbot):
    worker = IteratorWorker(lambda: iter([1]))
    listener = Listener(worker)
    finish(qtbot, worker)
    qtbot.waitUntil(lambda: listener.told == [1, "done"])
    assert listener.threads == {QThread.currentThread()}


def test_makes_consumes_and_closes_the_iterator_on_its_own_thread(qtbot):
    threads = []

    def items():
        threads.append(threading.current_thread())
        try:
            yield 1
        finally:
            threads.append(threading.current_thread())

    finish(qtbot, IteratorWorker(items))
    assert len(threads) == 2
    assert threads[0] is threads[1] is not threading.main_thread()


@pytest.mark.parametrize("items_before", [0, 2])
def test_a_failing_iterator_fails_after_its_last_item(qtbot, items_before):
    error = RuntimeError("out of memory")

    def items():
        yield from range(items_before)
        raise error

    worker = IteratorWorker(items)
    listener = Listener(worker)
    finish(qtbot, worker)
    qtbot.waitUntil(lambda: listener.told == [*range(items_before), error])


def test_fails_when_the_iterator_cannot_be_made(qtbot):
    def make():
        raise ValueError("no data")

    worker = IteratorWorker(make)
    with qtbot.waitSignal(worker.failed) as failed:
        worker.start()
    worker.wait()
    assert str(failed.args[0]) == "no data"


def test_stop_tells_the_item_in_the_making_and_asks_for_no_other(qtbot):
    begun, may_go_on, closed = threading.Event(), threading.Event(), threading.Event()

    def items():
        try:
            begun.set()
            may_go_on.wait()
            yield "last"
            yield "never asked for"
        finally:
            closed.set()

    worker = IteratorWorker(items)
    listener = Listener(worker)
    with qtbot.waitSignal(worker.finished):
        worker.start()
        begun.wait()
        worker.stop()
        may_go_on.set()
    qtbot.waitUntil(lambda: listener.told == ["last", "stopped"])
    assert closed.is_set()


def test_stopping_before_the_start_asks_for_nothing(qtbot):
    worker = IteratorWorker(lambda: iter([1]))
    listener = Listener(worker)
    worker.stop()
    finish(qtbot, worker)
    qtbot.waitUntil(lambda: listener.told == ["stopped"])


def test_pause_rests_after_an_item_and_resume_goes_on(qtbot):
    worker = IteratorWorker(lambda: iter([1, 2]))
    listener = Listener(worker)
    worker.pause()
    worker.start()
    assert not worker.wait(20)
    assert listener.told == []
    with qtbot.waitSignal(worker.finished):
        worker.resume()
    qtbot.waitUntil(lambda: listener.told == [1, 2, "done"])


def test_a_paused_worker_can_be_stopped(qtbot):
    worker = IteratorWorker(lambda: iter([1]))
    worker.pause()
    worker.start()
    with qtbot.waitSignals([worker.stopped, worker.finished], order="strict"):
        worker.stop()
