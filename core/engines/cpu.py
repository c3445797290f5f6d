"""The CPU engine: threads process parts of a batch in parallel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, prod

import numpy as np

from core.arrays import ByteArray, FloatArray
from core.data.examples import Examples
from core.engines.activation_pooling import activation_pooling_of
from core.engines.engine import EngineState, StepResult, TrainingStep
from core.engines.flat_arrays import FlatArrays
from core.engines.fused import PART_SIZE, fused_passes
from core.engines.packed_weights import DENSE, PACKED, PackedWeights
from core.engines.softmaxes import Softmaxes, targets_of
from core.engines.thread_pool import ThreadPool, numpy_settings
from core.network.lenet5 import SHAPES, LeNet5
from core.network.optim import SGD, update_average

_DENSE_SIZE = sum(prod(SHAPES[name]) for name in DENSE)


class CpuEngine:
    """The CPU engine; implements `core.engines.engine.Engine`.

    Batches are split and gradients are summed in the same order for any number of threads, so
    results are bit-identical.

    Parameters
    ----------
    network, optimizer, label_smoothing, training, validation, state
        See `core.engines.start_engine`.
    threads
        Number of threads, including the calling one.
    """

    steps_at_once = 1

    def __init__(
        self,
        network: LeNet5,
        optimizer: SGD,
        label_smoothing: float,
        training: Examples,
        validation: Examples,
        state: EngineState,
        threads: int,
    ) -> None:
        self._optimizer = optimizer
        self._targets = targets_of(label_smoothing)
        self._images = training.images.reshape(len(training), -1)
        self._labels = training.labels
        self._validation = validation.images
        self._params = FlatArrays.copy(state.parameters, SHAPES)
        self._velocity = FlatArrays.copy(state.velocity, SHAPES)
        self._average = FlatArrays.copy(state.average, SHAPES)
        self._gradients = FlatArrays(SHAPES)
        self._decay_share = _decay_share(optimizer)
        self._weights = PackedWeights(activation_pooling_of(network))
        self._by_part: list[FlatArrays] = []
        self._passes, self._pool = fused_passes(network), ThreadPool(threads)

    def take(self, steps: Sequence[TrainingStep]) -> list[StepResult]:
        """Take training steps in order."""
        with numpy_settings():
            return [self._take(step) for step in steps]

    def _take(self, step: TrainingStep) -> StepResult:
        self._weights.pack(self._params.arrays)
        n = len(step.rows)
        parts = _parts(n)
        while len(self._by_part) < len(parts):
            self._by_part.append(FlatArrays(PACKED))
        labels = self._labels[step.rows]
        softmaxes = Softmaxes(self._targets.take(labels, axis=1))
        self._pool.map(
            range(len(parts)),
            lambda index: self._backpropagate(step, parts[index], softmaxes, self._by_part[index]),
        )
        self._sum_gradients(self._by_part[: len(parts)])
        self._optimizer.step(
            {"": self._params.vector},
            {"": self._velocity.vector},
            {"": self._gradients.vector},
            step.learning_rate,
            {"": self._decay_share},
        )
        if step.average_decay:
            update_average(
                {"": self._average.vector}, {"": self._params.vector}, step.average_decay
            )
        else:
            self._average = self._params
        return StepResult(softmaxes.loss(), softmaxes.correct(labels))

    def _sum_gradients(self, parts: Sequence[FlatArrays]) -> None:
        """Sum the gradients of the parts of a batch in a fixed order."""
        first, *others = (part.vector for part in parts)
        for vector in others:
            first += vector
        self._weights.unpack(parts[0].arrays, self._gradients.arrays)
        # The dense layers are last in both.
        self._gradients.vector[-_DENSE_SIZE:] = first[-_DENSE_SIZE:]

    def _backpropagate(
        self, step: TrainingStep, part: slice, softmaxes: Softmaxes, gradients: FlatArrays
    ) -> None:
        """Compute the gradients of one part of a batch."""
        rows = step.rows[part]
        images = self._images.take(rows, axis=0)
        one_pass = self._passes.of(len(rows))
        if step.deformations is not None:
            images = one_pass.warp.deform(images, step.deformations[:, part])
        logits = one_pass.forward(self._weights, images)
        softmaxes.to_gradient(logits, part)
        one_pass.backward(self._weights, logits, gradients.arrays)

    def state(self) -> EngineState:
        """Copy the state from which training can resume."""
        return EngineState(*map(_copied, (self._params, self._velocity, self._average)))

    def validation_logits(self) -> FloatArray:
        """Compute the validation logits (n, 10) with the averaged weights."""
        return self.logits(self._average.arrays, self._validation)

    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """Compute the logits (n, 10) of images (n, 28, 28), 0-255."""
        self._weights.pack(parameters)
        flat = images.reshape(len(images), -1)
        logits = np.empty((len(images), 10), np.float32)

        def forward(part: slice) -> None:
            chunk = flat[part]
            logits[part] = self._passes.of(len(chunk)).forward(self._weights, chunk).T

        with numpy_settings():
            self._pool.map(_parts(len(images)), forward)
        return logits

    def close(self) -> None:
        """Shut down the threads."""
        self._pool.close()


def _decay_share(optimizer: SGD) -> FloatArray | float:
    """Return how much of the weight decay applies to each parameter: none to the biases."""
    if optimizer.decays_biases or not optimizer.weight_decay:
        return 1.0
    share = FlatArrays(SHAPES)
    for array in share.arrays.values():
        array[...] = array.ndim > 1
    return share.vector


def _parts(n: int) -> list[slice]:
    """Split n images into parts, of equal size for small n so that all threads finish together."""
    size = PART_SIZE if n > 8 * PART_SIZE else ceil(n / (2 * ceil(n / (2 * PART_SIZE))))
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def _copied(flat: FlatArrays) -> Mapping[str, FloatArray]:
    return FlatArrays.copy(flat.arrays, SHAPES).arrays
