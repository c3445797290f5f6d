"""LeNet-5's answer for a single image, in few calls of NumPy.

For one image the overhead of a call outweighs its arithmetic, and that of a short run of memory
outweighs the values in it. Each layer is therefore one product of matrices, in whose factor the
values at one place of the patches are a single run. It includes some that are not needed: rows are
16 wide, and what lies between the end of one row and the start of the next is computed with them.

**C1 with its pooling.** A column of the product holds the four outputs of a pooling window, from
the 6x6 pixels below it. The image is split by the parity of its rows and columns, so that windows
that are neighbours are neighbours in memory.

**C3.** Its channels are the last axis, so that pooling adds whole runs of them.

A constant one at the end of each factor adds the bias.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from math import prod

import numpy as np
from numpy.lib.stride_tricks import as_strided

from core.arrays import ByteArray, FloatArray
from core.engines.activation_pooling import activation_of
from core.network.lenet5 import LeNet5

_WIDTH = 16
_RUN1, _RUN3 = 13 * _WIDTH + 14, 9 * _WIDTH + 10  # From the first output to the last, in memory.


class SinglePass:
    """Forward pass of one image, with preallocated memory; for one thread.

    Parameters
    ----------
    network
        Gives the activation and the pooling.
    params
        Parameters with the names and shapes of `core.network.lenet5.SHAPES`; copied.
    """

    def __init__(self, network: LeNet5, params: Mapping[str, FloatArray]) -> None:
        is_average = network.pooling == "average"
        # A mean is a sum whose share of each value is folded into the weights that follow.
        self._join, share = (np.add, 0.25) if is_average else (np.maximum, 1.0)
        self._pack(params, np.float32(share))

        pixels = np.zeros((2, 2, 16, _WIDTH), np.float32)  # parity of row and column, row, column
        self._inner_pixels = pixels[:, :, 1:15, 1:15]
        # row and column of the 6x6, each as (half, parity), and the windows
        self._shifted_pixels = _strided(pixels, (3, 2, 3, 2, _RUN1), (_WIDTH, 512, 1, 256, 1))
        self._patches1, self._inner_patches1 = _with_ones((3, 2, 3, 2), _RUN1)
        c1 = np.zeros((4, 6, 14 * _WIDTH), np.float32)
        self._c1, self._c1_rows = c1.reshape(24, -1)[:, :_RUN1], (c1[:2], c1[2:])
        self._rows1, s2 = (
            np.empty((2, 6, 14 * _WIDTH), np.float32),
            np.empty((6, 14 * _WIDTH), np.float32),
        )
        self._s2 = s2

        self._shifted_s2 = _strided(s2, (6, 5, 5, _RUN3), (14 * _WIDTH, _WIDTH, 1, 1))
        self._patches3, self._inner_patches3 = _with_ones((6, 5, 5), _RUN3)
        c3 = np.zeros((10, _WIDTH, 16), np.float32)
        self._c3, self._c3_rows = c3.reshape(-1, 16)[:_RUN3], (c3[::2], c3[1::2])
        self._rows3 = np.empty((5, _WIDTH, 16), np.float32)
        self._columns3 = self._rows3[:, :10:2], self._rows3[:, 1:10:2]
        self._s4, self._inner_s4 = _with_ones((5, 5, 16))
        self._f5, self._inner_f5 = _with_ones((120,))
        self._f6, self._inner_f6 = _with_ones((84,))
        self._activate_c1, self._activate_c3, self._activate_f5, self._activate_f6 = (
            _activation(network, x) for x in (c1, c3, self._inner_f5, self._inner_f6)
        )

    def _pack(self, params: Mapping[str, FloatArray], share: np.float32) -> None:
        # row and column in the pooling window, channel, row and column of the 6x6
        c1 = np.zeros((2, 2, 6, 6, 6), np.float32)
        for row in range(2):
            for column in range(2):
                c1[row, column, :, row : row + 5, column : column + 5] = params["c1.weight"][:, 0]
        self._c1_weight = _with_bias(c1.reshape(24, 36), np.tile(params["c1.bias"], 4))
        self._c3_weight = _with_bias(params["c3.weight"] * share, params["c3.bias"]).T
        f5 = (params["f5.weight"] * share).reshape(120, 16, 5, 5).transpose(0, 2, 3, 1)
        self._f5_weight = _with_bias(f5, params["f5.bias"])
        self._f6_weight = _with_bias(params["f6.weight"], params["f6.bias"])
        self._output_weight = _with_bias(params["output.weight"], params["output.bias"])

    def forward(self, image: FloatArray | ByteArray) -> FloatArray:
        """Compute the logits (1, 10) of an image (1, 784), float32 in [0, 1] or uint8."""
        if image.dtype == np.uint8:
            image = image / np.float32(255)
        self._inner_pixels[...] = image.reshape(14, 2, 14, 2).transpose(1, 3, 0, 2)
        self._inner_patches1[...] = self._shifted_pixels
        np.matmul(self._c1_weight, self._patches1, out=self._c1)
        self._activate_c1()
        rows = self._join(*self._c1_rows, out=self._rows1)
        self._join(rows[0], rows[1], out=self._s2)

        self._inner_patches3[...] = self._shifted_s2
        np.matmul(self._patches3.T, self._c3_weight, out=self._c3)
        self._activate_c3()
        self._join(*self._c3_rows, out=self._rows3)
        self._join(*self._columns3, out=self._inner_s4)

        self._f5_weight.dot(self._s4, out=self._inner_f5)
        self._activate_f5()
        self._f6_weight.dot(self._f5, out=self._inner_f6)
        self._activate_f6()
        logits: FloatArray = self._output_weight.dot(self._f6)
        return logits[None]


def _activation(network: LeNet5, x: FloatArray) -> Callable[[], object]:
    """Return a function that applies the activation of a network to an array, in place."""
    if network.activation == "relu":
        # NumPy vectorises the maximum of two arrays, but not that of an array and a number.
        return partial(np.maximum, x, np.zeros_like(x), out=x)
    return partial(activation_of(network).apply, x)


def _with_ones(shape: tuple[int, ...], *run: int) -> tuple[FloatArray, FloatArray]:
    """Return a factor of a product with ones at its end, and a view of the shape without them."""
    factor = np.ones((prod(shape) + 1, *run), np.float32)
    return factor, factor[:-1].reshape(*shape, *run)


def _with_bias(weight: FloatArray, bias: FloatArray) -> FloatArray:
    """Return the weights of all inputs, as a matrix, with the bias as the last column."""
    return np.column_stack([weight.reshape(len(weight), -1), bias])


def _strided(x: FloatArray, shape: tuple[int, ...], strides: tuple[int, ...]) -> FloatArray:
    """Create a view by strides in elements."""
    return as_strided(x, shape, tuple(4 * stride for stride in strides))
