"""Long work gives way to short work."""

from __future__ import annotations

import threading
from functools import partial
from time import monotonic

import pytest

from core import progress
from core.engines.thread_pool import ThreadPool
from core.handwriting.non_digits import draw_non_digits
from core.handwriting.writing import write_drawings
from core.progress import PRECEDENCE, Precedence, giving_way


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


def test_short_work_that_begins_again_delays_further(patient, monkeypatch):
    precedence = Precedence()

    class Free(threading.Event):
        """Short work begins again as soon as it ends, five times."""

        n_waits = 0

        def wait(self, timeout=None):
            self.n_waits += 1
            assert timeout > 50
            precedence.release()
            if self.n_waits < 5:
                precedence.take()
            return True

    free = Free()
    monkeypatch.setattr(precedence, "_is_free", free)
    precedence.take()
    precedence.give_way()
    assert free.n_waits == 5


@pytest.mark.parametrize(
    "work",
    [
        partial(write_drawings, 3, 0),
        partial(draw_non_digits, 3, 0),
        lambda: list(giving_way(range(3))),
    ],
)
def test_work_without_progress_gives_way_between_items(monkeypatch, work):
    waits = []
    monkeypatch.setattr(Precedence, "give_way", lambda _: waits.append(1))
    work()
    assert len(waits) == 3


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
