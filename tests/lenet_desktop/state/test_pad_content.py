"""The content of the pad and its network input."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.render import to_image
from lenet_desktop.state.pad_content import PadContent, PenStroke, content_of

WIDTH = 0.05


def image_of(*points):
    return PadContent((PenStroke(np.array(points, float), WIDTH),)).to_image()


def test_a_click_is_a_dot_even_when_the_hand_shakes():
    steady = image_of((0.5, 0.5))
    np.testing.assert_array_equal(image_of((0.5, 0.5), (0.51, 0.505), (0.5, 0.49)), steady)
    assert (image_of((0.5, 0.5), (0.58, 0.5)) != steady).any()


def test_ink_is_read_as_it_was_drawn():
    stroke = np.array([(0.2, 0.2), (0.7, 0.2), (0.4, 0.8)])
    np.testing.assert_array_equal(
        PadContent((PenStroke(stroke, WIDTH),)).to_image(), to_image([stroke])
    )


def test_nothing_on_the_pad_is_black():
    assert not PadContent().to_image().any()


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_ink_in_other_units_is_scaled_to_the_middle_of_the_pad(scale):
    strokes = [np.array([(-1.0, -2.0), (1.0, 2.0)]) * scale]
    points = content_of(strokes, WIDTH).strokes[0].points
    assert points.min() >= 0
    assert points.max() <= 1
    np.testing.assert_allclose(points.mean(axis=0), 0.5)


def test_ink_saved_from_a_pad_keeps_its_place():
    strokes = [np.array([(0.1, 0.1), (0.2, 0.3)])]
    np.testing.assert_array_equal(content_of(strokes, WIDTH).strokes[0].points, strokes[0])
