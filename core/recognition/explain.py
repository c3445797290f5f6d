"""How one value of a network is computed, as numbers that add up to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np

from core.arrays import Array
from core.network.blocks import GlobalAvgPool2d, ResidualBlock
from core.network.layers import AvgPool2d, Conv2d, Layer, Linear, MaxPool2d
from core.recognition.activations import INPUT, PROBABILITIES, Activations, Section, layers_of

_BLOCK_FIELD = 5
"""Two 3x3 convolutions in a row see 5x5 values."""

Index: TypeAlias = tuple[int, ...]
"""Place of a value: (channel, row, column) in maps, (unit,) in a vector."""


class Region(NamedTuple):
    """Rows and columns of every map, or of one; the last ones are excluded.

    Attributes
    ----------
    channel
        None for all maps.
    """

    top: int
    left: int
    bottom: int
    right: int
    channel: int | None = None


@dataclass(frozen=True, eq=False)
class Explanation:
    """A value and where it comes from. Further numbers are in the subclasses.

    Attributes
    ----------
    stage, index
        Section and place of the value.
    value
        The value that the network computed.
    source
        The part of the section before that the value depends on; None for all of it.
    field
        The receptive field: the part of the input image that the value depends on.
    """

    stage: str
    index: Index
    value: float
    source: Region | None
    field: Region


@dataclass(frozen=True, eq=False)
class WeightedSum(Explanation):
    """A value of a convolution or of a fully connected layer.

    Attributes
    ----------
    inputs, weights
        (C, k, k) for a convolution, with zeros where the patch overlaps the padding; (n,) or
        (C, H, W) for a fully connected layer, in the shape of the section before.
    bias
        None if the layer has none.
    steps
        What follows: the name of each element-wise stage and the value after it.
    """

    inputs: Array
    weights: Array
    bias: float | None
    steps: tuple[tuple[str, float], ...]

    @cached_property
    def products(self) -> Array:
        """The product of each input and its weight, float64."""
        return self.inputs.astype(np.float64) * self.weights

    @cached_property
    def sum(self) -> float:
        """The sum of the products and the bias, if there is one, before the activation."""
        return float(self.products.sum()) + (self.bias or 0.0)


@dataclass(frozen=True, eq=False)
class Pooled(Explanation):
    """The mean or the maximum of a window (k, k).

    Attributes
    ----------
    takes_maximum
        Otherwise the mean is taken.
    """

    window: Array
    takes_maximum: bool


@dataclass(frozen=True, eq=False)
class ResidualSum(Explanation):
    """A value of a residual block: ReLU(main + shortcut).

    Attributes
    ----------
    main, shortcut
        The value of the last convolution, and that of the projection or of the block's input.
    """

    main: Explanation
    shortcut: Explanation

    @property
    def sum(self) -> float:
        """The sum before the ReLU."""
        return self.main.value + self.shortcut.value


@dataclass(frozen=True, eq=False)
class Share(Explanation):
    """A probability: exp(logit / temperature) as a share of the sum of all ten."""

    logits: Array
    temperature: float

    @cached_property
    def powers(self) -> Array:
        """exp(logit / temperature) of each class, float64."""
        return np.exp(self.logits.astype(np.float64) / self.temperature)


@dataclass(frozen=True, eq=False)
class Parameter(Explanation):
    """A weight of a kernel; the index is (map, map before, row, column).

    Attributes
    ----------
    kernel
        (k, k), all weights of the kernel.
    """

    kernel: Array


def explain_value(activations: Activations, stage: str, index: Index) -> Explanation:
    """Explain one value.

    Parameters
    ----------
    stage
        Name of a section, also of one within a residual block, such as ``"block2.conv1"``, or
        `INPUT` or `PROBABILITIES`; or the name of the weights of a convolution, such as
        ``"c1.weight"``.
    index
        Place of the value in the section's output, or in the weights.

    Returns
    -------
    Explanation
        One of the subclasses; a plain `Explanation` for a pixel of the input, and for an ensemble.

    Raises
    ------
    KeyError, IndexError
        If the index is out of range.
    """
    if stage in activations.weights.arrays:
        return _parameter(activations, stage, index)
    value = float(activations.value_of(stage)[index])
    if stage == INPUT:
        _, row, column = index
        return Explanation(stage, index, value, None, _pixel(row, column))
    if stage == PROBABILITIES:
        whole = _whole(activations.values[INPUT])
        logits, temperature = activations.logits, activations.temperature
        return Share(stage, index, value, None, whole, logits, temperature)
    section = layers_of(activations.weights.network)[stage]
    source, field = _source_of(activations, section, index), field_of(activations, stage, index)
    given, layer = activations.value_of(section.before), section.layer
    place = stage, index, value, source, field
    match layer:
        case Conv2d():
            inputs = _patch(given, layer, index)
            weights = activations.weights.arrays[f"{stage}.weight"][index[0]]
            return _weighted_sum(activations, section, place, inputs, weights)
        case Linear():
            weights = activations.weights.arrays[f"{stage}.weight"][index[0]]
            return _weighted_sum(activations, section, place, given, weights.reshape(given.shape))
        case ResidualBlock():
            shortcut = f"{stage}.projection" if layer.shortcut else section.before
            main = explain_value(activations, f"{stage}.conv2", index)
            return ResidualSum(*place, main, explain_value(activations, shortcut, index))
        case AvgPool2d() | MaxPool2d() | GlobalAvgPool2d() if source is not None:
            rows, columns = slice(source.top, source.bottom), slice(source.left, source.right)
            window = given[index[0], rows, columns]
            return Pooled(*place, window, isinstance(layer, MaxPool2d))
        case _:
            return Explanation(*place)


def _parameter(activations: Activations, name: str, index: Index) -> Parameter:
    kernels = activations.weights.arrays[name]
    section, whole = name.removesuffix(".weight"), _whole(activations.values[INPUT])
    value = float(kernels[index])
    return Parameter(section, index, value, None, whole, kernels[index[:2]])


def field_of(activations: Activations, stage: str, index: Index) -> Region:
    """Return the receptive field of a value: rows and columns of the input image."""
    if stage == INPUT:
        return _pixel(*index[1:])
    whole = _whole(activations.values[INPUT])
    if stage == PROBABILITIES or len(index) == 1:
        return whole
    region = _pixel(*index[1:])
    while stage != INPUT:
        section = layers_of(activations.weights.network)[stage]
        reached = _reach(section.layer, region, activations.value_of(section.before).shape)
        if reached is None:
            return whole
        region, stage = reached, section.before
    return region


def _source_of(activations: Activations, section: Section, index: Index) -> Region | None:
    """Return the part of the section before that a value depends on; None for all of it."""
    shape = activations.value_of(section.before).shape
    if isinstance(section.layer, GlobalAvgPool2d):
        return Region(0, 0, shape[1], shape[2], index[0])
    if len(index) == 1:
        return None
    region = _reach(section.layer, _pixel(*index[1:]), shape)
    if region is None or isinstance(section.layer, Conv2d | ResidualBlock):
        return region
    return Region(region.top, region.left, region.bottom, region.right, index[0])


def _reach(layer: Layer, region: Region, shape: tuple[int, ...]) -> Region | None:
    """Return the input region (of any shape of maps) behind a region of a layer's output."""
    match layer:
        case Conv2d(kernel_size=kernel, stride=stride, padding=padding):
            pass
        case AvgPool2d(kernel_size=kernel) | MaxPool2d(kernel_size=kernel):
            stride, padding = kernel, 0
        case ResidualBlock():
            kernel, stride, padding = _BLOCK_FIELD, 1, _BLOCK_FIELD // 2
        case _:
            return None
    _, height, width = shape
    return Region(
        max(region.top * stride - padding, 0),
        max(region.left * stride - padding, 0),
        min((region.bottom - 1) * stride - padding + kernel, height),
        min((region.right - 1) * stride - padding + kernel, width),
    )


def _weighted_sum(
    activations: Activations,
    section: Section,
    place: tuple[str, Index, float, Region | None, Region],
    inputs: Array,
    weights: Array,
) -> WeightedSum:
    unit = place[1][0]
    biases = activations.weights.arrays.get(f"{section.name}.bias")
    bias = None if biases is None else float(biases[unit])
    steps = tuple((name, float(activations.output_of(name)[place[1]])) for name in section.after)
    return WeightedSum(*place, inputs, weights, bias, steps)


def _patch(x: Array, layer: Conv2d, index: Index) -> Array:
    """Return the patch (C, k, k) under the kernel, with zeros for the padding."""
    top, left = (layer.stride * place - layer.padding for place in index[1:])
    bottom, right = top + layer.kernel_size, left + layer.kernel_size
    _, height, width = x.shape
    if top >= 0 and left >= 0 and bottom <= height and right <= width:
        return x[:, top:bottom, left:right]
    patch = np.zeros((len(x), layer.kernel_size, layer.kernel_size), x.dtype)
    inside = x[:, max(top, 0) : bottom, max(left, 0) : right]
    _, rows, columns = inside.shape
    down, across = max(-top, 0), max(-left, 0)
    patch[:, down : down + rows, across : across + columns] = inside
    return patch


def _pixel(row: int, column: int) -> Region:
    return Region(row, column, row + 1, column + 1)


def _whole(image: Array) -> Region:
    return Region(0, 0, *image.shape[1:])
