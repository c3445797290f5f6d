"""Networks as ONNX graphs for other programs, with the temperature inside.

The stages keep their names, so that a viewer shows c1, s2, ... output.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import Array
from core.digits import N_DIGITS, SIDE
from core.errors import UserError
from core.files import replacing
from core.network.architectures import Average
from core.network.blocks import (
    EPSILON,
    BatchNorm2d,
    Dropout,
    GlobalAvgPool2d,
    ResidualBlock,
)
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
from core.network.sequence import Stages
from core.network.weights import Weights

OPSET = 17
"""Version of the operators."""
_IR_VERSION = 8  # The format that came with this version of the operators.


def to_onnx(weights: Weights) -> bytes:
    """Return a network as the content of an ONNX file.

    Its input ``images`` is (N, 1, 28, 28) in [0, 1], white ink on black. Its outputs are ``logits``
    and ``probabilities``, (N, 10) each; the logits are divided by the temperature only for the
    probabilities.

    Raises
    ------
    UserError
        If the package onnx is not installed.
    """
    try:
        onnx: Any = import_module("onnx")
    except ImportError as error:
        raise UserError(
            "ONNX files need another package: install lenet-desktop[export]."
        ) from error
    graph = _Graph(onnx, weights)
    logits = graph.add_stages(weights.network.stages, "images")
    graph.add("Identity", "logits", [logits], output="logits")
    temperature = weights.card.temperature
    divisor = graph.constant("temperature", np.float32(1 if temperature is None else temperature))
    calibrated = graph.add("Div", "calibration", ["logits", divisor])
    graph.add("Softmax", "softmax", [calibrated], output="probabilities", axis=1)
    content: bytes = graph.model().SerializeToString()
    return content


def write_onnx(path: Path, weights: Weights) -> None:
    """Write a network as an ONNX file, atomically.

    Raises
    ------
    UserError
        If the package onnx is not installed.
    OSError
        If the file cannot be written; an existing file is unchanged.
    """
    content = to_onnx(weights)
    with replacing(path) as temporary:
        temporary.write_bytes(content)


class _Graph:
    """The nodes and the initializers of a graph in the making."""

    def __init__(self, onnx: Any, weights: Weights) -> None:
        self._onnx, self._weights = onnx, weights
        self._nodes: list[Any] = []
        self._initializers: list[Any] = []

    def add(
        self,
        operator: str,
        name: str,
        inputs: Sequence[str],
        *,
        output: str = "",
        **attributes: Any,
    ) -> str:
        """Add a node and return the name of its output."""
        output = output or f"{name}.output"
        make = self._onnx.helper.make_node
        self._nodes.append(make(operator, list(inputs), [output], name=name, **attributes))
        return output

    def constant(self, name: str, array: Array | np.float32) -> str:
        """Add an array and return its name."""
        tensor = self._onnx.numpy_helper.from_array(np.asarray(array), name)
        self._initializers.append(tensor)
        return name

    def add_stages(self, stages: Stages, x: str, prefix: str = "") -> str:
        """Add stages with the input x and return the name of the output."""
        for name, layer in stages:
            x = self._add_layer(prefix + name, layer, x)
        return x

    def _parameters(self, stage: str, *names: str) -> list[str]:
        keys = [f"{stage}.{name}" for name in names]
        return [self.constant(key, self._weights.arrays[key]) for key in keys]

    def _add_layer(self, name: str, layer: Layer, x: str) -> str:
        match layer:
            case Conv2d():
                names = ("weight", "bias") if layer.bias else ("weight",)
                inputs = [x, *self._parameters(name, *names)]
                strides, pads = [layer.stride] * 2, [layer.padding] * 4
                return self.add("Conv", name, inputs, strides=strides, pads=pads)
            case Linear():
                inputs = [x, *self._parameters(name, "weight", "bias")]
                return self.add("Gemm", name, inputs, transB=1)
            case BatchNorm2d():
                names = ("weight", "bias", "running_mean", "running_var")
                inputs = [x, *self._parameters(name, *names)]
                return self.add("BatchNormalization", name, inputs, epsilon=EPSILON)
            case AvgPool2d() | MaxPool2d():
                operator = "AveragePool" if isinstance(layer, AvgPool2d) else "MaxPool"
                size = [layer.kernel_size] * 2
                return self.add(operator, name, [x], kernel_shape=size, strides=size)
            case GlobalAvgPool2d():
                mean = self.add("GlobalAveragePool", name, [x])
                return self.add("Flatten", f"{name}.flatten", [mean])
            case ResidualBlock():
                return self._add_block(name, layer, x)
            case Average():
                return self._add_average(name, layer, x)
            case Dropout():
                return x
            case _:
                return self.add(_OPERATORS[type(layer)], name, [x])

    def _add_block(self, name: str, block: ResidualBlock, x: str) -> str:
        ways = [self.add_stages(way, x, f"{name}.") for way in (block.main, block.shortcut)]
        return self.add("Relu", name, [self.add("Add", f"{name}.sum", ways)])

    def _add_average(self, name: str, average: Average, x: str) -> str:
        """Add the networks of an ensemble and the average of their logits; see `Average`."""
        axis = self.constant(f"{name}.axis", np.array([1]))
        logits = [
            self.add(
                "Unsqueeze",
                f"{name}.{index}.logits",
                [self.add_stages(network.stages, x, f"{name}.{index}."), axis],
            )
            for index, network in enumerate(average.networks)
        ]
        stacked = self.add("Concat", f"{name}.logits", logits, axis=1)
        energies = self.add("ReduceLogSumExp", f"{name}.energies", [stacked], axes=[2], keepdims=1)
        logs = self.add("Sub", f"{name}.log_probabilities", [stacked, energies])
        total = self.add("ReduceLogSumExp", f"{name}.sum", [logs], axes=[1], keepdims=0)
        count = self.constant(f"{name}.log_count", np.float32(log(len(logits))))
        mean = self.add("Sub", f"{name}.mean", [total, count])
        energy = self.add("ReduceMean", f"{name}.energy", [energies], axes=[1], keepdims=0)
        return self.add("Add", name, [mean, energy])

    def model(self) -> Any:
        """Return the model, checked."""
        onnx = self._onnx
        info, single = onnx.helper.make_tensor_value_info, onnx.TensorProto.FLOAT
        images = info("images", single, ["N", 1, SIDE, SIDE])
        outputs = [info(name, single, ["N", N_DIGITS]) for name in ("logits", "probabilities")]
        graph = onnx.helper.make_graph(
            self._nodes, "lenet-desktop", [images], outputs, self._initializers
        )
        opset = onnx.helper.make_opsetid("", OPSET)
        model = onnx.helper.make_model(
            graph, opset_imports=[opset], ir_version=_IR_VERSION, producer_name="LeNet Desktop"
        )
        onnx.helper.set_model_props(model, self._weights.card.to_metadata())
        onnx.checker.check_model(model)
        return model


_OPERATORS: dict[type[Layer], str] = {
    ReLU: "Relu",
    Tanh: "Tanh",
    Sigmoid: "Sigmoid",
    Flatten: "Flatten",
}
