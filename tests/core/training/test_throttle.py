"""Merging events of batches loses none of their losses."""

from __future__ import annotations

from dataclasses import replace

import pytest

import core.training.throttle
from core.device import cpu
from core.network.lenet5 import initialise
from core.network.weights import Weights
from core.training.events import BatchesDone, DeviceLost
from core.training.throttle import throttled


def batch(step: int, epoch: int = 1) -> BatchesDone:
    return BatchesDone(step, epoch, (float(step),), 0.5, 0.1, images_per_second=1.0, memory=None)


def stream(*events):
    yield from events


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still unless a test moves it."""
    times = [0.0]
    monkeypatch.setattr(core.training.throttle, "monotonic", lambda: times[0])
    return times


def test_the_first_and_the_last_batch_of_an_epoch_are_reported_at_once(clock):
    end = DeviceLost(cpu())
    merged = list(throttled(stream(*map(batch, range(1, 6)), end), 0.05))
    assert [event.step for event in merged[:-1]] == [1, 5]
    assert merged[1].losses == (2.0, 3.0, 4.0, 5.0)
    assert merged[-1] is end


def test_merging_keeps_the_newest_weights(clock):
    older, newer = (Weights(initialise(seed)) for seed in (0, 1))
    events = [batch(step) for step in range(1, 6)]
    events[1] = replace(events[1], weights=older)
    events[3] = replace(events[3], weights=newer)
    merged = list(throttled(stream(*events, DeviceLost(cpu())), 0.05))
    assert merged[0].weights is None
    assert merged[1].weights is newer


def test_every_epoch_has_a_first_batch(clock):
    merged = list(throttled(stream(batch(1), batch(2), DeviceLost(cpu()), batch(3, epoch=2)), 0.05))
    assert [event.step for event in merged if isinstance(event, BatchesDone)] == [1, 2, 3]


def test_batches_slower_than_the_interval_all_pass(clock):
    def slow():
        for step in range(1, 5):
            clock[0] += 1.0
            yield batch(step)

    assert list(throttled(slow(), 0.05)) == [batch(step) for step in range(1, 5)]


def test_closing_it_closes_the_run():
    closed = []

    def run():
        try:
            yield batch(1)
            yield batch(2)
        finally:
            closed.append(True)

    events = throttled(run(), 0.05)
    next(events)
    events.close()
    assert closed == [True]
