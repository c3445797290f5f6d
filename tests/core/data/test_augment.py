"""Deformations agree with a slow implementation of their definition."""

from __future__ import annotations

import numpy as np
import pytest

from core.arrays import to_host
from core.data.augment import Augmentation, deform

NONE = Augmentation(rotation=0, scale=0, shear=0, shift=0, elastic=0)


@pytest.fixture
def images(rng):
    blurred = np.zeros((5, 28, 28), np.float32)
    blurred[:, 6:22, 6:22] = rng.uniform(0, 255, (5, 16, 16))
    return blurred.astype(np.uint8)


def bilinear(image, x, y):
    """Value of an image at a place between its pixels, black outside; pixel by pixel."""
    total = 0.0
    for row in (int(np.floor(y)), int(np.floor(y)) + 1):
        for column in (int(np.floor(x)), int(np.floor(x)) + 1):
            if 0 <= row < 28 and 0 <= column < 28:
                total += (1 - abs(x - column)) * (1 - abs(y - row)) * image[row, column]
    return total


def test_no_deformation_changes_nothing(images, rng):
    np.testing.assert_allclose(deform(images, NONE.draw(5, rng)), images, atol=0.02)


def test_an_affine_deformation_reads_where_its_formula_says(images, rng):
    coefficients = Augmentation(10, 0.1, 0.1, 2, 0).draw(5, rng)
    found = deform(images, coefficients)
    for index, row, column in [(0, 3, 4), (1, 14, 14), (2, 8, 20), (3, 20, 9), (4, 12, 17)]:
        by_axis = coefficients[:, index, :3] @ [1, column - 13.5, row - 13.5] + 13.5
        assert found[index, row, column] == pytest.approx(
            bilinear(images[index], *by_axis), abs=0.1
        )


@pytest.mark.parametrize("shift", [1, -3])
def test_a_shift_moves_the_image(images, shift):
    coefficients = NONE.draw(5, np.random.default_rng(0))
    coefficients[0, :, 0] = shift
    expected = np.roll(images, -shift, axis=2)
    np.testing.assert_allclose(deform(images, coefficients), expected, atol=0.02)


def test_rotation_turns_by_the_drawn_angle_at_most(rng):
    coefficients = Augmentation(30, 0, 0, 0, 0).draw(1000, rng)
    angles = np.degrees(np.arctan2(coefficients[1, :, 1], coefficients[0, :, 1]))
    assert 29 < np.abs(angles).max() <= 30
    np.testing.assert_allclose(np.linalg.norm(coefficients[:, :, 1], axis=0), 1, rtol=1e-5)


def test_strong_deformations_stay_within_the_grey_levels(images, rng):
    bent = deform(images, Augmentation(180, 0.5, 0.5, 20, 5).draw(5, rng))
    assert bent.dtype == np.float32
    assert bent.min() >= 0
    assert bent.max() <= 255


def test_the_same_seed_draws_the_same():
    draw = Augmentation(8, 0.08, 0.08, 1, 0.5).draw
    first, again = (draw(7, np.random.default_rng(3)) for _ in "ab")
    np.testing.assert_array_equal(first, again)


@pytest.mark.gpu
def test_deforming_on_the_gpu_equals_the_cpu(images, rng, gpu_with_cublas):
    coefficients = Augmentation(8, 0.08, 0.08, 1, 0.5).draw(5, rng)
    found = to_host(deform(gpu_with_cublas.put(images), gpu_with_cublas.put(coefficients)))
    np.testing.assert_allclose(found, deform(images, coefficients), atol=0.05)
