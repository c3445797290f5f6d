"""Learning rate schedules at their turning points."""

from __future__ import annotations

import pytest

from core.network.schedules import schedule_factor


@pytest.mark.parametrize(
    ("epoch", "factor"), [(1, 1), (3, 1), (4, 0.1), (7, 0.1), (8, 0.01), (1000, 0.01)]
)
def test_the_reports_schedule_decays_in_three_steps(epoch, factor):
    first, last = 40 * (epoch - 1), 40 * epoch - 1
    for step in (first, last):
        assert schedule_factor("report", step, 40, 1000, 0) == factor


@pytest.mark.parametrize(("schedule", "middle"), [("cosine", 0.5), ("linear", 0.5)])
def test_decays_go_from_one_to_zero(schedule, middle):
    factors = [schedule_factor(schedule, step, 10, 10, 0) for step in range(101)]
    assert factors[0] == 1
    assert factors[50] == pytest.approx(middle)
    assert factors[100] == pytest.approx(0)
    assert factors == sorted(factors, reverse=True)


def test_cosine_falls_slower_at_first_than_a_line():
    assert schedule_factor("cosine", 20, 10, 10, 0) > schedule_factor("linear", 20, 10, 10, 0)


def test_warm_up_rises_in_a_straight_line_to_the_full_rate():
    rising = [schedule_factor("cosine", step, 10, 10, 0.1) for step in range(11)]
    assert rising[:3] == pytest.approx([1 / 11, 2 / 11, 3 / 11])
    assert rising[10] == 1
    assert schedule_factor("cosine", 11, 10, 10, 0.1) < 1
