"""The engine on the CPU: every core takes parts of a batch through the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, prod

import numpy as np

from core.backend import ByteArray, FloatArray
from core.datasets import Examples
from core.engines.crew import Crew, settled
from core.engines.flat import Flat
from core.engines.fused import PART, Passes
from core.engines.gates import gate_of
from core.engines.interface import State, Step, StepFigures
from core.engines.prepared import DENSE, PREPARED, PreparedWeights
from core.lenet5 import SHAPES, LeNet5
from core.losses import cross_entropy
from core.optim import SGD, update_average

_DENSE_SIZE = sum(prod(SHAPES[name]) for name in DENSE)


class CpuEngine:
    """The engine on the CPU; see `core.engines.interface.Engine`.

    A batch is cut in the same parts whatever the number of threads, and their gradients are added
    up in order: the result is the same to the last bit.

    Parameters
    ----------
    network, optimizer, label_smoothing
        What is trained, and how.
    training, validation
        Its images.
    state
        Where it starts.
    threads
        How many threads compute, this one included.
    """

    steps_at_once = 1

    def __init__(
        self,
        network: LeNet5,
        optimizer: SGD,
        label_smoothing: float,
        training: Examples,
        validation: Examples,
        state: State,
        threads: int,
    ) -> None:
        self._optimizer, self._label_smoothing = optimizer, label_smoothing
        self._images = training.images.reshape(len(training), -1)
        self._labels = training.labels
        self._validation = validation.images
        self._params = Flat.copy(state.parameters, SHAPES)
        self._velocity = Flat.copy(state.velocity, SHAPES)
        self._average = Flat.copy(state.average, SHAPES)
        self._gradients = Flat(SHAPES)
        self._weights = PreparedWeights(gate_of(network))
        self._by_part: list[Flat] = []
        self._passes, self._crew = Passes(network), Crew(threads)

    def take(self, steps: Sequence[Step]) -> list[StepFigures]:
        """See `Engine`."""
        with settled():
            return [self._take(step) for step in steps]

    def _take(self, step: Step) -> StepFigures:
        self._weights.prepare(self._params.arrays)
        parts = _parts(len(step.rows))
        while len(self._by_part) < len(parts):
            self._by_part.append(Flat(PREPARED))
        figures = self._crew.each(
            range(len(parts)),
            lambda index: self._learn(step, parts[index], self._by_part[index]),
        )
        self._add_up(self._by_part[: len(parts)])
        self._optimizer.step(
            {"": self._params.vector},
            {"": self._velocity.vector},
            {"": self._gradients.vector},
            step.learning_rate,
        )
        if step.average_decay:
            update_average(
                {"": self._average.vector}, {"": self._params.vector}, step.average_decay
            )
        else:
            self._average = self._params
        return StepFigures(sum(f.loss for f in figures), sum(f.correct for f in figures))

    def _add_up(self, parts: Sequence[Flat]) -> None:
        """Make the gradients of a batch of those of its parts, in order."""
        first, *others = (part.vector for part in parts)
        for vector in others:
            first += vector
        self._weights.fold(parts[0].arrays, self._gradients.arrays)
        # The dense layers lie last in both.
        self._gradients.vector[-_DENSE_SIZE:] = first[-_DENSE_SIZE:]

    def _learn(self, step: Step, part: slice, gradients: Flat) -> StepFigures:
        """Take one part of a batch forward and back."""
        rows = step.rows[part]
        images, labels = self._images[rows], self._labels[rows]
        one_pass = self._passes.of(len(rows))
        if step.deformations is not None:
            images = one_pass.warp.bend(images, step.deformations[:, part])
        logits = one_pass.forward(self._weights, images).T
        losses, dlogits = cross_entropy(logits, labels, self._label_smoothing)
        dlogits *= np.float32(len(rows) / len(step.rows))
        one_pass.backward(self._weights, dlogits.T, gradients.arrays)
        correct = int((logits.argmax(axis=1) == labels).sum())
        return StepFigures(float(losses.sum()), correct)

    def state(self) -> State:
        """See `Engine`."""
        return State(*map(_copied, (self._params, self._velocity, self._average)))

    def validation_logits(self) -> FloatArray:
        """See `Engine`."""
        return self.logits(self._average.arrays, self._validation)

    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """See `Engine`."""
        self._weights.prepare(parameters)
        flat = images.reshape(len(images), -1)
        logits = np.empty((len(images), 10), np.float32)

        def read(part: slice) -> None:
            chunk = flat[part]
            logits[part] = self._passes.of(len(chunk)).forward(self._weights, chunk).T

        with settled():
            self._crew.each(_parts(len(images)), read)
        return logits

    def close(self) -> None:
        """See `Engine`."""
        self._crew.close()


def _parts(n: int) -> list[slice]:
    """Cut n images in equal parts, an even number of them where there is more than one."""
    size = ceil(n / (2 * ceil(n / (2 * PART))))
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def _copied(flat: Flat) -> Mapping[str, FloatArray]:
    return Flat.copy(flat.arrays, SHAPES).arrays
