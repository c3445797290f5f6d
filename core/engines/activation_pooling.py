"""Activation and pooling in one: few passes over arrays that are too large for the cache.

A gate sees the products of a convolution as windows (2, 2, ...): the first two axes are the place
within a window, the others those of the pooled result.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from core.arrays import FloatArray
from core.network.lenet5 import LeNet5


class Activation(Protocol):
    """An activation function, in place, and its slope told from its result."""

    def apply(self, x: FloatArray) -> None:
        """Replace every element by its function."""
        ...

    def slope(self, y: FloatArray) -> FloatArray:
        """The derivative where the function has the value y."""
        ...


class InPlaceReLU:
    """max(x, 0)."""

    def apply(self, x: FloatArray) -> None:
        """See `Activation`."""
        np.maximum(x, 0, out=x)

    def slope(self, y: FloatArray) -> FloatArray:
        """See `Activation`."""
        return (y > 0).astype(np.float32)


class InPlaceTanh:
    """Hyperbolic tangent."""

    def apply(self, x: FloatArray) -> None:
        """See `Activation`."""
        np.tanh(x, out=x)

    def slope(self, y: FloatArray) -> FloatArray:
        """See `Activation`."""
        return 1 - y * y


class InPlaceSigmoid:
    """1 / (1 + exp(-x)), through tanh, which cannot overflow."""

    def apply(self, x: FloatArray) -> None:
        """See `Activation`."""
        x *= 0.5
        np.tanh(x, out=x)
        x *= 0.5
        x += 0.5

    def slope(self, y: FloatArray) -> FloatArray:
        """See `Activation`."""
        return y * (1 - y)


class ActivationPooling(Protocol):
    """Activation and pooling of one stage.

    Attributes
    ----------
    sign
        The sign of the products that it wants.
    scale
        The layers' result is `sign` times `scale` times that of the gate.
    """

    sign: float
    scale: float

    def forward(self, windows: FloatArray, kept: FloatArray, pooled: FloatArray) -> None:
        """Activate and pool.

        Parameters
        ----------
        windows
            (2, 2, ...) the convolution, times the sign; is overwritten.
        kept
            (2, 2, ...) for what `backward` needs.
        pooled
            (...) the result.
        """
        ...

    def backward(self, kept: FloatArray, dpooled: FloatArray, dwindows: FloatArray) -> None:
        """Lead the gradient from (...) back to (2, 2, ...), which may be the array `kept`."""
        ...


class ReluAverage:
    """ReLU, then the mean.

    What ReLU lets through is what is negative in -x, and the sign bit of -x, shifted over the
    whole word, is the mask: for the values on the way forward, for the gradient on the way back::

        -x    1 1000001 01100...  >> 31  =  11111111111111...   let through
        -x    0 1000001 01100...  >> 31  =  00000000000000...   blocked

    Two cheap passes in place of a maximum, one in place of a comparison and a product.
    """

    sign, scale = -1.0, 0.25

    def forward(self, windows: FloatArray, kept: FloatArray, pooled: FloatArray) -> None:
        """See `ActivationPooling`."""
        bits, mask = windows.view(np.int32), kept.view(np.int32)
        np.right_shift(bits, 31, out=mask)
        np.bitwise_and(bits, mask, out=bits)
        _sum_windows(windows, pooled)

    def backward(self, kept: FloatArray, dpooled: FloatArray, dwindows: FloatArray) -> None:
        """See `ActivationPooling`."""
        np.bitwise_and(kept.view(np.int32), dpooled.view(np.int32), out=dwindows.view(np.int32))


class SmoothAverage:
    """Another activation, then the mean; what is kept is the activation's slope."""

    sign, scale = 1.0, 0.25

    def __init__(self, activation: Activation) -> None:
        self._activation = activation

    def forward(self, windows: FloatArray, kept: FloatArray, pooled: FloatArray) -> None:
        """See `ActivationPooling`."""
        self._activation.apply(windows)
        kept[...] = self._activation.slope(windows)
        _sum_windows(windows, pooled)

    def backward(self, kept: FloatArray, dpooled: FloatArray, dwindows: FloatArray) -> None:
        """See `ActivationPooling`."""
        np.multiply(kept, dpooled, out=dwindows)


class Maximum:
    """The maximum, then the activation: as these grow with x, the order makes no difference.

    What is kept is the slope for the first of the largest in a window, and 0 for the others.
    """

    sign, scale = 1.0, 1.0

    def __init__(self, activation: Activation) -> None:
        self._activation = activation

    def forward(self, windows: FloatArray, kept: FloatArray, pooled: FloatArray) -> None:
        """See `ActivationPooling`."""
        largest = windows.max(axis=(0, 1))
        pooled[...] = largest
        self._activation.apply(pooled)
        slope = self._activation.slope(pooled)
        is_open = np.ones(largest.shape, bool)
        for window, keeps in zip(_places(windows), _places(kept), strict=True):
            wins = is_open & (window == largest)
            np.multiply(slope, wins, out=keeps)
            is_open &= ~wins

    def backward(self, kept: FloatArray, dpooled: FloatArray, dwindows: FloatArray) -> None:
        """See `ActivationPooling`."""
        np.multiply(kept, dpooled, out=dwindows)


def activation_of(network: LeNet5) -> Activation:
    """The network's activation."""
    return {"relu": InPlaceReLU(), "tanh": InPlaceTanh(), "sigmoid": InPlaceSigmoid()}[
        network.activation
    ]


def activation_pooling_of(network: LeNet5) -> ActivationPooling:
    """The network's activation and pooling."""
    activation = activation_of(network)
    if network.pooling == "max":
        return Maximum(activation)
    return ReluAverage() if network.activation == "relu" else SmoothAverage(activation)


def _places(windows: FloatArray) -> list[FloatArray]:
    return [windows[0, 0], windows[0, 1], windows[1, 0], windows[1, 1]]


def _sum_windows(windows: FloatArray, pooled: FloatArray) -> None:
    # Rows first: those lie in long runs.
    np.add(windows[0], windows[1], out=windows[0])
    np.add(windows[0, 0], windows[0, 1], out=pooled)
