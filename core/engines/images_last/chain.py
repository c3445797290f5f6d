"""Stages with the images last: the fast layer for each, and residual blocks of such stages."""

from __future__ import annotations

import numpy as np

from core.arrays import FloatArray
from core.engines.images_last.convolution import Convolution
from core.engines.images_last.dense import Dense, Flattening, MapMean, Masking, Reference
from core.engines.images_last.layer import Arrays, ImagesLast, Scratch, Shape
from core.engines.images_last.maps import (
    AveragePooling,
    Normalisation,
    Rectifier,
    rectify_gradient,
)
from core.network.blocks import BatchNorm2d, Dropout, GlobalAvgPool2d, ResidualBlock
from core.network.layers import AvgPool2d, Conv2d, Flatten, Layer, Linear, ReLU
from core.network.sequence import Stages


class Chain:
    """Stages with the images last.

    Parameters
    ----------
    stages
        The layers.
    in_shape
        (H, C, W, n).
    scratch
        Memory for what a layer needs during a call.
    prefix
        Prefix of the stages' names.
    """

    def __init__(self, stages: Stages, in_shape: Shape, scratch: Scratch, prefix: str = "") -> None:
        self._layers: list[ImagesLast] = []
        shape, in_place = in_shape, False
        for name, layer in stages:
            fast = _fast_layer(prefix + name, layer, shape, scratch, in_place)
            self._layers.append(fast)
            shape, in_place = fast.out_shape, not fast.needs_output
        self.out_shape = shape

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Compute the output of the last stage; without stages, x itself."""
        for layer in self._layers:
            x = layer.forward(params, x)
        return x

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Write all gradients and return that of the input."""
        for layer in reversed(self._layers):
            dy = layer.backward(params, dy, gradients)
        return dy


class Block(ImagesLast):
    """`core.network.blocks.ResidualBlock`."""

    needs_output = True

    def __init__(self, name: str, layer: ResidualBlock, in_shape: Shape, scratch: Scratch) -> None:
        self._main = Chain(layer.main, in_shape, scratch, f"{name}.")
        self._shortcut = Chain(layer.shortcut, in_shape, scratch, f"{name}.")
        self._scratch = scratch
        super().__init__(name, self._main.out_shape)

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Add both ways, in place."""
        y = self._main.forward(params, x)
        y += self._shortcut.forward(params, x)
        self._y = np.maximum(y, 0, out=y)
        return y

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Pass the gradient both ways; normalisation, the last of each, leaves it as it is."""
        rectify_gradient(self._y, dy, self._scratch)
        dx = self._main.backward(params, dy, gradients)
        dx += self._shortcut.backward(params, dy, gradients)
        return dx


def _fast_layer(
    name: str, layer: Layer, in_shape: Shape, scratch: Scratch, in_place: bool
) -> ImagesLast:
    """Return the fast implementation of a layer; `in_place` if it may overwrite its input."""
    match layer:
        case Conv2d(stride=1) if layer.padding < layer.kernel_size:
            return Convolution(name, layer, in_shape, scratch)
        case BatchNorm2d():
            return Normalisation(name, in_shape, in_place=in_place)
        case ReLU():
            return Rectifier(name, in_shape, scratch, in_place=in_place)
        case AvgPool2d():
            return AveragePooling(name, layer.kernel_size, in_shape, scratch)
        case ResidualBlock():
            return Block(name, layer, in_shape, scratch)
        case Linear():
            return Dense(name, layer, in_shape)
        case Flatten():
            return Flattening(name, in_shape)
        case GlobalAvgPool2d():
            return MapMean(name, in_shape)
        case Dropout():
            return Masking(name, in_shape)
        case _:
            return Reference(name, layer, in_shape)
