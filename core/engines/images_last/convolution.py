"""Convolutions with the images last: a product of matrices for each row.

Only the shifts along a row are copied; see `core.engines.fused` for its overlapping patches.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided

from core.arrays import FloatArray
from core.engines.images_last.layer import Arrays, ImagesLast, Scratch, Shape, sums
from core.network.layers import Conv2d

_IN_PLACE = 10**6  # Multiplications up to which BLAS need not pack the matrices first.


class RowProducts:
    """Convolutions with stride 1 as products of a kernel with the patches of each row.

    Parameters
    ----------
    in_shape
        (H, C, W, n).
    out_channels, kernel_size, padding
        See `core.network.layers.Conv2d`.
    """

    def __init__(
        self, in_shape: Shape, out_channels: int, kernel_size: int, padding: int, scratch: Scratch
    ) -> None:
        height, self._channels, width, self._n = in_shape
        self._kernel, self._padding, self._scratch = kernel_size, padding, scratch
        self.rows, self.columns = (side + 2 * padding - kernel_size + 1 for side in (height, width))
        self._depth = kernel_size**2 * self._channels
        self._pieces = self._piece_count(out_channels)
        self._transposed: FloatArray | None = None

    def _piece_count(self, out_channels: int) -> int:
        """Return into how many pieces to cut the columns so that BLAS need not pack them."""
        whole = out_channels * self._depth * self.columns * self._n
        divisors = [d for d in range(1, self.columns + 1) if self.columns % d == 0]
        return next((d for d in divisors if whole <= d * _IN_PLACE), divisors[-1])

    def convolve(self, kernel: FloatArray, x: FloatArray, y: FloatArray) -> None:
        """Compute y (H', O, W', n) from x and the kernel (O, row, column, C) as a matrix."""
        np.matmul(kernel, self._windows(x), out=self._cut(y, y.shape[1]))

    def weight_gradient(self, x: FloatArray, dy: FloatArray) -> FloatArray:
        """Return the gradient of the kernel (row, column, C, O), as a matrix."""
        out_channels, run = dy.shape[1], self.columns * self._n
        windows = self._windows(x, pieces=1)[:, 0]
        if self._transposed is None:
            self._transposed = np.empty((self.rows, run, out_channels), np.float32)
            self._by_row = np.empty((self.rows, self._depth, out_channels), np.float32)
        # Copied, because BLAS is slower when it reads both factors along their rows.
        self._transposed[...] = dy.reshape(self.rows, out_channels, run).swapaxes(1, 2)
        return np.matmul(windows, self._transposed, out=self._by_row).sum(axis=0)

    def _cut(self, y: FloatArray, channels: int) -> FloatArray:
        """View (H', channels, W', n) as (H', pieces, channels, columns of a piece)."""
        return y.reshape(self.rows, channels, self._pieces, -1).swapaxes(1, 2)

    def _windows(self, x: FloatArray, pieces: int | None = None) -> FloatArray:
        """Return the patches of each row as (H', pieces, depth, columns of a piece)."""
        patches = self._unroll(x) if self._kernel > 1 else x
        pieces, run = pieces or self._pieces, self.columns * self._n
        row, size = self._kernel * self._channels * run, run // pieces
        shape = self.rows, pieces, self._depth, size
        return as_strided(patches, shape, (4 * row, 4 * size, 4 * run, 4))

    def _unroll(self, x: FloatArray) -> FloatArray:
        """Copy the shifts along each row, with zeros around: (H + 2 padding, kernel, C, W', n)."""
        height, channels, width, n = x.shape
        padding = self._padding
        shape = height + 2 * padding, self._kernel, channels, self.columns, n
        patches = self._scratch.take(*shape)
        inner = patches[padding : padding + height]
        patches[:padding] = patches[padding + height :] = 0
        for shift in range(self._kernel):
            left = max(padding - shift, 0)
            right = min(self.columns, width + padding - shift)
            inner[:, shift, :, :left] = inner[:, shift, :, right:] = 0
            source = slice(left + shift - padding, right + shift - padding)
            inner[:, shift, :, left:right] = x[:, :, source]
        return patches


class Convolution(ImagesLast):
    """`core.network.layers.Conv2d` with stride 1."""

    def __init__(self, name: str, layer: Conv2d, in_shape: Shape, scratch: Scratch) -> None:
        self._layer, self._in_shape = layer, in_shape
        size, padding = layer.kernel_size, layer.padding
        self._products = RowProducts(in_shape, layer.out_channels, size, padding, scratch)
        rows, columns, n = self._products.rows, self._products.columns, in_shape[3]
        super().__init__(name, (rows, layer.out_channels, columns, n))
        # The gradient of the input is a convolution too, with the flipped kernel.
        self._back = RowProducts(
            self.out_shape, layer.in_channels, size, size - 1 - padding, scratch
        )

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Map (H, C, W, n) to (H', O, W', n)."""
        self._x, y = x, self.buffer("y", *self.out_shape)
        weight = params[f"{self.name}.weight"]
        kernel = weight.transpose(0, 2, 3, 1).reshape(len(weight), -1)
        self._products.convolve(kernel, x, y)
        if self._layer.bias:
            y += params[f"{self.name}.bias"][:, None, None]
        return y

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Write the gradients of weight and bias; the first layer returns an empty array."""
        layer, name = self._layer, f"{self.name}.weight"
        size, weight = layer.kernel_size, params[name]
        found = self._products.weight_gradient(self._x, dy)
        by_place = found.reshape(size, size, layer.in_channels, layer.out_channels)
        gradients[name][...] = by_place.transpose(3, 2, 0, 1)
        if layer.bias:
            gradients[f"{self.name}.bias"][...] = sums(dy)
        if not layer.needs_input_gradient:
            return dy[:0]
        dx = self.buffer("dx", *self._in_shape)
        flipped = weight[:, :, ::-1, ::-1].transpose(1, 2, 3, 0)
        self._back.convolve(flipped.reshape(layer.in_channels, -1), dy, dx)
        return dx
