"""The colours of values."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from lenet_desktop.inside.stages.colours import INK, Scale, scale_of


def lightness(colours):
    return [QColor(int(colour)).lightness() for colour in colours]


@pytest.mark.parametrize("is_dark", [False, True])
def test_larger_values_stand_out_more_from_the_background(is_dark):
    values = np.linspace(0, 2, 20, dtype=np.float32)
    steps = np.diff(lightness(Scale(2.0).colours_of(values, is_dark=is_dark)))
    assert (steps >= 0).all() if is_dark else (steps <= 0).all()
    assert abs(steps.sum()) > 150


@pytest.mark.parametrize("is_dark", [False, True])
def test_the_sign_is_seen_in_the_hue_and_zero_is_neutral(is_dark):
    values = np.array([-3, -1, 0, 1, 3], np.float32)
    colours = [
        QColor(int(c)) for c in Scale(4.0, is_signed=True).colours_of(values, is_dark=is_dark)
    ]
    assert all(colour.red() > colour.blue() for colour in colours[:2])
    assert all(colour.blue() > colour.red() for colour in colours[3:])
    assert abs(colours[2].red() - colours[2].blue()) < 16


def test_values_beyond_the_ends_have_the_colour_of_the_end():
    low, high, beyond = Scale(1.0).colours_of(np.array([-9, 1, 9], np.float32), is_dark=False)
    assert high == beyond != low


def test_the_input_is_white_on_black():
    assert INK.colours_of(np.array([0, 1], np.float32), is_dark=False).tolist() == [
        0xFF000000,
        0xFFFFFFFF,
    ]


@pytest.mark.parametrize(
    ("largest", "top"),
    [(0, 0.1), (0.05, 0.1), (0.11, 0.15), (1, 1), (3.2, 4), (9.1, 10), (123, 150)],
)
def test_a_scale_ends_at_a_round_number(largest, top):
    for values in ([0, largest], [-largest, 0]):
        assert scale_of(np.array(values, np.float32), is_signed=True).top == pytest.approx(top)
