"""The architectures by name, and what one costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Literal, TypeAlias, get_args

import numpy as np

from core.arrays import Array
from core.digits import SIDE
from core.network.blocks import ResidualBlock, is_statistic
from core.network.deeper import Deeper
from core.network.layers import Conv2d, Layer, Linear, Params
from core.network.lenet5 import Activation, LeNet5, Pooling
from core.network.residual import Residual
from core.network.sequence import Network, Stages, params_of

Architecture: TypeAlias = Literal["lenet5", "deeper", "residual"]
ARCHITECTURES: tuple[Architecture, ...] = get_args(Architecture)

_NETWORKS: Mapping[Architecture, Callable[[Activation, Pooling], Network]] = {
    "lenet5": LeNet5,
    "deeper": lambda _activation, _pooling: Deeper(),
    "residual": lambda _activation, _pooling: Residual(),
}


def network_of(
    architecture: Architecture, activation: Activation = "relu", pooling: Pooling = "average"
) -> Network:
    """Return a network; the activation and the pooling are those of a LeNet-5."""
    return _NETWORKS[architecture](activation, pooling)


def parameter_count(network: Network) -> int:
    """Return the number of parameters that are learned."""
    return sum(prod(shape) for name, shape in network.shapes.items() if not is_statistic(name))


def forward_operations(network: Network) -> int:
    """Return the multiplications and additions of the products for one image."""
    return _operations(network.stages, network.initialise(0), _BLANK)[0]


_BLANK = np.zeros((1, 1, SIDE, SIDE), np.float32)


def _operations(stages: Stages, params: Params, x: Array) -> tuple[int, Array]:
    """Return the operations of stages for one image x, and their output."""
    total = 0
    for name, layer in stages:
        of_layer = params_of(name, params)
        y, _ = layer.forward(of_layer, x)
        total += _operations_of(layer, of_layer, x, y)
        x = y
    return total, x


def _operations_of(layer: Layer, params: Params, x: Array, y: Array) -> int:
    match layer:
        case Conv2d():
            return 2 * params["weight"].size * prod(y.shape[2:])
        case Linear():
            return 2 * params["weight"].size
        case ResidualBlock():
            return sum(_operations(way, params, x)[0] for way in (layer.main, layer.shortcut))
        case _:
            return 0
