"""`Warp` agrees with `core.data.augment.deform`."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.augment import Augmentation, deform
from core.engines.warp import Warp


@pytest.mark.parametrize("n", [1, 7, 64])
@pytest.mark.parametrize("strength", [1, 6])  # At 6, most positions lie outside the image.
def test_deformed_images_agree_with_the_reference(n, strength, rng):
    augmentation = Augmentation(10 * strength, 0.1, 0.1, 2 * strength, 0.7 * strength)
    warp = Warp(n)
    for _ in range(2):  # the second time nothing of the first is left
        images = rng.integers(0, 256, (n, 784)).astype(np.uint8)
        coefficients = augmentation.draw(n, rng)
        kept = coefficients.copy()
        deformed = warp.deform(images, coefficients)
        plain = deform(images.reshape(n, 28, 28), coefficients).reshape(n, 784)
        # Grey levels 0-255; rounding may move a position to the neighbouring pixel.
        np.testing.assert_allclose(deformed, plain, atol=0.01)
        np.testing.assert_array_equal(coefficients, kept)
