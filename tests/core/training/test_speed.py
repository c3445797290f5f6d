"""The speed of training, measured by steps of the plan itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.device import cpu
from core.progress import result_of
from core.training import speed
from core.training.presets import PRESETS
from core.training.speed import measure_speed


class Clock:
    """Each reading is a tenth of a second after the one before."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 0.1
        return self.now


@pytest.mark.parametrize("batch_size", [10, 1500])
@pytest.mark.parametrize("preset", ["quick", "best"])
def test_the_speed_is_that_of_the_steps_after_the_first(monkeypatch, preset, batch_size):
    monkeypatch.setattr(speed, "perf_counter", Clock())
    plan = replace(PRESETS[preset], batch_size=batch_size)
    measured = min(batch_size, 256)
    # Steps of a tenth of a second until 0.4 seconds are over; those of an epoch of 256 images.
    expected = measured / 0.1
    assert result_of(measure_speed(plan, cpu(), 1)) == pytest.approx(expected, rel=0.1)


def test_it_can_be_stopped_after_any_step():
    steps = measure_speed(PRESETS["quick"], cpu(), 1)
    next(steps)
    steps.close()


def test_a_network_with_dropout_and_a_focus_can_be_measured():
    plan = replace(PRESETS["best"], network="deeper", dropout=0.5, focus=(3,), batch_size=8)
    assert np.isfinite(result_of(measure_speed(plan, cpu(), 1)))
