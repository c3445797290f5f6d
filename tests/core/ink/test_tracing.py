"""Traced digits look like the images that they were traced from."""

from __future__ import annotations

import numpy as np
import pytest

from core.handwriting.writing import write_digits
from core.ink.render import to_image
from core.ink.sheets.tracing import trace
from core.progress import result_of


def overlap(one, other):
    """Return the ink that two images share, as a share of what they have together."""
    return np.minimum(one, other).sum() / np.maximum(one, other).sum()


def test_generated_digits():
    images = result_of(write_digits(40, seed=3))[0] / np.float32(255)
    shares = [overlap(to_image(list(trace(image))), image) for image in images]
    assert np.median(shares) > 0.6
    assert min(shares) > 0.3


@pytest.mark.parametrize("angle", np.linspace(0, np.pi, 7, endpoint=False))
def test_a_line_is_one_stroke_along_its_middle(angle):
    direction = np.array([np.cos(angle), np.sin(angle)])
    line = 14 + np.linspace(-8, 8, 40)[:, None] * direction
    (stroke,) = trace(to_image([line]))
    across = (stroke - 14) @ [-direction[1], direction[0]]
    assert np.abs(across).max() < 1.5
    assert np.ptp(stroke @ direction) > 12


def test_a_ring_is_closed():
    turn = np.linspace(0, 2 * np.pi, 60)
    ring = np.stack([14 + 8 * np.cos(turn), 14 + 8 * np.sin(turn)], axis=1)
    (stroke,) = trace(to_image([ring]))
    assert np.hypot(*(stroke[0] - stroke[-1])) < 1.5


@pytest.mark.parametrize("side", [1, 2])
def test_a_dot_and_a_blank(side):
    image = np.zeros((28, 28), np.float32)
    assert trace(image) == ()
    image[13 : 13 + side, 13 : 13 + side] = 1
    assert len(trace(image)) == 1
    assert np.isfinite(trace(image)[0]).all()


@pytest.mark.parametrize("seed", range(8))
def test_any_image_gives_finite_points_within_it(seed):
    rng = np.random.default_rng(seed)
    image = rng.random((28, 28)).astype(np.float32) * (rng.random((28, 28)) < rng.random())
    for stroke in trace(image):
        assert np.isfinite(stroke).all()
        assert stroke.min() >= -1
        assert stroke.max() <= 29
