"""LeNet-5 as a table of layers: C1 S2 C3 S4 F5 F6 output, 61,706 parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from core.arrays import FloatArray
from core.network.layers import (
    AvgPool2d,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    ReLU,
    Sigmoid,
    Tanh,
)
from core.network.sequence import Network, Stages

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
class LeNet5(Network):
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
    def stages(self) -> Stages:
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


def initialise(seed: int) -> dict[str, FloatArray]:
    """Draw the initial parameters; see `core.network.layers.he_normal`."""
    return LeNet5().initialise(seed)
