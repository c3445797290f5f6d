"""Data augmentation: affine and elastic deformations of training images.

The position (x, y) at which a pixel of the new image samples the old one is a linear combination
of smooth basis functions::

    positions = coefficients (2, N, 3 + 25)  .  basis (3 + 25, 784)

The functions 1, x and y give shift, rotation, scale and shear; 25 bumps on a 5 x 5 grid give the
elastic part. One matrix product and one bilinear interpolation deform a whole batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from core.arrays import Array, FloatArray, array_module
from core.digits import SIDE

_GRID = 5
MARGIN = 2
"""Zeros on each side of a padded image: pixels outside are black without bounds checks."""


@dataclass(frozen=True)
class Augmentation:
    """Strength of random deformations, uniform in [-value, value] unless stated otherwise.

    Parameters
    ----------
    rotation
        Degrees.
    scale, shear
        Relative to the size.
    shift
        Pixels.
    elastic
        Pixels: standard deviation of the normally distributed displacements of the bumps.

    References
    ----------
    P. Simard, D. Steinkraus, J. Platt, "Best practices for convolutional neural networks applied
    to visual document analysis", ICDAR 2003, section 2.
    """

    rotation: float
    scale: float
    shear: float
    shift: float
    elastic: float

    def draw(self, n: int, rng: np.random.Generator) -> FloatArray:
        """Draw coefficients of random deformations for `n` images, float32 (2, n, 28)."""
        angle = np.radians(self.rotation) * rng.uniform(-1, 1, n)
        stretch_x, stretch_y = 1 + self.scale * rng.uniform(-1, 1, (2, n))
        shear = self.shear * rng.uniform(-1, 1, n)
        cos, sin = np.cos(angle), np.sin(angle)
        coefficients = np.empty((2, n, 3 + _GRID**2), np.float32)
        coefficients[:, :, 0] = self.shift * rng.uniform(-1, 1, (2, n))
        coefficients[0, :, 1] = stretch_x * cos
        coefficients[0, :, 2] = stretch_x * (shear * cos - sin)
        coefficients[1, :, 1] = stretch_y * sin
        coefficients[1, :, 2] = stretch_y * (shear * sin + cos)
        coefficients[:, :, 3:] = self.elastic * rng.standard_normal((2, n, _GRID**2))
        return coefficients


def strengthened(coefficients: FloatArray, factors: npt.NDArray[np.floating]) -> FloatArray:
    """Scale deformations: 0 leaves an image as it is, 1 the deformation.

    Parameters
    ----------
    coefficients
        (2, N, 28) as `Augmentation.draw` returns them.
    factors
        (N,), 0 or more.
    """
    identity = np.zeros((2, 1, coefficients.shape[2]), np.float32)
    identity[0, :, 1] = identity[1, :, 2] = 1
    result: FloatArray = coefficients - identity
    result *= factors.astype(np.float32)[:, None]
    result += identity
    return result


def deform(images: Array, coefficients: Array) -> Array:
    """Deform each image with its own coefficients.

    Parameters
    ----------
    images
        (N, 28, 28), of any numeric dtype.
    coefficients
        (2, N, 28) as `Augmentation.draw` returns them, on the same device.

    Returns
    -------
    Array
        float32 (N, 28, 28) in the range of the images.
    """
    xp = array_module(images)
    n = len(images)
    side = SIDE + 2 * MARGIN
    positions = coefficients @ _basis_in(xp)
    # Relative to the corner of the padded image; positions outside sample its black margin.
    positions += (SIDE - 1) / 2 + MARGIN
    xp.clip(positions, 0, side - 1.001, out=positions)
    corner = xp.floor(positions)
    x, y = positions - corner
    padded = xp.zeros((n, side, side), dtype=xp.float32)
    padded[:, MARGIN:-MARGIN, MARGIN:-MARGIN] = images
    flat = padded.reshape(-1)
    first = (corner[1] * side + corner[0]).astype(xp.intp)
    first += xp.arange(n)[:, None] * side**2
    upper = flat.take(first)
    upper += x * (flat.take(first + 1) - upper)
    lower = flat.take(first + side)
    lower += x * (flat.take(first + side + 1) - lower)
    return (upper + y * (lower - upper)).reshape(n, SIDE, SIDE)


@cache
def basis() -> FloatArray:
    """Return the basis functions of deformations, (28, 784): 1, x, y in pixels, then the bumps."""
    pixels = np.arange(SIDE)
    y, x = np.indices((SIDE, SIDE)) - (SIDE - 1) / 2
    knots = np.linspace(0, SIDE - 1, _GRID)
    # Raised cosines are smooth at the knots, unlike tent functions.
    distances = np.clip(np.abs(pixels - knots[:, None]) / knots[1], 0, 1)
    bumps = 0.5 * (1 + np.cos(np.pi * distances))
    surfaces = np.einsum("iy,jx->ijyx", bumps, bumps).reshape(-1, SIDE**2)
    plain = np.stack([np.ones_like(x), x, y]).reshape(3, -1)
    return np.concatenate([plain, surfaces]).astype(np.float32)


@cache
def _basis_in(xp: Any) -> Array:
    """Return `basis` as an array of a module; copying it in every step would make a GPU wait."""
    return xp.asarray(basis())
