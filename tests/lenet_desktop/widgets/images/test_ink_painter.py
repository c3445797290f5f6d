"""Painted strokes: the pen is round everywhere, also where a stroke turns back."""

from __future__ import annotations

import numpy as np
import pytest

from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.widgets.images.ink_painter import render_content
from tests.support.inputs.pictures_of_ink import ink_around

SIDE, WIDTH = 400, 0.06


def painted(points):
    return render_content(PadContent((PenStroke(np.array(points, float), WIDTH),)), SIDE)


@pytest.mark.parametrize("back", [0.002, 0.01, 0.2])
@pytest.mark.parametrize("angle", [0, 30, 90, 135, 270])
def test_a_stroke_that_turns_back_has_a_round_end(qapp, back, angle):
    """A pen that is put down often moves back a little before it draws."""
    turn = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    tip = np.array([0.5, 0.5])
    stroke = [tip - back * turn, tip - back / 2 * turn, tip, tip - 0.1 * turn, tip - 0.3 * turn]
    assert ink_around(painted(stroke), tip, 0.45 * WIDTH) == 1


def test_every_turn_of_a_zigzag_is_round(qapp):
    rng = np.random.default_rng(0)
    for _ in range(20):
        points = rng.uniform(0.2, 0.8, (6, 2))
        image = painted(points)
        before, after = np.diff(points, axis=0)[:-1], np.diff(points, axis=0)[1:]
        for corner in points[1:-1][(before * after).sum(axis=1) < 0]:
            assert ink_around(image, corner, 0.45 * WIDTH) == 1
