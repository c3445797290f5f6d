"""A job's work is stopped, paused, finished or abandoned, also when the program ends."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lenet_desktop.state.job import Job, _Thread
from tests.support.jobs import Listener, counting, run

ROOT = Path(__file__).parents[3]


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
