"""Fused activation and pooling, with few passes over arrays larger than the cache.

The output of a convolution is viewed as windows (2, 2, ...): the first two axes are the position
within a window, the others those of the pooled result.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from core.arrays import FloatArray
from core.network.lenet5 import LeNet5


class Activation(Protocol):
    """An in-place activation function whose derivative is a function of its output."""

    def apply(self, x: FloatArray) -> None:
        """Apply the function in place."""
        ...

    def slope(self, y: FloatArray) -> FloatArray:
        """Compute the derivative from the output y."""
        ...


class InPlaceReLU:
    """max(x, 0)."""

    def apply(self, x: FloatArray) -> None:
        """Apply the function in place."""
        np.maximum(x, 0, out=x)

    def slope(self, y: FloatArray) -> FloatArray:
        """Compute the derivative from the output y."""
        return (y > 0).astype(np.float32)


class InPlaceTanh:
    """Hyperbolic tangent."""

    def apply(self, x: FloatArray) -> None:
        """Apply the function in place."""
        np.tanh(x, out=x)

    def slope(self, y: FloatArray) -> FloatArray:
        """Compute the derivative from the output y."""
        return 1 - y * y


class InPlaceSigmoid:
    """1 / (1 + exp(-x)), through tanh, which cannot overflow."""

    def apply(self, x: FloatArray) -> None:
        """Apply the function in place."""
        x *= 0.5
        np.tanh(x, out=x)
        x *= 0.5
        x += 0.5

    def slope(self, y: FloatArray) -> FloatArray:
        """Compute the derivative from the output y."""
        return y * (1 - y)


class ActivationPooling(Protocol):
    """Fused activation and pooling of one stage.

    Attributes
    ----------
    sign
        Sign of the convolution that `forward` expects.
    scale
        `sign` * `scale` * `pooled` is the output of the activation and pooling layers.
    """

    sign: float
    scale: float

    def forward(self, windows: FloatArray, kept: FloatArray, pooled: FloatArray) -> None:
        """Activate and pool.

        Parameters
        ----------
        windows
            (2, 2, ...) the convolution times `sign`; overwritten.
        kept
            (2, 2, ...), overwritten by what `backward` needs.
        pooled
            (...), overwritten by the result.
        """
        ...

    def backward(self, kept: FloatArray, dpooled: FloatArray, dwindows: FloatArray) -> None:
        """Propagate the gradient (...) back to (2, 2, ...); `dwindows` may be `kept`."""
        ...


class ReluAverage:
    """ReLU followed by average pooling.

    ReLU passes the elements whose -x is negative. An arithmetic shift spreads the sign bit of -x
    over the whole word, which gives a mask for the values and for their gradient::

        -x    1 1000001 01100...  >> 31  =  11111111111111...   passed
        -x    0 1000001 01100...  >> 31  =  00000000000000...   blocked

    Bitwise operations are cheaper than a maximum, or a comparison and a product.
    """

    sign, scale = -1.0, 0.25

    def forward(self, windows: FloatArray, kept: FloatArray, pooled: FloatArray) -> None:
        """Activate and pool; overwrites `windows`."""
        bits, mask = windows.view(np.int32), kept.view(np.int32)
        np.right_shift(bits, 31, out=mask)
        np.bitwise_and(bits, mask, out=bits)
        _sum_windows(windows, pooled)

    def backward(self, kept: FloatArray, dpooled: FloatArray, dwindows: FloatArray) -> None:
        """Propagate the gradient back to the windows."""
        np.bitwise_and(kept.view(np.int32), dpooled.view(np.int32), out=dwindows.view(np.int32))


class SmoothAverage:
    """A smooth activation followed by average pooling; `kept` is its derivative."""

    sign, scale = 1.0, 0.25

    def __init__(self, activation: Activation) -> None:
        self._activation = activation

    def forward(self, windows: FloatArray, kept: FloatArray, pooled: FloatArray) -> None:
        """Activate and pool; overwrites `windows`."""
        self._activation.apply(windows)
        kept[...] = self._activation.slope(windows)
        _sum_windows(windows, pooled)

    def backward(self, kept: FloatArray, dpooled: FloatArray, dwindows: FloatArray) -> None:
        """Propagate the gradient back to the windows."""
        np.multiply(kept, dpooled, out=dwindows)


class Maximum:
    """Max pooling followed by the activation; the order does not matter, as it is monotonic.

    `kept` is the derivative at the first maximum of a window, and 0 elsewhere.
    """

    sign, scale = 1.0, 1.0

    def __init__(self, activation: Activation) -> None:
        self._activation = activation

    def forward(self, windows: FloatArray, kept: FloatArray, pooled: FloatArray) -> None:
        """Activate and pool; overwrites `windows`."""
        largest = windows.max(axis=(0, 1))
        pooled[...] = largest
        self._activation.apply(pooled)
        slope = self._activation.slope(pooled)
        is_open = np.ones(largest.shape, bool)
        for values, kept_values in zip(_positions(windows), _positions(kept), strict=True):
            is_maximum = is_open & (values == largest)
            np.multiply(slope, is_maximum, out=kept_values)
            is_open &= ~is_maximum

    def backward(self, kept: FloatArray, dpooled: FloatArray, dwindows: FloatArray) -> None:
        """Propagate the gradient back to the windows."""
        np.multiply(kept, dpooled, out=dwindows)


def activation_of(network: LeNet5) -> Activation:
    """Return the activation of a network."""
    return {"relu": InPlaceReLU(), "tanh": InPlaceTanh(), "sigmoid": InPlaceSigmoid()}[
        network.activation
    ]


def activation_pooling_of(network: LeNet5) -> ActivationPooling:
    """Return the fused activation and pooling of a network."""
    activation = activation_of(network)
    if network.pooling == "max":
        return Maximum(activation)
    return ReluAverage() if network.activation == "relu" else SmoothAverage(activation)


def _positions(windows: FloatArray) -> list[FloatArray]:
    return [windows[0, 0], windows[0, 1], windows[1, 0], windows[1, 1]]


def _sum_windows(windows: FloatArray, pooled: FloatArray) -> None:
    # Rows first, because they are contiguous.
    np.add(windows[0], windows[1], out=windows[0])
    np.add(windows[0, 0], windows[0, 1], out=pooled)
