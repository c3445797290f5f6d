"""Long work gives way to short work."""

from __future__ import annotations

import threading
from time import monotonic

import pytest

from core import progress
from core.engines.thread_pool import ThreadPool
from core.progress import PRECEDENCE, Precedence


@pytest.fixture
def patient(monkeypatch):
    """Short work may last for a minute."""
    monkeypatch.setattr(progress, "_LONGEST", 60.0)


def test_long_work_waits_for_the_end_of_short_work(patient):
    precedence, passed = Precedence(), threading.Event()
    precedence.give_way()
    precedence.take()

    def work():
        precedence.give_way()
        passed.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert not passed.wait(0.02)
    precedence.release()
    thread.join()
    assert passed.is_set()
    precedence.give_way()


def test_short_work_that_does_not_end_delays_nothing_for_long(monkeypatch):
    precedence = Precedence()
    monkeypatch.setattr(progress, "_LONGEST", 0.001)
    precedence.take()
    began = monotonic()
    while monotonic() - began < 0.001:
        pass
    # Otherwise this would wait for the minute that the next one lasts.
    precedence.give_way()
    precedence.give_way()


def test_the_threads_of_training_give_way(patient):
    pool, done = ThreadPool(2), []
    PRECEDENCE.take()
    thread = threading.Thread(target=lambda: pool.map(range(4), done.append))
    thread.start()
    thread.join(0.02)
    assert done == []
    PRECEDENCE.release()
    thread.join()
    assert sorted(done) == [0, 1, 2, 3]
    pool.close()
