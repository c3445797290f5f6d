"""The CUDA engine: a training step is five custom kernels, replayed as a CUDA graph.

All inputs of a step are on the device before it starts. What differs between steps (rows, learning
rate, decay of the average) is uploaded for a group of steps at once, and a counter on the device
selects the current step. Every step thus has the same launches, so CUDA can replay them as a graph,
and the host waits only once per group::

    step_queue   | index | rate  decay  rows ... | rate  decay  rows ... | ...
                     |            step 0         |        step 1
                     +--> read by all kernels, incremented by the last kernel of a step

The kernels, in the folder `cuda`, store the intermediate results of an image in one record, its
trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import ceil
from typing import Any, NamedTuple

import numpy as np

from core.arrays import Array, ByteArray, FloatArray
from core.data.examples import Examples
from core.device import cupy_module
from core.engines.engine import EngineState, StepResult, TrainingStep
from core.engines.kernels import (
    BACKWARD_BLOCKS,
    CHUNK_IMAGES,
    CONVOLUTIONS,
    DENSE,
    FEATURES_BLOCKS,
    PARAMETERS,
    SUM_BLOCKS,
    SUM_THREADS,
    TILES,
    TRACE_FLOATS,
    Kernels,
    flatten,
    unflatten,
)
from core.network.lenet5 import LeNet5
from core.network.optim import SGD

_INFERENCE_BATCH = 2500
"""Images per forward pass without training: enough to fill a GPU, 19 kB each."""
_STEPS_PER_GRAPH = 8
"""Steps recorded in one graph, which the host launches at once."""


class _Shape(NamedTuple):
    """Everything that the launches of a step depend on."""

    images: int
    deformed: bool


class GpuEngine:
    """The CUDA engine; implements `core.engines.engine.Engine`.

    Parameters
    ----------
    network, optimizer, label_smoothing, training, validation, state
        See `core.engines.start_engine`; the images are copied to the device.

    Attributes
    ----------
    steps_at_once
        Few enough that stopping a run takes only milliseconds.
    graph_error
        Why CUDA could not record a step as a graph, so that kernels are launched one by one; empty
        if it could.
    """

    def __init__(
        self,
        network: LeNet5,
        optimizer: SGD,
        label_smoothing: float,
        training: Examples,
        validation: Examples,
        state: EngineState,
    ) -> None:
        self.steps_at_once = 32
        self.graph_error = ""
        self._optimizer, self._label_smoothing = optimizer, label_smoothing
        self._cupy = cupy = cupy_module()
        self._processors = int(cupy.cuda.Device().attributes["MultiProcessorCount"])
        # The default stream synchronises with all others and cannot be recorded.
        self._stream = cupy.cuda.Stream(non_blocking=True)
        self._kernels = Kernels(network)
        self._graphs: dict[tuple[_Shape, int], Any] = {}
        with self._stream:
            self._images = cupy.asarray(_bytes(training.images))
            self._labels = cupy.asarray(_bytes(training.labels))
            self._validation = cupy.asarray(_bytes(validation.images))
            self._parameters = cupy.asarray(flatten(state.parameters))
            self._velocity = cupy.asarray(flatten(state.velocity))
            self._average = cupy.asarray(flatten(state.average))
            self._gradients = cupy.empty(PARAMETERS, np.float32)
            self._square_sums = cupy.empty(SUM_BLOCKS, np.float32)
            self._step_settings = cupy.empty(2, np.float32)
            self._convolution_partials = cupy.empty(
                (BACKWARD_BLOCKS * self._processors, CONVOLUTIONS), np.float32
            )
            # A queue with one step whose rows are 0, 1, 2, ...
            identity_queue = np.arange(-3, _INFERENCE_BATCH, dtype=np.int32)
            identity_queue[:3] = 0
            self._identity_queue = cupy.asarray(identity_queue)
            self._allocate(self.steps_at_once, 1)

    def _allocate(self, steps: int, images: int) -> None:
        """Allocate the arrays that depend on the batch size; graphs hold the old addresses."""
        cupy = self._cupy
        self._graphs.clear()
        self._batch_capacity = images
        self._step_capacity = steps
        self._traces = cupy.empty((max(images, _INFERENCE_BATCH), TRACE_FLOATS), np.float32)
        self._dense_partials = cupy.empty((ceil(images / CHUNK_IMAGES), DENSE), np.float32)
        self._step_queue = cupy.empty(1 + steps * (2 + images), np.int32)
        self._host_step_queue = self._pinned(self._step_queue.size, np.int32)
        self._results = cupy.empty((steps, 2), np.float32)
        self._coefficients = cupy.empty(1, np.float32)
        self._host_coefficients = self._pinned(1, np.float32)

    def take(self, steps: Sequence[TrainingStep]) -> list[StepResult]:
        """Take training steps in order; waits for the device once, at the end."""
        most = max(len(step.rows) for step in steps)
        shapes = [_Shape(len(step.rows), step.deformations is not None) for step in steps]
        with self._stream:
            if most > self._batch_capacity or len(steps) > self._step_capacity:
                self._allocate(
                    max(len(steps), self._step_capacity), max(most, self._batch_capacity)
                )
            self._upload(steps)
            for shape, same in groupby(shapes):
                self._run(shape, len(list(same)))
            results = self._results[: len(steps)].get()
        return [StepResult(float(loss), int(correct)) for loss, correct in results]

    def _upload(self, steps: Sequence[TrainingStep]) -> None:
        """Copy the steps to the device while the host continues.

        The buffers on the host may be filled again after the results were fetched.
        """
        queue = self._host_step_queue
        queue[0] = 0
        for entry, step in zip(queue[1:].reshape(self._step_capacity, -1), steps, strict=False):
            entry[:2].view(np.float32)[:] = step.learning_rate, step.average_decay
            entry[2 : 2 + len(step.rows)] = step.rows
        self._step_queue.set(queue)
        if all(step.deformations is None for step in steps):
            return
        size = self._step_capacity * self._coefficients_per_step
        if self._coefficients.size < size:
            self._graphs.clear()
            self._coefficients = self._cupy.empty(size, np.float32)
            self._host_coefficients = self._pinned(size, np.float32)
        coefficients = self._host_coefficients.reshape(self._step_capacity, -1)
        for of_step, step in zip(coefficients, steps, strict=False):
            if step.deformations is not None:
                of_step[: step.deformations.size] = step.deformations.ravel()
        self._coefficients.set(self._host_coefficients)

    def _pinned(self, size: int, dtype: type[np.generic]) -> Any:
        """Allocate an array on the host that the device reads without the host's help."""
        memory = self._cupy.cuda.alloc_pinned_memory(size * np.dtype(dtype).itemsize)
        array = np.frombuffer(memory, dtype, size)
        array[:] = 0
        return array

    @property
    def _coefficients_per_step(self) -> int:
        return 2 * self._batch_capacity * 28

    def _run(self, shape: _Shape, steps: int) -> None:
        """Take steps of one shape, by graphs of several steps and of one."""
        for count in (_STEPS_PER_GRAPH, 1):
            while steps >= count:
                self._replay(shape, count)
                steps -= count

    def _replay(self, shape: _Shape, count: int) -> None:
        graph = self._graphs.get((shape, count))
        if graph is not None:
            graph.launch()
            return
        self._launch_steps(shape, count)
        # Record after the first launch, which may load the kernel: a recording does not allow that.
        if not self.graph_error:
            self._graphs[shape, count] = self._record(shape, count)

    def _record(self, shape: _Shape, count: int) -> Any:
        try:
            self._stream.begin_capture()
            try:
                self._launch_steps(shape, count)
            finally:
                graph = self._stream.end_capture()
        except RuntimeError as error:
            self.graph_error = f"{type(error).__name__}: {error}"
            return None
        return graph

    def _launch_steps(self, shape: _Shape, count: int) -> None:
        for _ in range(count):
            self._launch_step(shape)

    def _launch_step(self, shape: _Shape) -> None:
        n, launch = shape.images, self._kernels.launch
        queue = self._step_queue, 2 + self._batch_capacity
        self._launch_features(self._images, queue, self._parameters, n, shape.deformed)
        # Small batches are spread over many blocks; for large ones each block takes more images.
        by = 2 if n <= 2 * self._processors else 8
        smoothing = np.float32(self._label_smoothing)
        dense = self._labels, *queue, self._parameters, smoothing, n, self._traces
        launch(f"dense_by_{by}", ceil(n / by), *dense)
        convolution_blocks = min(n, BACKWARD_BLOCKS * self._processors)
        chunks = ceil(n / CHUNK_IMAGES)
        partials = self._convolution_partials, self._dense_partials
        backward = self._parameters, n, convolution_blocks, self._traces, *partials
        launch("backward", convolution_blocks + TILES * chunks, *backward)
        parts = n, convolution_blocks, chunks, *partials, self._traces, *queue
        summed = self._gradients, self._square_sums, self._results, self._step_settings
        launch("sum_gradients", SUM_BLOCKS + 1, *parts, *summed)
        optimizer = self._optimizer
        decay = optimizer.weight_decay
        decays = decay, decay if optimizer.decays_biases else 0.0
        rule = map(np.float32, (optimizer.momentum, *decays, optimizer.clip_norm))
        gradient = self._gradients, self._square_sums, self._step_settings
        state = self._parameters, self._velocity, self._average
        launch("update", ceil(PARAMETERS / SUM_THREADS), *gradient, *rule, self._step_queue, *state)

    def _launch_features(
        self, images: Array, queue: tuple[Array, int], parameters: Array, n: int, deformed: bool
    ) -> None:
        deformation = self._coefficients, self._coefficients_per_step, int(deformed)
        self._kernels.launch(
            "features",
            min(n, FEATURES_BLOCKS * self._processors),
            *(images, *queue, *deformation, parameters, n, self._traces),
        )

    def close(self) -> None:
        """Release the memory of the GPU; the engine cannot be used any more."""
        cupy = self._cupy
        # The pools free only what no array holds.
        vars(self).clear()
        cupy.get_default_memory_pool().free_all_blocks()
        cupy.get_default_pinned_memory_pool().free_all_blocks()

    def state(self) -> EngineState:
        """Copy the state from which training can resume."""
        with self._stream:
            return EngineState(
                unflatten(self._parameters.get()),
                unflatten(self._velocity.get()),
                unflatten(self._average.get()),
            )

    def validation_logits(self) -> FloatArray:
        """Compute the validation logits (n, 10) with the averaged weights."""
        with self._stream:
            return self._logits(self._average, self._validation).get()

    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """Compute the logits (n, 10) of images (n, 28, 28), 0-255, with the given parameters."""
        with self._stream:
            weights = self._cupy.asarray(flatten(parameters))
            return self._logits(weights, self._cupy.asarray(_bytes(images))).get()

    def _logits(self, parameters: Array, images: Array) -> Any:
        logits = self._cupy.empty((len(images), 10), np.float32)
        for start in range(0, len(images), _INFERENCE_BATCH):
            part = slice(start, start + _INFERENCE_BATCH)
            n = len(images[part])
            self._launch_features(images[part], (self._identity_queue, 0), parameters, n, False)
            self._kernels.launch(
                "compute_logits", ceil(n / 8), parameters, n, self._traces, logits[part]
            )
        return logits


def _bytes(array: ByteArray) -> ByteArray:
    """Return the array as the kernels read it: in C order, one byte each."""
    return np.ascontiguousarray(array, np.uint8)
