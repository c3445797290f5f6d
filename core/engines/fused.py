"""Fused forward and backward passes of LeNet-5, as fast as NumPy allows.

They compute the same as `core.network.layers`, with another order of the axes and fewer passes over
memory:

**Images last.** All arrays are (row, channel, column, n), so that an operation on a pixel covers n
contiguous values, and the dense layers need no transpose.

**Overlapping patches.** A convolution needs every patch as a column of a matrix. Only the shifts
along a row are copied (x 5); the five rows of a patch are then consecutive in memory, and the
matrix of the next row of patches starts one row later::

    patches   row 0  [ shift 0 | shift 1 | ... | shift 4 | 1 ]  ⎫
              row 1  [ shift 0 | shift 1 | ... | shift 4 | 1 ]  ⎪ matrix of    ⎫
              row 2  [ ...                                   ]  ⎬ output row 0 ⎪ matrix of
              row 3  [ ...                                   ]  ⎪              ⎬ output row 1
              row 4  [ ...                                   ]  ⎭              ⎪
              row 5  [ ...                                   ]                 ⎭

This makes a fifth of im2col's copies, and `matmul` over a stack of such windows calls BLAS once
per row, with matrices small enough to be used in place rather than repacked.

**Two outputs per column.** C1 computes an output and its right neighbour from the same six pixels:
half the patches for a fifth more arithmetic.

**Backward by gathering.** The gradient of C3's input is a matrix product too, over the five rows of
outputs that depend on an input row; only the shifts along a row remain to be added.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial

import numpy as np
from numpy.lib.stride_tricks import as_strided

from core.arrays import ByteArray, FloatArray
from core.engines.activation_pooling import activation_of, activation_pooling_of
from core.engines.packed_weights import PackedWeights
from core.engines.thread_pool import ForEachThread
from core.engines.warp import Warp
from core.network.lenet5 import LeNet5

PART_SIZE = 64
"""Images per pass: larger passes exceed the cache, smaller ones cost more calls."""
_C3_ROWS = (
    # First and last (excluded) row of C3's input, the first output row that depends on them, and
    # the number of such output rows, which is smaller near the border.
    (0, 2, -1, 2),
    (2, 4, -1, 4),
    (4, 10, 0, 5),
    (10, 12, 6, 4),
    (12, 14, 8, 2),
)


class FusedPass:
    """Forward and backward pass of n images, with preallocated memory; for one thread.

    Parameters
    ----------
    network
        Gives the activation and the pooling.
    n
        Images per pass.
    """

    def __init__(self, network: LeNet5, n: int) -> None:
        self._activation, self._pooling = activation_of(network), activation_pooling_of(network)
        self._n = n
        self._allocate_forward(n)
        self._allocate_backward(n)

    def _allocate_forward(self, n: int) -> None:
        run = 14 * n
        # Zero padding of 2; columns are split by parity, because C1 computes two at a time:
        # shift 2 q + r is parity r, column q.
        pixels = np.zeros((32, 2, 16, n), np.float32)
        self._inner_pixels = pixels[2:30, :, 1:15].swapaxes(1, 2)
        self._shifted_pixels = _strided(pixels, (32, 3, 2, run), (32 * n, n, 16 * n, 1))
        patches = np.ones((32, 7, run), np.float32)
        self._patches1 = patches[:, :6].reshape(32, 3, 2, run)
        self._windows1 = _strided(patches, (28, 35, run), (7 * run, run, 1))
        self._c1, self._kept1 = _empty(28, 12, run), _empty(28, 12, run)
        self._c1_pooling, self._kept1_pooling = map(_pooling1, (self._c1, self._kept1))
        self._s2 = _empty(14, 6, 14, n)

        run = 10 * n
        self._shifted_s2 = _strided(self._s2, (14, 5, 6, run), (84 * n, n, 14 * n, 1))
        patches = np.ones((14, 31, run), np.float32)
        self._patches3 = patches[:, :30].reshape(14, 5, 6, run)
        # In halves, which are small enough for BLAS to use in place.
        self._windows3 = _halves(_strided(patches, (10, 155, run), (31 * run, run, 1)))
        self._c3, kept = _empty(10, 16, run), _empty(10, 16, run)
        self._c3_halves = _halves(self._c3)
        self._c3_pooling, self._kept3_pooling = map(_pooling3, (self._c3, kept))

        self._s4, self._s4_scale = (
            _empty(400, n),
            np.float32(self._pooling.sign * self._pooling.scale),
        )
        self._s4_by_row = self._s4.reshape(16, 5, 5, n).swapaxes(0, 1)
        self._f5, self._f6, self._logits = _empty(120, n), _empty(84, n), _empty(10, n)

    def _allocate_backward(self, n: int) -> None:
        # Reuse the memory of the forward pass, so that more of it stays in the cache.
        run = 10 * n
        self._ds4, self._ds4_by_row = self._s4, self._s4_by_row
        # Padded by a row of zeros above and below.
        dc3 = np.zeros((12, 16, run), np.float32)
        self._dc3, self._dc3_pooling = dc3[1:11].swapaxes(1, 2), _pooling3(dc3[1:11])
        self._dc3_transposed = self._c3.reshape(10, run, 16)
        self._dc3_transposed_halves = self._c3.reshape(10, 2, run // 2, 16)
        self._dc3_weight = _empty(20, 155, 16)
        self._dc3_weight_halves = self._dc3_weight.reshape(10, 2, 155, 16)
        dpatches = self._c1.reshape(-1)[: 14 * 30 * run].reshape(14, 30, run)
        self._ds2 = self._s2
        self._c3_back_products = [
            (
                slice(16 * (first + 4 - start), 16 * (first + 4 - start + rows)),
                _halves(
                    _strided(dc3[first + 1 :], (stop - start, 16 * rows, run), (16 * run, run, 1))
                ),
                _halves(dpatches[start:stop]),
            )
            for start, stop, first, rows in _C3_ROWS
        ]
        by_shift = dpatches.reshape(14, 5, 6, 10, n)
        self._c3_back_shifts = [
            (self._ds2[:, :, shift : shift + 10], by_shift[:, shift]) for shift in range(5)
        ]
        self._dc1_weight = _empty(28, 12, 35)

    @cached_property
    def warp(self) -> Warp:
        """Deformation of images before the pass, allocated on first use."""
        return Warp(self._n)

    def forward(self, weights: PackedWeights, images: ByteArray | FloatArray) -> FloatArray:
        """Compute the logits.

        Parameters
        ----------
        weights
            The packed weights.
        images
            (n, 784), grey levels 0-255.

        Returns
        -------
        FloatArray
            (10, n), overwritten by the next call.
        """
        self._inner_pixels[...] = images.T.reshape(28, 14, 2, len(images))
        self._patches1[...] = self._shifted_pixels
        np.matmul(weights.c1, self._windows1, out=self._c1)
        self._pooling.forward(self._c1_pooling, self._kept1_pooling, self._s2)

        self._patches3[...] = self._shifted_s2
        np.matmul(weights.c3, self._windows3, out=self._c3_halves)
        self._pooling.forward(self._c3_pooling, self._kept3_pooling, self._s4_by_row)

        self._s4 *= self._s4_scale

        dense = weights.dense
        _dense(dense, "f5", self._s4, self._f5)
        self._activation.apply(self._f5)
        _dense(dense, "f6", self._f5, self._f6)
        self._activation.apply(self._f6)
        _dense(dense, "output", self._f6, self._logits)
        return self._logits

    def backward(
        self,
        weights: PackedWeights,
        dlogits: FloatArray,
        gradients: Mapping[str, FloatArray],
    ) -> None:
        """Compute the gradients of all weights for the batch of the last `forward`.

        Parameters
        ----------
        weights
            The weights passed to `forward`.
        dlogits
            (10, n), the gradient with respect to the logits.
        gradients
            Output arrays with the shapes of `core.engines.packed_weights.PACKED`.
        """
        dense = weights.dense
        _dense_gradients(gradients, "output", dlogits, self._f6)
        df6 = np.dot(dense["output.weight"].T, dlogits)
        df6 *= self._activation.slope(self._f6)
        _dense_gradients(gradients, "f6", df6, self._f5)
        df5 = np.dot(dense["f6.weight"].T, df6)
        df5 *= self._activation.slope(self._f5)
        _dense_gradients(gradients, "f5", df5, self._s4)
        np.dot(dense["f5.weight"].T, df5, out=self._ds4)
        self._ds4 *= self._s4_scale

        self._pooling.backward(self._kept3_pooling, self._ds4_by_row, self._dc3_pooling)
        self._dc3_transposed[...] = self._dc3
        np.matmul(self._windows3, self._dc3_transposed_halves, out=self._dc3_weight_halves)
        np.sum(self._dc3_weight, axis=0, out=gradients["c3"])
        for kernel_rows, outputs, dpatches in self._c3_back_products:
            np.matmul(weights.c3_back[:, kernel_rows], outputs, out=dpatches)
        self._ds2[...] = 0
        for shifted, dpatches in self._c3_back_shifts:
            np.add(shifted, dpatches, out=shifted)

        self._pooling.backward(self._kept1_pooling, self._ds2, self._kept1_pooling)
        np.matmul(self._kept1, self._windows1.swapaxes(1, 2), out=self._dc1_weight)
        np.sum(self._dc1_weight, axis=0, out=gradients["c1"])


def fused_passes(network: LeNet5) -> ForEachThread[FusedPass]:
    """Return the passes of a network for each thread, by their number of images."""
    return ForEachThread(partial(FusedPass, network))


def _empty(*shape: int) -> FloatArray:
    return np.empty(shape, np.float32)


def _dense(params: Mapping[str, FloatArray], name: str, x: FloatArray, y: FloatArray) -> None:
    """Compute a dense layer with images last: y = W x + b."""
    np.dot(params[f"{name}.weight"], x, out=y)
    y += params[f"{name}.bias"][:, None]


def _dense_gradients(
    gradients: Mapping[str, FloatArray], name: str, dy: FloatArray, x: FloatArray
) -> None:
    """Compute the gradients of a dense layer's parameters."""
    np.dot(dy, x.T, out=gradients[f"{name}.weight"])
    np.sum(dy, axis=1, out=gradients[f"{name}.bias"])


def _strided(x: FloatArray, shape: tuple[int, ...], strides: tuple[int, ...]) -> FloatArray:
    """Create a view by strides in elements."""
    return as_strided(x, shape, tuple(4 * stride for stride in strides))


def _halves(rows: FloatArray) -> FloatArray:
    """View (rows, channels, 10 n) as (rows, 2, channels, 5 n)."""
    run = rows.shape[2] // 2
    row, channel, column = (stride // 4 for stride in rows.strides)
    return _strided(rows, (len(rows), 2, rows.shape[1], run), (row, run * column, channel, column))


def _pooling1(c1: FloatArray) -> FloatArray:
    """View (28, 12, 14 n) as pooling windows (2, 2, 14, 6, 14, n)."""
    return c1.reshape(14, 2, 2, 6, 14, -1).transpose(1, 2, 0, 3, 4, 5)


def _pooling3(c3: FloatArray) -> FloatArray:
    """View (10, 16, 10 n) as pooling windows (2, 2, 5, 16, 5, n)."""
    return c3.reshape(5, 2, 16, 5, 2, -1).transpose(1, 4, 0, 2, 3, 5)
