"""Normalisation, ReLU and average pooling with the images last."""

from __future__ import annotations

import numpy as np

from core.arrays import Array, FloatArray
from core.engines.images_last.layer import Arrays, ImagesLast, Scratch, Shape, sums
from core.network.blocks import EPSILON


class Normalisation(ImagesLast):
    """`core.network.blocks.BatchNorm2d`; in place, as a convolution does not need its output."""

    def __init__(self, name: str, in_shape: Shape, *, in_place: bool) -> None:
        super().__init__(name, in_shape)
        height, self._channels, width, n = in_shape
        self._count, self._in_place = height * width * n, in_place

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Normalise by the statistics of the part, or by the running ones where there are some."""
        weight, bias = (params[f"{self.name}.{key}"] for key in ("weight", "bias"))
        y = self.buffer("y", *self.out_shape)
        if f"{self.name}.running_mean" in params:
            mean, variance = (params[f"{self.name}.running_{key}"] for key in ("mean", "var"))
            scale = weight * _inverse_deviation(variance)
            np.multiply(x, _by_channel(scale), out=y)
            y += _by_channel(bias - mean * scale)
            return y
        self._mean = sums(x) / np.float32(self._count)
        centred = x if self._in_place else self.buffer("centred", *self.out_shape)
        np.subtract(x, _by_channel(self._mean), out=centred)
        self._variance = _dots(centred, centred) / np.float32(self._count)
        self._scale = _inverse_deviation(self._variance)
        self._centred = centred
        np.multiply(centred, _by_channel(weight * self._scale), out=y)
        y += _by_channel(bias)
        return y

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Write the gradients and the part's statistics; leaves dy as it is."""
        name, count, scale, dx = self.name, self._count, self._scale, self._centred
        dbias, along = sums(dy), _dots(dy, dx) * scale
        gradients[f"{name}.weight"][...], gradients[f"{name}.bias"][...] = along, dbias
        gradients[f"{name}.running_mean"][...] = self._mean
        unbiased = self._variance * np.float32(count / max(count - 1, 1))
        gradients[f"{name}.running_var"][...] = unbiased
        # See `BatchNorm2d`: dy loses its parts along 1 and along the normalised input.
        dx *= _by_channel(scale * along / np.float32(-count))
        dx += dy
        dx -= _by_channel(dbias / np.float32(count))
        dx *= _by_channel(params[f"{name}.weight"] * scale)
        return dx


class Rectifier(ImagesLast):
    """`core.network.layers.ReLU`."""

    needs_output = True

    def __init__(self, name: str, in_shape: Shape, scratch: Scratch, *, in_place: bool) -> None:
        super().__init__(name, in_shape)
        self._scratch, self._in_place = scratch, in_place

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Apply the function."""
        self._y = x if self._in_place else self.buffer("y", *self.out_shape)
        np.maximum(x, 0, out=self._y)
        return self._y

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Set the gradient to 0 where the output is 0."""
        rectify_gradient(self._y, dy, self._scratch)
        return dy


def rectify_gradient(y: FloatArray, dy: FloatArray, scratch: Scratch) -> None:
    """Set dy to 0 where y, the output of a ReLU, is 0.

    The sign bit of -y, spread over the whole word, is the mask: bitwise operations are cheaper than
    a comparison and a product.
    """
    mask = scratch.take(*y.shape).view(np.int32)
    np.negative(y.view(np.int32), out=mask)
    np.right_shift(mask, 31, out=mask)
    np.bitwise_and(dy.view(np.int32), mask, out=dy.view(np.int32))


class AveragePooling(ImagesLast):
    """`core.network.layers.AvgPool2d`."""

    def __init__(self, name: str, size: int, in_shape: Shape, scratch: Scratch) -> None:
        height, channels, width, n = in_shape
        super().__init__(name, (height // size, channels, width // size, n))
        self._in_shape, self._size, self._scratch = in_shape, size, scratch

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Map (H, C, W, n) to (H / size, C, W / size, n); rows first, as they are contiguous."""
        size, steps = self._size, range(1, self._size)
        rows = self._scratch.take(self.out_shape[0], *x.shape[1:])
        rows[...] = x[::size]
        for step in steps:
            rows += x[step::size]
        y = self.buffer("y", *self.out_shape)
        y[...] = rows[:, :, ::size]
        for step in steps:
            y += rows[:, :, step::size]
        y *= np.float32(1 / size**2)
        return y

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Spread the gradient over the windows."""
        size = self._size
        dy *= np.float32(1 / size**2)
        rows = self._scratch.take(self.out_shape[0], *self._in_shape[1:])
        dx = self.buffer("dx", *self._in_shape)
        for step in range(size):
            rows[:, :, step::size] = dy
        for step in range(size):
            dx[step::size] = rows
        return dx


def _inverse_deviation(variance: FloatArray) -> FloatArray:
    return np.reciprocal(np.sqrt(variance + np.float32(EPSILON)))


def _by_channel(values: Array) -> Array:
    return values[:, None, None]


def _dots(x: FloatArray, y: FloatArray) -> FloatArray:
    """Sum the products of two arrays (H, C, W, n) over all axes but the channels."""
    rows = (array.reshape(*x.shape[:2], -1) for array in (x, y))
    return np.vecdot(*rows).sum(axis=0)
