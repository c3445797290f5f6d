"""Filters of grey images, compared with loops over pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from core.ink.greys import highest, lowest, resampled
from core.ink.pictures import dilated


def largest_around(values, is_near):
    """The maximum over the pixels near each pixel, within the image."""
    height, width = values.shape
    return np.array(
        [
            [
                max(
                    values[i, j]
                    for i in range(height)
                    for j in range(width)
                    if is_near(i - row, j - column)
                )
                for column in range(width)
            ]
            for row in range(height)
        ]
    )


@pytest.mark.parametrize("shape", [(1, 1), (3, 8), (9, 7)])
@pytest.mark.parametrize("side", [1, 3, 7, 15])
def test_the_highest_and_the_lowest_around_a_pixel(shape, side):
    values = np.random.default_rng(side).random(shape, np.float32)

    def is_near(down, right):
        return max(abs(down), abs(right)) <= side // 2

    np.testing.assert_array_equal(highest(values, side), largest_around(values, is_near))
    np.testing.assert_array_equal(lowest(values, side), -largest_around(-values, is_near))


@pytest.mark.parametrize("shape", [(1, 1), (3, 8), (9, 7)])
@pytest.mark.parametrize("radius", [0, 0.9, 1, 1.5, 2.3, 3, 6.2])
def test_a_dilation_takes_the_highest_in_a_disc(shape, radius):
    values = np.random.default_rng(0).random(shape, np.float32)
    before = values.copy()
    expected = largest_around(values, lambda down, right: down**2 + right**2 <= radius**2)
    np.testing.assert_array_equal(dilated(values, radius), expected)
    np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("filter_name", ["BOX", "HAMMING"])
@pytest.mark.parametrize("old", [(1, 1), (20, 13), (28, 28), (100, 3), (101, 40)])
@pytest.mark.parametrize("new", [(1, 1), (7, 20), (20, 20), (100, 64), (101, 5)])
def test_an_image_is_resampled_as_by_pillow(filter_name, old, new):
    values = np.random.default_rng(0).random(old, np.float32)
    resampling = Image.Resampling[filter_name]
    expected = np.asarray(Image.fromarray(values).resize(new[::-1], resampling))
    found = resampled(values, new, resampling)
    assert (found.shape, found.dtype) == (new, np.float32)
    np.testing.assert_allclose(found, expected, atol=1e-6)
