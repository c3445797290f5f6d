"""The duration of a run is the time spent on training."""

from __future__ import annotations

import pytest

from core.device import cpu
from core.training.events import BatchesDone, RunStarted
from lenet_desktop.state.training import progress
from lenet_desktop.state.training.progress import RunProgress
from tests.support.inputs.runs import checkpoint


@pytest.fixture
def clock(monkeypatch):
    """Seconds, in a list of one."""
    clock = [50.0]
    monkeypatch.setattr(progress, "monotonic", lambda: clock[0])
    return clock


def test_the_duration_has_no_pauses_but_the_epochs_before_it_was_resumed(clock):
    before = checkpoint(4)  # of a second each
    started = RunStarted(before.plan, cpu(), "mnist", 100, 10, 10, 10, resumed_from=before)
    run = RunProgress(started, _running_since=clock[0])
    clock[0] += 20
    run.pause()
    clock[0] += 1000
    run.resume()
    run.batches = BatchesDone(50, 5, (1.0,), 0.5, 0.1, 100.0, None)
    assert run.seconds == 4 + 20
    assert run.seconds_left == pytest.approx((run.steps - 50) * 20 / 10)
    run.end()
    clock[0] += 1000
    assert run.seconds == 4 + 20
