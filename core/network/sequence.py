"""Sequences of layers, and networks as sequences of named stages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TypeAlias

import numpy as np

from core.arrays import Array, FloatArray, array_module
from core.network.layers import Backward, Layer, Params

Stages: TypeAlias = tuple[tuple[str, Layer], ...]
"""Layers in order, each with its name, which is the prefix of its parameters' names."""


class Network(ABC):
    """A network without its parameters: a table of stages from (N, 1, 28, 28) to (N, 10)."""

    @cached_property
    @abstractmethod
    def stages(self) -> Stages:
        """The layers in order."""
        ...

    @cached_property
    def shapes(self) -> Mapping[str, tuple[int, ...]]:
        """Shape of every parameter by its PyTorch name: (out, in) or (out, in, kernel, kernel)."""
        return {name: array.shape for name, array in self.initialise(0).items()}

    def initialise(self, seed: int) -> dict[str, FloatArray]:
        """Draw the initial parameters of all stages."""
        return initialise_stages(self.stages, np.random.default_rng(seed))

    def forward(
        self, params: Params, images: Array
    ) -> tuple[Array, Callable[[Array], dict[str, Array]]]:
        """Compute the logits of a batch and the function that propagates their gradient back.

        Parameters
        ----------
        params
            Arrays with the names and shapes of `shapes`, on the device of the images. Layers that
            compute differently in training (`core.network.blocks`) take that from `params` too.
        images
            (N, 28, 28) in [0, 1], white ink on black.

        Returns
        -------
        logits
            (N, 10).
        backward
            Maps the gradient with respect to the logits (N, 10) to those of the parameters.
        """
        logits, backward = forward_through(self.stages, params, images[:, None])
        return logits, lambda dlogits: backward(dlogits)[1]

    def logits(self, params: Params, images: Array) -> Array:
        """Compute the logits (N, 10) of images (N, 28, 28) in cache-sized batches."""
        chunks = [
            self.forward(params, images[start : start + 250])[0]
            for start in range(0, len(images), 250)
        ]
        return array_module(images).concatenate(chunks)


def initialise_stages(stages: Stages, rng: np.random.Generator) -> dict[str, FloatArray]:
    """Draw the initial parameters of stages in their order."""
    return {
        f"{name}.{key}": array
        for name, layer in stages
        for key, array in layer.initialise(rng).items()
    }


def forward_through(stages: Stages, params: Params, x: Array) -> tuple[Array, Backward]:
    """Compute the output of stages and the function that propagates its gradient back."""
    backwards: list[tuple[str, Backward]] = []
    for name, layer in stages:
        x, backward_through = layer.forward(params_of(name, params), x)
        backwards.append((name, backward_through))

    def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
        gradients: dict[str, Array] = {}
        for name, backward_through in reversed(backwards):
            dy, of_layer = backward_through(dy)
            gradients |= {f"{name}.{key}": value for key, value in of_layer.items()}
        return dy, gradients

    return x, backward


def params_of(stage: str, params: Mapping[str, Array]) -> dict[str, Array]:
    """Return the parameters of a stage by the names within it."""
    prefix = f"{stage}."
    return {
        name.removeprefix(prefix): array
        for name, array in params.items()
        if name.startswith(prefix)
    }
