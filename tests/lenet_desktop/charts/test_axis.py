"""The numbers of an axis are round and do not overlap."""

from __future__ import annotations

from itertools import pairwise
from math import log10

import pytest
from PySide6.QtCore import QLocale

from lenet_desktop.charts.axis import PlainAxis, logarithmic_ticks


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


@pytest.fixture(params=["en_US", "de_DE", "ar_EG"])
def locale(request):
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield QLocale()
    QLocale.setDefault(before)


@pytest.mark.usefixtures("qapp")
def test_the_numbers_are_written_as_the_locale_writes_them(locale):
    axis = PlainAxis("left", "")
    numbers = [0.5, 1500.0]
    assert axis.tickStrings(numbers, 1, 0.5) == [locale.toString(n, "f", 1) for n in numbers]
    axis.setLogMode(y=True)
    logarithms = [log10(number) for number in numbers]
    assert axis.tickStrings(logarithms, 1, 1) == [locale.toString(n, "g", 4) for n in numbers]


@pytest.mark.usefixtures("qapp")
def test_an_axis_of_whole_numbers_has_others_only_where_none_is_in_range():
    axis = PlainAxis("bottom", "", least_spacing=1.0)
    assert all(spacing >= 1 for spacing, _ in axis.tickSpacing(0.5, 3.5, 300))
    assert axis.tickSpacing(0.9, 1.1, 300) == [(1.0, 0.0)]
    assert min(spacing for spacing, _ in axis.tickSpacing(0.1, 0.9, 300)) < 0.5


@pytest.mark.usefixtures("qapp")
def test_percentages_have_as_many_places_as_their_spacing_needs():
    axis = PlainAxis("left", "")
    axis.is_in_per_cent = True
    assert axis.tickStrings([98.0, 100.0], 1, 2) == ["98 %", "100 %"]
    assert axis.tickStrings([99.4, 99.5], 1, 0.1) == ["99.4 %", "99.5 %"]
