"""The speed of training is measured once for each kind of plan, and never beside a run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.device import cpu
from core.training.presets import PRESETS
from lenet_desktop.state.training import speed as module
from lenet_desktop.state.training.speed import TrainingSpeed
from tests.support.window.training import ENDLESS, WAIT_MS, request

pytestmark = pytest.mark.usefixtures("no_plot_files")
QUICK = PRESETS["quick"]


@pytest.fixture
def measured(monkeypatch):
    """The plans that were measured; each trains as many images per second as its batch has."""
    plans = []

    def measure(plan, device, threads):
        plans.append(plan)
        yield
        return float(plan.batch_size)

    monkeypatch.setattr(module, "measure_speed", measure)
    return plans


@pytest.fixture
def speed(training, measured, notices):
    speed = TrainingSpeed(training, notices)
    yield speed
    speed.close()


def ask(speed, plan):
    return speed.images_per_second(plan, cpu(), 2)


def test_it_is_known_once_it_was_measured(qtbot, speed, measured):
    with qtbot.waitSignal(speed.changed, timeout=WAIT_MS):
        assert ask(speed, QUICK) is None
        assert ask(speed, QUICK) is None
    assert ask(speed, QUICK) == QUICK.batch_size
    assert ask(speed, replace(QUICK, seed=4, epochs=9)) == QUICK.batch_size
    assert measured == [QUICK]


def test_the_plan_that_was_asked_for_last_is_measured(qtbot, speed, measured):
    first, second, last = (replace(QUICK, batch_size=n) for n in (10, 20, 30))
    for plan in (first, second, last):
        ask(speed, plan)
    qtbot.waitUntil(lambda: ask(speed, last) == 30, timeout=WAIT_MS)
    assert second not in measured


def test_nothing_is_measured_while_a_run_trains_but_after_it(
    qtbot, speed, training, measured, small_mnist, runs_folder
):
    training.start(request(small_mnist, runs_folder / "a", epochs=ENDLESS))
    assert ask(speed, QUICK) is None
    qtbot.waitUntil(lambda: training.progress is not None, timeout=WAIT_MS)
    assert measured == []
    with qtbot.waitSignal(speed.changed, timeout=WAIT_MS):
        training.stop()
    assert measured == [QUICK]
