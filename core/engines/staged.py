"""The CPU engine of any list of stages: threads process parts of a batch in parallel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial

import numpy as np

from core.arrays import ByteArray, FloatArray
from core.data.examples import Examples
from core.digits import SIDE
from core.engines.engine import EngineState, StepResult, TrainingStep
from core.engines.flat_arrays import FlatArrays, TrainedArrays
from core.engines.images_last.chain import Chain
from core.engines.images_last.layer import Arrays, Scratch
from core.engines.softmaxes import Softmaxes, targets_of
from core.engines.thread_pool import (
    ForEachThread,
    ThreadPool,
    interleaved_parts,
    numpy_settings,
)
from core.engines.warp import Warp
from core.network.blocks import dropout_in
from core.network.optim import SGD
from core.network.sequence import Network


class StagedPass:
    """Forward and backward pass of n images, with memory of its own; for one thread."""

    def __init__(self, network: Network, n: int) -> None:
        self._n = n
        self._pixels = np.empty((SIDE, 1, SIDE, n), np.float32)
        self._chain = Chain(network.stages, self._pixels.shape, Scratch())

    @cached_property
    def warp(self) -> Warp:
        """Deformation of images before the pass, allocated on first use."""
        return Warp(self._n)

    def forward(self, params: Arrays, images: ByteArray | FloatArray) -> FloatArray:
        """Compute the logits (10, n) of images (n, 784), grey levels 0-255."""
        self._pixels.reshape(-1, self._n)[...] = images.T
        self._pixels *= np.float32(1 / 255)
        return self._chain.forward(params, self._pixels)

    def backward(self, params: Arrays, dlogits: FloatArray, gradients: Arrays) -> None:
        """Compute the gradients and statistics of the last `forward`; overwrites `dlogits`."""
        self._chain.backward(params, dlogits, gradients)


def staged_passes(network: Network) -> ForEachThread[StagedPass]:
    """Return the passes of a network for each thread, by their number of images."""
    return ForEachThread(partial(StagedPass, network))


class StagedEngine:
    """The engine; implements `core.engines.engine.Engine`.

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
        network: Network,
        optimizer: SGD,
        label_smoothing: float,
        training: Examples,
        validation: Examples,
        state: EngineState,
        threads: int,
    ) -> None:
        self._targets = targets_of(label_smoothing)
        self._images = training.images.reshape(len(training), -1)
        self._labels = training.labels
        self._validation = validation.images
        self._trained = TrainedArrays(network, optimizer, state)
        self._by_part: list[FlatArrays] = []
        self._dropout = dropout_in(network.stages)
        self._passes, self._pool = staged_passes(network), ThreadPool(threads)

    def take(self, steps: Sequence[TrainingStep]) -> list[StepResult]:
        """Take training steps in order."""
        with numpy_settings():
            return [self._take(step) for step in steps]

    def _take(self, step: TrainingStep) -> StepResult:
        parts = interleaved_parts(len(step.rows))
        while len(self._by_part) < len(parts):
            self._by_part.append(self._trained.new_part())
        labels = self._labels[step.rows]
        softmaxes = Softmaxes(self._targets.take(labels, axis=1))
        self._pool.map(
            range(len(parts)),
            lambda index: self._backpropagate(step, parts[index], softmaxes, self._by_part[index]),
        )
        self._trained.update(self._by_part[: len(parts)], step)
        return StepResult(softmaxes.loss(), softmaxes.correct(labels))

    def _backpropagate(
        self, step: TrainingStep, part: slice, softmaxes: Softmaxes, gradients: FlatArrays
    ) -> None:
        """Compute the gradients and statistics of one part of a batch."""
        rows, params = step.rows[part], self._trained.in_training
        images = self._images.take(rows, axis=0)
        one_pass = self._passes.of(len(rows))
        if step.deformations is not None:
            images = one_pass.warp.deform(images, step.deformations[:, part])
        if step.mask is not None:
            params = {**params, f"{self._dropout}.mask": step.mask[part]}
        logits = one_pass.forward(params, images)
        softmaxes.to_gradient(logits, part)
        one_pass.backward(params, logits, gradients.arrays)

    def state(self) -> EngineState:
        """Copy the state from which training can resume."""
        return self._trained.state()

    def validation_logits(self) -> FloatArray:
        """Compute the validation logits (n, 10) with the averaged weights."""
        return self.logits(self._trained.averaged, self._validation)

    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """Compute the logits (n, 10) of images (n, 28, 28), 0-255."""
        flat = images.reshape(len(images), -1)
        logits = np.empty((len(images), 10), np.float32)

        def forward(part: slice) -> None:
            chunk = flat[part]
            logits[part] = self._passes.of(len(chunk)).forward(parameters, chunk).T

        with numpy_settings():
            self._pool.map(interleaved_parts(len(images)), forward)
        return logits

    def close(self) -> None:
        """Shut down the threads."""
        self._pool.close()
