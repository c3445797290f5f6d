"""The interface of layers with the images last, and the memory that they share.

They compute the same as `core.network.layers` and `core.network.blocks`. All arrays are
(row, channel, column, n), so that an operation covers n contiguous values. Memory is allocated
once; only one thread may use a layer.

What is passed to `backward` may be overwritten, and `forward` overwrites its input if the layer
before does not need it any more.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from math import prod
from typing import TypeAlias

import numpy as np

from core.arrays import FloatArray

Arrays: TypeAlias = Mapping[str, FloatArray]
Shape: TypeAlias = tuple[int, ...]


class Scratch:
    """Memory that layers use in turn, for what is not needed after a call."""

    def __init__(self) -> None:
        self._memory = np.empty(0, np.float32)

    def take(self, *shape: int) -> FloatArray:
        """Return an array whose content is undefined; the next call may overwrite it."""
        size = prod(shape)
        if self._memory.size < size:
            self._memory = np.empty(size, np.float32)
        return self._memory[:size].reshape(shape)


class ImagesLast(ABC):
    """Interface of the layers.

    Attributes
    ----------
    name
        Prefix of the names of the layer's parameters and gradients.
    out_shape
        Shape of the output.
    needs_output
        Whether `backward` reads the output, which the next layer then must not overwrite.
    """

    needs_output = False

    def __init__(self, name: str, out_shape: Shape) -> None:
        self.name, self.out_shape = name, out_shape
        self._buffers: dict[str, FloatArray] = {}

    def buffer(self, use: str, *shape: int) -> FloatArray:
        """Return the layer's memory for a use, allocated the first time."""
        if use not in self._buffers:
            self._buffers[use] = np.empty(shape, np.float32)
        return self._buffers[use]

    @abstractmethod
    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Compute the output; in training `params` has no running statistics."""
        ...

    @abstractmethod
    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Write the gradients of the parameters, and statistics, and return that of the input."""
        ...


def sums(x: FloatArray) -> FloatArray:
    """Sum (H, C, W, n) over all axes but the channels."""
    return x.reshape(*x.shape[:2], -1).sum(axis=2).sum(axis=0)
