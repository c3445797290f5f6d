"""Coarse scans: what they keep and what they lose."""

from __future__ import annotations

import numpy as np
import pytest

from core.handwriting.scans import scan
from core.ink.render import to_image

CROSS = (np.array([[0.0, 50], [60, 50]]), np.array([[30.0, 0], [30, 100]]))


@pytest.fixture
def cross():
    return np.rint(255 * to_image(CROSS)).astype(np.uint8)


def scans_of(image, n=60):
    rng = np.random.default_rng(0)
    return np.stack([scan(image, rng) for _ in range(n)])


def test_the_ink_is_as_high_and_as_bright_as_before(cross):
    for scanned in scans_of(cross // 2):
        rows, columns = np.nonzero(scanned > 12)
        assert np.ptp(rows) == pytest.approx(19, abs=1)
        assert np.ptp(columns) <= 20
        assert scanned.max() == cross.max() // 2


def test_many_are_stretched_towards_a_square():
    bar = np.rint(255 * to_image((np.array([[0.0, 0], [0, 90]]),))).astype(np.uint8)
    widths = scans_of(bar).sum((1, 2)) / bar.sum()
    assert widths.min() > 0.7
    assert 0.3 < (widths > 1.3).mean() < 0.7


def test_some_have_fewer_greys_and_most_more(cross):
    def greys(image):
        return ((image > 25) & (image < 230)).sum()

    counts = np.array([greys(scanned) for scanned in scans_of(cross)])
    assert (counts < greys(cross)).mean() > 0.1
    assert (counts > greys(cross)).mean() > 0.4


def test_a_blank_image_stays_blank(cross):
    blank = np.zeros_like(cross)
    np.testing.assert_array_equal(scan(blank, np.random.default_rng(0)), blank)


def test_a_dot_is_scanned():
    dot = np.zeros((28, 28), np.uint8)
    dot[14, 14] = 200
    assert scans_of(dot, 20).max((1, 2)).tolist() == [200] * 20
