"""The architectures by name, ensembles of them, and what one costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log, prod
from typing import Literal, TypeAlias, get_args

import numpy as np

from core.arrays import Array, FloatArray, array_module
from core.digits import SIDE
from core.network.blocks import ResidualBlock, is_statistic
from core.network.deeper import Deeper
from core.network.layers import Backward, Conv2d, Layer, Linear, Params
from core.network.lenet5 import Activation, LeNet5, Pooling
from core.network.losses import softmax
from core.network.residual import Residual
from core.network.sequence import (
    Network,
    Stages,
    forward_through,
    initialise_stages,
    params_of,
)

MEMBERS = "members"
"""Name of the stage of an ensemble."""

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


@dataclass(frozen=True)
class Average(Layer):
    """The answers of several networks to the same images, averaged.

    The softmax of the output is the mean of the networks' probabilities, and its energy score
    (`core.network.confidence`) the mean of theirs::

        y = log(mean of softmax(z)) + mean of energy(z)

    References
    ----------
    B. Lakshminarayanan, A. Pritzel, C. Blundell, "Simple and scalable predictive uncertainty
    estimation using deep ensembles", NeurIPS 2017, section 2.4.
    """

    networks: tuple[Network, ...]

    def initialise(self, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Draw the parameters of all networks; the number of each is the prefix of its names."""
        return {
            f"{index}.{name}": array
            for index, network in enumerate(self.networks)
            for name, array in initialise_stages(network.stages, rng).items()
        }

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, 1, 28, 28) to (N, 10)."""
        passes = [
            forward_through(network.stages, params_of(str(index), params), x)
            for index, network in enumerate(self.networks)
        ]
        xp = array_module(x)
        logits = xp.stack([z for z, _ in passes])
        y = average_logits(logits)

        def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
            probabilities = xp.stack([softmax(z) for z, _ in passes])
            along = dy * (probabilities / probabilities.sum(axis=0))
            total = dy.sum(axis=1, keepdims=True) / len(passes)
            dlogits = along + probabilities * (total - along.sum(axis=2, keepdims=True))
            dx, gradients = x * 0, dict[str, Array]()
            for index, (_, backward_through) in enumerate(passes):
                dx_of_network, found = backward_through(dlogits[index])
                # A first layer returns no gradient of the images.
                dx = dx + dx_of_network if dx_of_network.size else dx
                gradients |= {f"{index}.{name}": array for name, array in found.items()}
            return dx, gradients

        return y, backward


@dataclass(frozen=True)
class Ensemble(Network):
    """Several networks as one, without its parameters."""

    networks: tuple[Network, ...]

    @cached_property
    def stages(self) -> Stages:
        """The only stage."""
        return ((MEMBERS, Average(self.networks)),)


def average_logits(logits: Array) -> Array:
    """Return the logits (N, 10) of an ensemble by those of its networks (M, N, 10)."""
    xp = array_module(logits)
    energies = _log_sum_exp(logits, axis=2)
    mean = _log_sum_exp(logits - energies, axis=0)[0] - log(len(logits))
    result: Array = mean + energies.mean(axis=0)
    return xp.ascontiguousarray(result)


def _log_sum_exp(x: Array, axis: int) -> Array:
    xp = array_module(x)
    largest = x.max(axis=axis, keepdims=True)
    return largest + xp.log(xp.exp(x - largest).sum(axis=axis, keepdims=True))


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
        case Average():
            return sum(map(forward_operations, layer.networks))
        case _:
            return 0
