"""`core.data.augment.deform` in preallocated memory, which is faster for small batches."""

from __future__ import annotations

import numpy as np

from core.arrays import ByteArray, FloatArray
from core.data.augment import MARGIN, basis
from core.digits import SIDE

_WIDTH = SIDE + 2 * MARGIN
_PIXELS = SIDE * SIDE


class Warp:
    """Deforms n images at a time; equivalent to `core.data.augment.deform`."""

    def __init__(self, n: int) -> None:
        self._coefficients = np.empty((2, n, 28), np.float32)
        self._positions, self._corners = np.empty((2, 2, n, _PIXELS), np.float32)
        # Pixel indices as floats, which are exact up to 2^24 and cheaper to add than integers.
        self._first = np.arange(n, dtype=np.float32)[:, None] * _WIDTH**2
        self._index = np.empty((n, _PIXELS), np.intp)
        padded = np.zeros((n, _WIDTH, _WIDTH), np.float32)
        self._inner = padded[:, MARGIN:-MARGIN, MARGIN:-MARGIN]
        flat = padded.reshape(-1)
        # Views of a pixel and its right, lower and lower right neighbour.
        self._neighbours = [flat[shift:] for shift in (0, 1, _WIDTH, _WIDTH + 1)]
        # Reuses the memory of the corners.
        self._values = (*self._corners, *np.empty((2, n, _PIXELS), np.float32))

    def deform(self, images: ByteArray, coefficients: FloatArray) -> FloatArray:
        """Deform images (n, 784) by coefficients (2, n, 28).

        Returns
        -------
        FloatArray
            (n, 784) in the units of the images, overwritten by the next call.
        """
        self._inner[...] = images.reshape(self._inner.shape)
        self._coefficients[...] = coefficients
        # Relative to the corner of the padded image; positions outside read its black margin.
        self._coefficients[:, :, 0] += (SIDE - 1) / 2 + MARGIN
        positions, (x_corners, y_corners) = self._positions, self._corners
        np.matmul(self._coefficients, basis(), out=positions)
        np.clip(positions, 0, _WIDTH - 1.001, out=positions)
        np.floor(positions, out=self._corners)
        positions -= self._corners
        y_corners *= _WIDTH
        x_corners += y_corners
        x_corners += self._first
        np.copyto(self._index, x_corners, casting="unsafe")
        for source, values in zip(self._neighbours, self._values, strict=True):
            # All indices are valid; this mode saves a check and a copy.
            source.take(self._index, out=values, mode="clip")
        x, y = positions
        upper, upper_right, lower, lower_right = self._values
        _blend(upper, upper_right, x)
        _blend(lower, lower_right, x)
        _blend(upper, lower, y)
        return upper


def _blend(one: FloatArray, other: FloatArray, share: FloatArray) -> None:
    """Interpolate from `one` to `other` by `share`, into `one`; overwrites `other`."""
    other -= one
    other *= share
    one += other
