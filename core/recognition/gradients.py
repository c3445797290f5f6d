"""Gradients with respect to every value of a network: inputs, outputs of stages, parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np

from core.arrays import Array
from core.network.architectures import Average
from core.network.layers import Backward, Conv2d, Layer
from core.network.losses import cross_entropy
from core.network.sequence import Network, Stages, params_of
from core.network.weights import Weights
from core.recognition.activations import INPUT, sections_of

AllGradients: TypeAlias = tuple[dict[str, Array], dict[str, Array]]
"""Gradients by the output of each stage and the `INPUT`, and by each parameter."""


@dataclass(frozen=True, eq=False)
class Gradients:
    """The gradient of the cross-entropy loss of one image at one label.

    Attributes
    ----------
    loss
        The loss, at temperature 1 as in training.
    values
        The gradient with respect to the output of each section, by name, and to the `INPUT`
        (1, 28, 28).
    params
        The gradient with respect to each parameter, by name.
    """

    loss: float
    values: Mapping[str, Array]
    params: Mapping[str, Array]


def gradients(weights: Weights, image: Array, label: int) -> Gradients:
    """Compute the gradient of the loss with respect to every value and parameter.

    Parameters
    ----------
    weights
        Of any network that is a list of stages.
    image
        (28, 28) in [0, 1].
    label
        The digit that the loss takes as correct, 0-9.
    """
    logits, backward = forward(weights, image[None])
    (loss,), dlogits = cross_entropy(logits, np.array([label]))
    of_stages, params = backward(dlogits)
    values = {INPUT: of_stages[INPUT]}
    for section in sections_of(weights.network).values():
        values[section.name] = of_stages[section.last][0]
    return Gradients(float(loss), values, params)


def forward(
    weights: Weights,
    images: Array,
    change: Callable[[Layer, Array, Backward], Backward] | None = None,
) -> tuple[Array, Callable[[Array], AllGradients]]:
    """Compute logits, and the function that propagates their gradient back to every value.

    Parameters
    ----------
    images
        (N, 28, 28) in [0, 1].
    change
        Given each layer, its output and its `backward`, returns the one to use instead.

    Returns
    -------
    logits
        (N, 10).
    backward
        Maps the gradient with respect to the logits (N, 10) to all others.
    """
    x, ways = images[:, None], list[tuple[str, Backward]]()
    for name, layer in weights.network.stages:
        x, way = _with_input_gradient(layer).forward(params_of(name, weights.arrays), x)
        ways.append((name, way if change is None else change(layer, x, way)))

    def backward(dlogits: Array) -> AllGradients:
        dy, of_stages, params = dlogits, dict[str, Array](), dict[str, Array]()
        for name, way in reversed(ways):
            of_stages[name] = dy
            dy, of_layer = way(dy)
            params |= {f"{name}.{key}": array for key, array in of_layer.items()}
        return {**of_stages, INPUT: dy[:, 0]}, params

    return x, backward


def _with_input_gradient(layer: Layer) -> Layer:
    """Return a layer whose `backward` computes dx, which training does not need of the first."""
    match layer:
        case Conv2d():
            return replace(layer, needs_input_gradient=True)
        case Average():
            return Average(tuple(map(_WithInputGradient, layer.networks)))
        case _:
            return layer


@dataclass(frozen=True)
class _WithInputGradient(Network):
    """A network whose `backward` computes the gradient with respect to the images, too."""

    network: Network

    @cached_property
    def stages(self) -> Stages:
        """The stages of the network."""
        return tuple((name, _with_input_gradient(layer)) for name, layer in self.network.stages)
