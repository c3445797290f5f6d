"""Named arrays stored in one vector, so that operations on all of them are a single call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from core.arrays import Array, FloatArray, array_module, to_host
from core.engines.engine import EngineState, TrainingStep
from core.network.blocks import is_statistic, update_statistics
from core.network.optim import SGD, update_average
from core.network.sequence import Network


class FlatArrays:
    """Arrays of given shapes that are views of one vector.

    Parameters
    ----------
    shapes
        By name.
    xp
        The module of the arrays, NumPy or CuPy.

    Attributes
    ----------
    vector
        float32, initially zeros.
    arrays
        By name, in the order of the shapes.
    """

    def __init__(self, shapes: Mapping[str, tuple[int, ...]], xp: Any = np) -> None:
        ends = np.cumsum([prod(shape) for shape in shapes.values()]).tolist()
        vector: FloatArray = xp.zeros(ends[-1], np.float32)
        self.vector = vector
        parts = (vector[start:end] for start, end in zip([0, *ends], ends, strict=False))
        self.arrays: Mapping[str, FloatArray] = {
            name: part.reshape(shape)
            for (name, shape), part in zip(shapes.items(), parts, strict=True)
        }

    @classmethod
    def copy(
        cls, arrays: Mapping[str, FloatArray], shapes: Mapping[str, tuple[int, ...]], xp: Any = np
    ) -> FlatArrays:
        """Copy arrays in the order of the shapes."""
        flat = cls(shapes, xp)
        for name, array in flat.arrays.items():
            array[...] = xp.asarray(arrays[name])
        return flat


class TrainedArrays:
    """All that training changes of a network of any architecture, and the update by a step.

    The vectors hold the weights first, which decay, then biases, scales and shifts, which do not,
    and the running statistics last, which no gradient changes.

    Parameters
    ----------
    network, optimizer
        See `core.engines.start_engine`.
    state
        The initial state.
    xp
        The module of the arrays, NumPy or CuPy.
    """

    def __init__(self, network: Network, optimizer: SGD, state: EngineState, xp: Any = np) -> None:
        shapes = dict(sorted(network.shapes.items(), key=lambda item: _group(*item)))
        self._optimizer = optimizer
        self._params, self._velocity, self._average = (
            FlatArrays.copy(arrays, shapes, xp)
            for arrays in (state.parameters, state.velocity, state.average)
        )
        sizes = [0, 0, 0]
        for name, shape in shapes.items():
            sizes[_group(name, shape)] += prod(shape)
        decayed, undecayed, _ = sizes
        self._n_learned = decayed + undecayed
        self._groups = {
            _DECAYED: slice(decayed),
            _UNDECAYED: slice(decayed, self._n_learned),
        }
        self._statistics, self._in_training = (
            {n: array for n, array in self._params.arrays.items() if is_statistic(n) == wanted}
            for wanted in (True, False)
        )

    @property
    def in_training(self) -> Mapping[str, Array]:
        """The parameters as a forward pass of a batch takes them: without running statistics."""
        return self._in_training

    @property
    def averaged(self) -> Mapping[str, Array]:
        """The moving average of all arrays."""
        return self._average.arrays

    def new_part(self) -> FlatArrays:
        """Return arrays for the gradients and statistics of a part of a batch."""
        shapes = {name: array.shape for name, array in self._params.arrays.items()}
        return FlatArrays(shapes, array_module(self._params.vector))

    def update(self, parts: Sequence[FlatArrays], step: TrainingStep) -> None:
        """Update all arrays.

        Parameters
        ----------
        parts
            Gradients and statistics of the parts of the batch, as `new_part` returns them; the
            gradients add up to those of the batch. The first is overwritten.
        step
            Gives the learning rate and the decay of the average.
        """
        gradients = parts[0].vector[: self._n_learned]
        for part in parts[1:]:
            gradients += part.vector[: self._n_learned]
        params, velocity, change = (
            {name: vector[group] for name, group in self._groups.items()}
            for vector in (self._params.vector, self._velocity.vector, gradients)
        )
        self._optimizer.step(params, velocity, change, step.learning_rate, shares={_UNDECAYED: 0.0})
        update_statistics(self._statistics, [part.arrays for part in parts])
        if step.average_decay:
            update_average(
                {"": self._average.vector}, {"": self._params.vector}, step.average_decay
            )
        else:
            self._average = self._params

    def state(self) -> EngineState:
        """Copy the state to the host."""
        return EngineState(*map(_on_host, (self._params, self._velocity, self._average)))


_DECAYED, _UNDECAYED = "decayed", "undecayed"


def _group(name: str, shape: tuple[int, ...]) -> int:
    return 2 if is_statistic(name) else 0 if len(shape) > 1 else 1


def _on_host(flat: FlatArrays) -> Mapping[str, FloatArray]:
    vector = to_host(flat.vector)
    shapes = {name: array.shape for name, array in flat.arrays.items()}
    copy = FlatArrays(shapes)
    copy.vector[...] = vector
    return copy.arrays
