"""LeNet-5 as a table of layers: C1 S2 C3 S4 F5 F6 output, 61,706 parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Literal, TypeAlias, get_args

import numpy as np

from core.arrays import Array, FloatArray, array_module
from core.network.layers import (
    AvgPool2d,
    Backward,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    Params,
    ReLU,
    Sigmoid,
    Tanh,
)

Activation: TypeAlias = Literal["relu", "tanh", "sigmoid"]
Pooling: TypeAlias = Literal["average", "max"]
ACTIVATIONS: tuple[Activation, ...] = get_args(Activation)
POOLINGS: tuple[Pooling, ...] = get_args(Pooling)

SHAPES: Mapping[str, tuple[int, ...]] = {
    "c1.weight": (6, 1, 5, 5),
    "c1.bias": (6,),
    "c3.weight": (16, 6, 5, 5),
    "c3.bias": (16,),
    "f5.weight": (120, 400),
    "f5.bias": (120,),
    "f6.weight": (84, 120),
    "f6.bias": (84,),
    "output.weight": (10, 84),
    "output.bias": (10,),
}
"""Shape of every parameter by its PyTorch name: (out, in) or (out, in, kernel, kernel)."""

_ACTIVATION_LAYERS: Mapping[Activation, Layer] = {
    "relu": ReLU(),
    "tanh": Tanh(),
    "sigmoid": Sigmoid(),
}
_POOLING_LAYERS: Mapping[Pooling, Layer] = {"average": AvgPool2d(2), "max": MaxPool2d(2)}


@dataclass(frozen=True)
class LeNet5:
    """LeNet-5 without its parameters.

    References
    ----------
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
    recognition", Proc. IEEE 86(11), 1998, section II.B. Unlike there, C3 is connected to all maps
    of S2, S2 and S4 have no parameters, and the output is a linear layer followed by softmax.
    """

    activation: Activation = "relu"
    pooling: Pooling = "average"

    @cached_property
    def stages(self) -> tuple[tuple[str, Layer], ...]:
        """The layers in order, with the prefix of their parameters' names."""
        activation, pooling = _ACTIVATION_LAYERS[self.activation], _POOLING_LAYERS[self.pooling]
        return (
            # name, layer                                                  # output for one image
            ("c1", Conv2d(1, 6, 5, padding=2, needs_input_gradient=False)),  # 6 x 28 x 28
            ("c1.activation", activation),
            ("s2", pooling),  # 6 x 14 x 14
            ("c3", Conv2d(6, 16, 5)),  # 16 x 10 x 10
            ("c3.activation", activation),
            ("s4", pooling),  # 16 x 5 x 5
            ("flatten", Flatten()),  # 400
            ("f5", Linear(400, 120)),
            ("f5.activation", activation),
            ("f6", Linear(120, 84)),
            ("f6.activation", activation),
            ("output", Linear(84, 10)),
        )

    def forward(
        self, params: Params, images: Array
    ) -> tuple[Array, Callable[[Array], dict[str, Array]]]:
        """Compute the logits of a batch and the function that propagates their gradient back.

        Parameters
        ----------
        params
            Arrays with the names and shapes of `SHAPES`, on the device of the images.
        images
            (N, 28, 28) in [0, 1], white ink on black.

        Returns
        -------
        logits
            (N, 10).
        backward
            Maps the gradient with respect to the logits (N, 10) to those of the parameters.
        """
        x = images[:, None]
        backwards: list[tuple[str, Backward]] = []
        for name, layer in self.stages:
            x, backward_through = layer.forward(_params_of(name, params), x)
            backwards.append((name, backward_through))

        def backward(dlogits: Array) -> dict[str, Array]:
            gradients: dict[str, Array] = {}
            dx = dlogits
            for name, backward_through in reversed(backwards):
                dx, of_layer = backward_through(dx)
                gradients |= {f"{name}.{key}": value for key, value in of_layer.items()}
            return gradients

        return x, backward

    def logits(self, params: Params, images: Array) -> Array:
        """Compute the logits (N, 10) of images (N, 28, 28) in cache-sized batches."""
        chunks = [
            self.forward(params, images[start : start + 250])[0]
            for start in range(0, len(images), 250)
        ]
        return array_module(images).concatenate(chunks)


def initialise(seed: int) -> dict[str, FloatArray]:
    """Initialise weights from a normal distribution of variance 2 / fan_in, and biases to 0.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", ICCV 2015, equation 10.
    """
    rng = np.random.default_rng(seed)
    return {
        name: np.zeros(shape, np.float32)
        if name.endswith("bias")
        else rng.normal(0, np.sqrt(2 / prod(shape[1:])), shape).astype(np.float32)
        for name, shape in SHAPES.items()
    }


def _params_of(stage: str, params: Params) -> Params:
    weight = params.get(f"{stage}.weight")
    return {} if weight is None else {"weight": weight, "bias": params[f"{stage}.bias"]}
