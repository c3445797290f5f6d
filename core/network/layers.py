"""Layers with forward and backward passes, for NumPy and CuPy arrays.

Every layer is a frozen dataclass with one method::

    y, backward = layer.forward(params, x)
    dx, gradients = backward(dy)

Layers are stateless: the closure `backward` holds what it needs of the forward pass. Images have
the shape (N, C, H, W); the prefix `d` denotes the gradient of the loss with respect to a tensor.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np

from core.arrays import Array, FloatArray, array_module

Params: TypeAlias = Mapping[str, Array]
Backward: TypeAlias = Callable[[Array], tuple[Array, dict[str, Array]]]


class Layer(ABC):
    """Interface of all layers."""

    def initialise(self, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Return the initial parameters by name; a layer without parameters has none."""
        return {}

    @abstractmethod
    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Compute the output and the function that propagates its gradient back.

        Returns
        -------
        y
            The output.
        backward
            Maps dy to dx and the gradients of the layer's parameters by name.
        """
        ...


@dataclass(frozen=True)
class Conv2d(Layer):
    """Two-dimensional convolution (cross-correlation, as in PyTorch) as one matrix product.

    Parameters
    ----------
    in_channels, out_channels
        Number of channels, C and O.
    kernel_size, stride, padding
        Side of the square kernel, its step, and the zeros added on each side, in pixels.
    bias
        False for a convolution whose biases a batch normalisation would cancel.
    needs_input_gradient
        False for the first layer, which saves a seventh of a training step; `backward` then
        returns an empty dx.

    References
    ----------
    K. Chellapilla, S. Puri, P. Simard, "High performance convolutional neural networks for
    document processing", 2006, section 2.1 (unrolling).
    """

    in_channels: int
    out_channels: int
    kernel_size: int
    stride: int = 1
    padding: int = 0
    bias: bool = True
    needs_input_gradient: bool = True

    def initialise(self, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Draw weights by `he_normal`; biases are 0."""
        shape = self.out_channels, self.in_channels, self.kernel_size, self.kernel_size
        bias = {"bias": np.zeros(self.out_channels, np.float32)} if self.bias else {}
        return {"weight": he_normal(shape, rng), **bias}

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, C, H, W) to (N, O, H', W'), where H' = (H + 2 padding - kernel) // stride + 1.

        `params` holds weight (O, C, kernel, kernel) and, unless `bias` is False, bias (O,).
        """
        kernel = params["weight"].reshape(self.out_channels, -1)
        columns, height, width = im2col(x, self.kernel_size, self.stride, self.padding)
        y = kernel @ columns
        if self.bias:
            y += params["bias"][:, None]

        def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
            dy = dy.reshape(len(dy), self.out_channels, -1)
            dweight = (dy @ columns.swapaxes(1, 2)).sum(axis=0)
            gradients = {"weight": dweight.reshape(params["weight"].shape)}
            if self.bias:
                gradients["bias"] = dy.sum(axis=(0, 2))
            if not self.needs_input_gradient:
                return x[:0], gradients
            dcolumns = kernel.T @ dy
            return col2im(dcolumns, x.shape, self.kernel_size, self.stride, self.padding), gradients

        return y.reshape(len(x), self.out_channels, height, width), backward


@dataclass(frozen=True)
class Linear(Layer):
    """Fully connected layer, y = x W^T + b."""

    in_features: int
    out_features: int

    def initialise(self, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Draw weights by `he_normal`; biases are 0."""
        weight = he_normal((self.out_features, self.in_features), rng)
        return {"weight": weight, "bias": np.zeros(self.out_features, np.float32)}

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, in_features) to (N, out_features).

        `params` holds weight (out_features, in_features) and bias (out_features,).
        """
        weight = params["weight"]

        # `dot`, not `@`: for results of at most 500 elements NumPy's `@` holds the interpreter lock
        # for the whole product, which would make the window stutter.
        def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
            return dy.dot(weight), {"weight": dy.T.dot(x), "bias": dy.sum(axis=0)}

        return x.dot(weight.T) + params["bias"], backward


@dataclass(frozen=True)
class AvgPool2d(Layer):
    """Average pooling over non-overlapping square windows."""

    kernel_size: int

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, C, H, W) to (N, C, H / kernel, W / kernel); both divisions must be exact."""
        windows = _windows(x, self.kernel_size)
        y = sum(windows[1:], start=windows[0]) / len(windows)

        def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
            dx = array_module(dy).empty(x.shape, dtype=dy.dtype)
            share = dy / len(windows)
            for window in _windows(dx, self.kernel_size):
                window[...] = share
            return dx, {}

        return y, backward


@dataclass(frozen=True)
class MaxPool2d(Layer):
    """Maximum pooling over non-overlapping square windows; the first maximum gets the gradient."""

    kernel_size: int

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, C, H, W) to (N, C, H / kernel, W / kernel); both divisions must be exact."""
        xp = array_module(x)
        windows = _windows(x, self.kernel_size)
        y = windows[0]
        for window in windows[1:]:
            y = xp.maximum(y, window)

        def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
            dx = xp.empty(x.shape, dtype=dy.dtype)
            is_open = xp.ones(y.shape, dtype=bool)
            for source, target in zip(windows, _windows(dx, self.kernel_size), strict=True):
                wins = is_open & (source == y)
                target[...] = dy * wins
                is_open &= ~wins
            return dx, {}

        return y, backward


@dataclass(frozen=True)
class ReLU(Layer):
    """max(x, 0) element-wise, with derivative 0 at 0."""

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Apply the function to an array of any shape."""
        y = array_module(x).maximum(x, 0)
        return y, lambda dy: (dy * (y > 0), {})


@dataclass(frozen=True)
class Tanh(Layer):
    """Hyperbolic tangent, element-wise."""

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Apply the function to an array of any shape; values in (-1, 1)."""
        y = array_module(x).tanh(x)
        return y, lambda dy: (dy * (1 - y * y), {})


@dataclass(frozen=True)
class Sigmoid(Layer):
    """1 / (1 + exp(-x)), element-wise."""

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Apply the function to an array of any shape; values in (0, 1)."""
        # Written with tanh, which cannot overflow.
        y = 0.5 * array_module(x).tanh(0.5 * x) + 0.5
        return y, lambda dy: (dy * y * (1 - y), {})


@dataclass(frozen=True)
class Flatten(Layer):
    """Flatten all axes but the first."""

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, ...) to (N, features)."""
        return x.reshape(len(x), -1), lambda dy: (dy.reshape(x.shape), {})


def he_normal(shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
    """Draw weights (out, in, ...) from a normal distribution of variance 2 / fan_in.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, equation 10.
    """
    return rng.normal(0, np.sqrt(2 / prod(shape[1:])), shape).astype(np.float32)


def im2col(x: Array, kernel_size: int, stride: int, padding: int) -> tuple[Array, int, int]:
    """Unroll the patch at every position of the kernel into a column.

    Parameters
    ----------
    x
        Images (N, C, H, W).

    Returns
    -------
    columns
        (N, C * kernel * kernel, H' * W'), one patch per column.
    height, width
        H' and W' of the output.
    """
    xp = array_module(x)
    if padding:
        n, channels, height, width = x.shape
        # For one image, NumPy's `pad` takes longer than the convolution.
        padded = xp.zeros((n, channels, height + 2 * padding, width + 2 * padding), dtype=x.dtype)
        padded[:, :, padding : padding + height, padding : padding + width] = x
        x = padded
    patches = xp.lib.stride_tricks.sliding_window_view(x, (kernel_size, kernel_size), axis=(2, 3))
    patches = patches[:, :, ::stride, ::stride]
    n, channels, height, width = patches.shape[:4]
    columns = patches.transpose(0, 1, 4, 5, 2, 3)
    return columns.reshape(n, channels * kernel_size**2, height * width), height, width


def col2im(
    columns: Array, shape: tuple[int, ...], kernel_size: int, stride: int, padding: int
) -> Array:
    """Add every column to the patch that it came from: the adjoint of `im2col`.

    Parameters
    ----------
    columns
        (N, C * kernel * kernel, H' * W') in the order of `im2col`.
    shape
        (N, C, H, W) of the images.
    """
    n, channels, height, width = shape
    x = array_module(columns).zeros(
        (n, channels, height + 2 * padding, width + 2 * padding), dtype=columns.dtype
    )
    rows = (height + 2 * padding - kernel_size) // stride + 1
    patches = columns.reshape(n, channels, kernel_size, kernel_size, rows, -1)
    down, across = stride * patches.shape[4], stride * patches.shape[5]
    for i in range(kernel_size):
        for j in range(kernel_size):
            x[:, :, i : i + down : stride, j : j + across : stride] += patches[:, :, i, j]
    return x[:, :, padding : padding + height, padding : padding + width]


def _windows(x: Array, kernel_size: int) -> list[Array]:
    """Return views of x (N, C, H, W), one for each position within the pooling windows."""
    steps = range(kernel_size)
    return [x[:, :, i::kernel_size, j::kernel_size] for i in steps for j in steps]
