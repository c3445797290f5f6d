"""Numbers follow the locale, all of them, and say no more than is known."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale

from lenet_desktop.text import numbers


@pytest.fixture
def german():
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(before)


@pytest.fixture(autouse=True)
def _english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("share", "places", "text"),
    [
        (0, 1, "0.0 %"),
        (0.9321, 2, "93.21 %"),
        (1, 2, "100.00 %"),
        (0.99999, 2, "> 99.99 %"),
        (0.9996, 0, "> 99 %"),
        (0.9994, 1, "99.9 %"),
    ],
)
def test_a_percentage_below_all_is_never_written_as_all(share, places, text):
    assert numbers.per_cent(share, places) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0"), (1, "100"), (0.0001, "<0.1"), (0.0123, "1.2"), (0.99999, "99.9")],
)
def test_a_short_percentage_keeps_the_ends_for_none_and_all(share, text):
    assert numbers.short_per_cent(share) == text


def test_a_probability_is_never_certain():
    assert numbers.probability(1.0) == "> 99.9 %"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 00 min"),
        (3600 * 30 + 61, "30 h 01 min"),
    ],
)
def test_a_duration_has_its_two_largest_units(seconds, text):
    assert numbers.duration(seconds) == text


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [(0.00012345, 3, "0.000123"), (12.5, 6, "12.5"), (100_000, 6, "100,000"), (0, 4, "0")],
)
def test_significant_digits_end_without_zeros(number, digits, text):
    assert numbers.significant(number, digits) == text


def test_only_zero_has_no_sign():
    written = [numbers.signed(n, numbers.whole(abs(n))) for n in (-1200, 0, 3)]
    assert written == ["−1,200", "0", "+3"]


@pytest.mark.usefixtures("german")
def test_every_kind_of_number_follows_the_locale():
    written = [
        numbers.whole(61_706),
        numbers.decimal(0.12345, 4),
        numbers.significant(1234.5, 6),
        numbers.per_cent(0.9321, 2),
        numbers.short_per_cent(0.123),
        numbers.data_size(11_594_722),
    ]
    assert written == ["61.706", "0,1235", "1.234,5", "93,21 %", "12,3", "11,06 MiB"]
