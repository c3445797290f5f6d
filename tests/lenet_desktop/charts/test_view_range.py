"""A growing plot moves its view seldom, and yet shows all there is."""

from __future__ import annotations

import pytest

from lenet_desktop.charts.view_range import following, united


def test_the_union_holds_all():
    assert united([(1, 3), (0.5, 2), (2, 4)]) == (0.5, 4)


def test_room_is_left_for_what_is_to_come():
    assert following(None, (0, 10), 0.1, 0.2) == (-1, 12)


def test_a_range_stays_while_the_data_fits_it_and_fills_it():
    shown = following(None, (0, 10), 0, 0.1)
    assert following(shown, (0, 10.9), 0, 0.1) is shown
    assert following(shown, (0, 11.1), 0, 0.1) != shown
    assert following(shown, (0, 5), 0, 0.1) == (0, 5.5)


def test_a_curve_that_grows_to_its_hundredfold_moves_the_view_a_few_dozen_times():
    shown, moves = None, 0
    for last in range(100, 10_000):
        before, shown = shown, following(shown, (0, last), 0.03, 0.1)
        assert shown[0] <= 0 < last <= shown[1] < 1.2 * last
        moves += shown != before
    assert moves < 60


def test_a_single_value_stands_in_the_middle():
    shown = following(None, (3, 3), 0.1, 0.1)
    assert shown == (2.5, 3.5)
    assert following(shown, (3, 3), 0.1, 0.1) is shown
    assert following((0, 100), (3, 3), 0.1, 0.1) == (2.5, 3.5)


def test_a_single_value_shows_nothing_below_zero():
    assert following(None, (0.002, 0.002), 0.1, 0.1) == (0, 0.502)
    assert following(None, (-1, -1), 0.1, 0.1) == (-1.5, -0.5)


def test_values_that_differ_by_rounding_alone_are_one_value():
    assert following(None, (2.5, 2.5 + 1e-9), 0.1, 0.1) == pytest.approx((2.0, 3.0))
