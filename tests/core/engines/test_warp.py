"""The engine's deformation against the plain one."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.augment import Augmentation, deform
from core.engines.warp import Warp


@pytest.mark.parametrize("n", [1, 7, 64])
@pytest.mark.parametrize("strength", [1, 6])  # six times as strong, most places lie outside
def test_images_are_bent_as_the_plain_way_bends_them(n, strength, rng):
    augmentation = Augmentation(10 * strength, 0.1, 0.1, 2 * strength, 0.7 * strength)
    warp = Warp(n)
    for _ in range(2):  # the second time nothing of the first is left
        images = rng.integers(0, 256, (n, 784)).astype(np.uint8)
        coefficients = augmentation.draw(n, rng)
        kept = coefficients.copy()
        bent = warp.bend(images, coefficients)
        plain = deform(images.reshape(n, 28, 28), coefficients).reshape(n, 784)
        # Grey levels of 255; a place at the rim of a pixel may fall to either side.
        np.testing.assert_allclose(bent, plain, atol=0.01)
        np.testing.assert_array_equal(coefficients, kept)
