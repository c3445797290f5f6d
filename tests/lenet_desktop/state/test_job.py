"""A job reports progress in order and always ends with one signal."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread

from lenet_desktop.state import job as job_module
from lenet_desktop.state.job import Job, _Thread

ROOT = Path(__file__).parents[3]


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


@pytest.fixture
def job(qapp):
    job = Job()
    yield job
    job.abandon()


@pytest.fixture
def listener(job):
    return Listener(job)


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.open()


def counting(n, result="result"):
    def work():
        yield from range(n)
        return result

    return work


def run(qtbot, job, work):
    with qtbot.waitSignal(job.ended):
        job.start(work)


def test_progress_comes_in_order_then_the_result_then_the_end(qtbot, job):
    signals = [job.progressed, job.progressed, job.succeeded, job.ended]
    job.failed.connect(pytest.fail)
    with qtbot.waitSignals(signals, order="strict"):
        job.start(counting(2))


def test_what_is_yielded_and_returned_arrives_on_the_thread_of_the_owner(qtbot, job, listener):
    run(qtbot, job, counting(2, result="all"))
    assert listener.heard == [
        ("progressed", 0),
        ("progressed", 1),
        ("succeeded", "all"),
        ("ended",),
    ]
    assert listener.threads == {QThread.currentThread()}


def test_the_work_is_made_consumed_and_closed_on_a_thread_of_its_own(qtbot, job, listener):
    threads = []

    def work():
        threads.append(threading.current_thread())
        try:
            yield 1
        finally:
            threads.append(threading.current_thread())

    run(qtbot, job, work)
    assert len(threads) == 2
    assert threads[0] is threads[1] is not threading.main_thread()


def test_a_call_has_a_result_and_no_progress(qtbot, job, listener):
    with qtbot.waitSignal(job.ended):
        job.call(lambda: 7)
    assert listener.heard == [("succeeded", 7), ("ended",)]


@pytest.mark.parametrize(
    "error", [ValueError("no data"), RuntimeError("broken"), MemoryError(), OSError(28, "full")]
)
@pytest.mark.parametrize("n_before", [0, 2])
def test_an_exception_is_reported_after_the_progress(qtbot, job, listener, error, n_before):
    def work():
        yield from range(n_before)
        raise error

    run(qtbot, job, work)
    assert listener.heard[n_before:] == [("failed", error), ("ended",)]
    assert not job.is_running


def test_work_that_cannot_be_made_fails(qtbot, job, listener):
    error = ValueError("no data")

    def work():
        raise error

    run(qtbot, job, work)
    assert listener.heard == [("failed", error), ("ended",)]


def test_a_stop_iteration_is_a_failure_and_no_result(qtbot, job, listener):
    def fail():
        raise StopIteration("stray")

    with qtbot.waitSignal(job.ended):
        job.call(fail)
    (kind, error), end = listener.heard
    assert (kind, end) == ("failed", ("ended",))
    assert isinstance(error, RuntimeError)


def test_an_exception_while_the_work_is_closed_is_a_failure(qtbot, job, listener, gate):
    error = OSError(5, "Input/output error")

    def work():
        try:
            yield from gate()
        finally:
            raise error

    job.start(work)
    gate.begun.wait()
    job.stop()
    with qtbot.waitSignal(job.ended):
        gate.open()
    assert listener.heard == [("progressed", 1), ("failed", error), ("ended",)]


def test_stop_reports_the_item_being_made_and_asks_for_no_other(qtbot, job, listener, gate):
    job.start(gate)
    gate.begun.wait()
    job.stop()
    assert job.is_running
    with qtbot.waitSignal(job.ended):
        gate.open()
    assert listener.heard == [("progressed", 1), ("stopped",), ("ended",)]
    assert gate.closed.is_set()
    assert not job.is_running


def test_pause_rests_after_an_item_and_resume_continues(qtbot, job, listener, gate):
    job.start(gate)
    gate.begun.wait()
    with qtbot.waitSignal(job.progressed):
        job.pause()
        gate.open()
    assert not job._thread.wait(20)
    assert listener.heard == [("progressed", 1)]
    with qtbot.waitSignal(job.ended):
        job.resume()
    assert listener.heard[1:] == [("progressed", 2), ("succeeded", "result"), ("ended",)]


@pytest.mark.parametrize("end", ["stop", "close", "abandon", "finish"])
def test_paused_work_can_be_ended(qtbot, job, listener, gate, end):
    job.start(gate)
    gate.begun.wait()
    job.pause()
    gate.open()
    getattr(job, end)()
    qtbot.waitUntil(lambda: not job.is_running)
    assert gate.closed.is_set()


def test_close_waits_and_emits_what_was_reported_without_an_event_loop(job, listener, gate):
    job.start(gate)
    gate.begun.wait()
    threading.Timer(0.02, gate.open).start()
    job.close()
    assert listener.heard == [("progressed", 1), ("stopped",), ("ended",)]


def test_finish_waits_for_the_result_without_an_event_loop(job, listener):
    job.start(counting(2))
    job.finish()
    assert listener.heard[2:] == [("succeeded", "result"), ("ended",)]


def test_abandoned_work_emits_nothing_more(qtbot, job, listener, gate):
    job.start(gate)
    gate.begun.wait()
    threading.Timer(0.02, gate.open).start()
    job.abandon()
    assert gate.closed.is_set()
    assert not job.is_running
    run(qtbot, job, counting(0))
    assert listener.heard == [("succeeded", "result"), ("ended",)]


@pytest.mark.parametrize("end", ["stop", "pause", "resume", "close", "finish", "abandon"])
def test_a_job_at_rest_ignores_what_ends_work(qtbot, job, listener, end):
    getattr(job, end)()
    run(qtbot, job, counting(0))
    assert listener.heard == [("succeeded", "result"), ("ended",)]


def test_a_job_runs_one_piece_of_work_at_a_time(qtbot, job, listener, gate):
    job.start(gate)
    with pytest.raises(RuntimeError, match="already running"):
        job.start(counting(1))
    with qtbot.waitSignal(job.ended):
        gate.open()
    assert listener.heard[-2:] == [("succeeded", "result"), ("ended",)]


def test_a_job_can_start_again_as_soon_as_it_has_ended(qtbot, job, listener):
    class Starter(QObject):
        def start(self):
            if len(listener.heard) < 6:
                job.start(counting(1))

    starter = Starter(job)
    job.ended.connect(starter.start)
    job.start(counting(1))
    qtbot.waitUntil(lambda: len(listener.heard) == 6)
    assert listener.heard[:3] == listener.heard[3:]
    assert not job.is_running


@pytest.mark.parametrize("is_paused", [False, True])
def test_a_job_that_is_dropped_stops_its_work(qtbot, gate, is_paused):
    job = Job()
    listener = Listener(job)
    heard = listener.heard
    job.start(gate)
    gate.begun.wait()
    if is_paused:
        job.pause()
    del job, listener
    gc.collect()
    gate.open()
    qtbot.waitUntil(lambda: not _Thread._running)
    assert gate.closed.is_set()
    assert heard == []


class Witness:
    """Part of a cycle; writes down the thread on which it is collected."""

    def __init__(self, threads):
        self.itself, self.threads = self, threads

    def __del__(self):
        self.threads.append(threading.current_thread())


def test_garbage_is_collected_on_the_thread_of_the_owner(qtbot, job, listener):
    threads = []

    def work():
        for _ in range(20):
            Witness(threads)
            yield [[] for _ in range(2000)]

    run(qtbot, job, work)
    qtbot.waitUntil(lambda: not _Thread._running)
    assert gc.isenabled()
    assert threads
    assert set(threads) == {threading.main_thread()}


AT_EXIT = """
import sys, time
from PySide6.QtCore import QCoreApplication
from lenet_desktop.state.job import Job

def work():
    try:
        while True:
            yield time.sleep(0.01)
    finally:
        print("closed", flush=True)

app = QCoreApplication([])
job = Job()
job.progressed.connect(app.quit)
job.failed.connect(app.quit)
job.start(work)
app.exec()
"""


@pytest.mark.parametrize("end", ["", "del job", "del app", "job.pause()", "sys.exit(0)"])
def test_running_work_is_stopped_and_waited_for_at_exit(end):
    result = subprocess.run(
        [sys.executable, "-c", AT_EXIT + end],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "closed\n", "")


def test_a_job_without_a_listener_for_failures_is_noticed(job):
    with pytest.raises(AssertionError, match="failed is not connected"):
        job.start(counting(1))
    assert not job.is_running


def test_only_the_job_has_threads():
    sources = (ROOT / "lenet_desktop").rglob("*.py")
    users = {path for path in sources if "QThread" in path.read_text(encoding="utf-8")}
    assert users == {Path(job_module.__file__).resolve()}
