"""The numbers of an axis are round and do not overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lenet_desktop.charts.axis import logarithmic_ticks


@pytest.mark.parametrize("height", [60, 110, 300, 900])
@pytest.mark.parametrize(
    ("low", "high"), [(-1.2, 0.5), (-7, 0.3), (-1, 0), (-0.3, -0.2), (-0.3, 0.3), (0.98, 1.03)]
)
def test_logarithmic_ticks_are_round_and_leave_room_for_their_numbers(low, high, height):
    least_gap = 22 * (high - low) / height
    numbers = logarithmic_ticks(low, high, least_gap)
    assert numbers
    assert low <= numbers[0] <= numbers[-1] <= high
    assert all(after - before >= least_gap for before, after in pairwise(numbers))
    for number in numbers:
        assert float(f"{10**number:.3g}") == pytest.approx(10**number)


def test_a_decade_is_numbered_the_more_the_more_room_it_has():
    texts = [
        [f"{10**number:.3g}" for number in logarithmic_ticks(-1, 1, gap)]
        for gap in (2.5, 0.5, 0.4, 0.3, 0.04)
    ]
    assert texts[0] == ["1"]
    assert texts[1] == ["0.1", "1", "10"]
    assert texts[2] == ["0.1", "0.3", "1", "3", "10"]
    assert texts[3] == ["0.1", "0.2", "0.5", "1", "2", "5", "10"]
    assert len(texts[4]) == 19
