"""A job reports progress in order and always ends with one signal."""

from __future__ import annotations

import gc
import os
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread

from core.engines.thread_pool import ThreadPool
from lenet_desktop.state import job as job_module
from lenet_desktop.state.job import _Thread
from tests.support.jobs import counting, run

ROOT = Path(__file__).parents[3]


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


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness on Linux only")
def test_work_and_the_threads_that_it_starts_yield_the_processor_to_the_window(
    qtbot, job, listener
):
    def niceness(_=None):
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def work():
        yield niceness()
        with closing(ThreadPool(2)) as pool:
            met = threading.Barrier(2)  # so that each thread takes one
            yield from pool.map([0, 1], lambda _: (met.wait(), niceness())[1])

    run(qtbot, job, work)
    assert listener.heard[:3] == [("progressed", min(niceness() + 5, 19))] * 3


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


def test_the_window_waits_briefly_for_a_thread_that_executes_python_code(qtbot, job, listener):
    before = sys.getswitchinterval()
    run(qtbot, job, lambda: iter([sys.getswitchinterval()]))
    qtbot.waitUntil(lambda: not _Thread._running)
    assert 0 < listener.heard[0][1] <= 0.001 < before == sys.getswitchinterval()


def test_a_job_without_a_listener_for_failures_is_noticed(job):
    with pytest.raises(AssertionError, match="failed is not connected"):
        job.start(counting(1))
    assert not job.is_running


def test_only_the_job_has_threads():
    sources = (ROOT / "lenet_desktop").rglob("*.py")
    users = {path for path in sources if "QThread" in path.read_text(encoding="utf-8")}
    assert users == {Path(job_module.__file__).resolve()}
