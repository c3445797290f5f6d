"""The engine of a CUDA GPU: a training step in five kernels of our own, replayed as a graph.

All that a step reads lies on the device before it starts. What changes from step to step (rows,
learning rate, share of the average) is uploaded for a group of steps at once, and a counter on the
device says whose turn it is: so the very same launches serve every step, CUDA can replay them as
a graph, and nothing waits for the host until the group is done::

    tickets   | next | rate  share  rows ... | rate  share  rows ... | ...
                 |            step 0         |        step 1
                 +--> read by the kernels, and moved on by the last one of a step

The kernels, `kernels.cu`, keep what they remember of an image in one record, its trace.
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
    CONVOLUTIONS,
    DENSE,
    FEATURES_BLOCKS,
    IMAGES_OF_A_CHUNK,
    PARAMETERS,
    SUM_BLOCKS,
    SUM_THREADS,
    TILES,
    TRACE_FLOATS,
    Kernels,
    by_name,
    flat,
)
from core.network.lenet5 import LeNet5
from core.network.optim import SGD

_READ_AT_ONCE = 2500
"""Images read without learning in one go: enough to fill a GPU, at 19 kB each."""
_REPLAYED_AT_ONCE = 8
"""Steps in a graph: the host launches once for all of them."""


class _Shape(NamedTuple):
    """What makes the launches of one step differ from those of another."""

    images: int
    deformed: bool


class GpuEngine:
    """A network in training on a GPU, with its images; see `core.engines.engine.Engine`.

    Parameters
    ----------
    network, optimizer, label_smoothing
        What is trained and how.
    training, validation
        Copied to the device whole.
    state
        Where the run stands.

    Attributes
    ----------
    steps_at_once
        Few enough that a person who stops a run waits some milliseconds.
    why_no_graph
        What CUDA said where it could not record a step as a graph, so that the kernels are
        launched one by one; else empty.
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
        self.why_no_graph = ""
        self._optimizer, self._label_smoothing = optimizer, label_smoothing
        self._cupy = cupy = cupy_module()
        self._processors = int(cupy.cuda.Device().attributes["MultiProcessorCount"])
        # The default stream waits for every other one, and cannot be recorded.
        self._stream = cupy.cuda.Stream(non_blocking=True)
        self._kernels = Kernels(network)
        self._graphs: dict[tuple[_Shape, int], Any] = {}
        with self._stream:
            self._images = cupy.asarray(training.images)
            self._labels = cupy.asarray(training.labels)
            self._validation = cupy.asarray(validation.images)
            self._parameters = cupy.asarray(flat(state.parameters))
            self._velocity = cupy.asarray(flat(state.velocity))
            self._average = cupy.asarray(flat(state.average))
            self._gradients = cupy.empty(PARAMETERS, np.float32)
            self._square_sums = cupy.empty(SUM_BLOCKS, np.float32)
            self._now = cupy.empty(2, np.float32)
            self._convolution_partials = cupy.empty(
                (BACKWARD_BLOCKS * self._processors, CONVOLUTIONS), np.float32
            )
            # A ticket that asks for the first images of an array in their order.
            in_order = np.arange(-3, _READ_AT_ONCE, dtype=np.int32)
            in_order[:3] = 0
            self._in_order = cupy.asarray(in_order)
            self._make_room(self.steps_at_once, 1)

    def _make_room(self, steps: int, images: int) -> None:
        """Allocate what depends on the size of a batch; graphs hold the old addresses."""
        cupy = self._cupy
        self._graphs.clear()
        self._room = images
        self._steps = steps
        self._traces = cupy.empty((max(images, _READ_AT_ONCE), TRACE_FLOATS), np.float32)
        self._dense_partials = cupy.empty((ceil(images / IMAGES_OF_A_CHUNK), DENSE), np.float32)
        self._tickets = cupy.empty(1 + steps * (2 + images), np.int32)
        self._figures = cupy.empty((steps, 2), np.float32)
        self._coefficients = cupy.empty(1, np.float32)

    def take(self, steps: Sequence[TrainingStep]) -> list[StepResult]:
        """Take steps, one after the other; waits for the device once, at their end."""
        most = max(len(step.rows) for step in steps)
        shapes = [_Shape(len(step.rows), step.deformations is not None) for step in steps]
        with self._stream:
            if most > self._room or len(steps) > self._steps:
                self._make_room(max(len(steps), self._steps), max(most, self._room))
            self._upload(steps)
            for shape, same in groupby(shapes):
                self._run(shape, len(list(same)))
            figures = self._figures.get()[: len(steps)]
        return [StepResult(float(loss), int(correct)) for loss, correct in figures]

    def _upload(self, steps: Sequence[TrainingStep]) -> None:
        tickets = np.zeros(self._tickets.size, np.int32)
        for ticket, step in zip(tickets[1:].reshape(self._steps, -1), steps, strict=False):
            ticket[:2].view(np.float32)[:] = step.learning_rate, step.average_decay
            ticket[2 : 2 + len(step.rows)] = step.rows
        self._tickets.set(tickets)
        if all(step.deformations is None for step in steps):
            return
        size = self._steps * self._coefficients_of_a_step
        if self._coefficients.size < size:
            self._graphs.clear()
            self._coefficients = self._cupy.empty(size, np.float32)
        coefficients = np.zeros((self._steps, self._coefficients_of_a_step), np.float32)
        for of_step, step in zip(coefficients, steps, strict=False):
            if step.deformations is not None:
                of_step[: step.deformations.size] = step.deformations.ravel()
        self._coefficients.set(coefficients.ravel())

    @property
    def _coefficients_of_a_step(self) -> int:
        return 2 * self._room * 28

    def _run(self, shape: _Shape, steps: int) -> None:
        """Take so many steps of one shape, by graphs of eight and of one."""
        for count in (_REPLAYED_AT_ONCE, 1):
            while steps >= count:
                self._replay(shape, count)
                steps -= count

    def _replay(self, shape: _Shape, count: int) -> None:
        graph = self._graphs.get((shape, count))
        if graph is not None:
            graph.launch()
            return
        self._launch_steps(shape, count)
        # Only now: a kernel's first launch may load it, which a recording does not allow.
        if not self.why_no_graph:
            self._graphs[shape, count] = self._record(shape, count)

    def _record(self, shape: _Shape, count: int) -> Any:
        try:
            self._stream.begin_capture()
            try:
                self._launch_steps(shape, count)
            finally:
                graph = self._stream.end_capture()
        except RuntimeError as error:
            self.why_no_graph = f"{type(error).__name__}: {error}"
            return None
        return graph

    def _launch_steps(self, shape: _Shape, count: int) -> None:
        for _ in range(count):
            self._launch_step(shape)

    def _launch_step(self, shape: _Shape) -> None:
        n, launch, tickets = shape.images, self._kernels.launch, (self._tickets, 2 + self._room)
        self._launch_features(self._images, tickets, self._parameters, n, shape.deformed)
        # Few images are spread over many blocks; of many, each block takes more.
        by = 2 if n <= 2 * self._processors else 8
        smoothing = np.float32(self._label_smoothing)
        dense = self._labels, *tickets, self._parameters, smoothing, n, self._traces
        launch(f"dense_by_{by}", ceil(n / by), *dense)
        convolution_blocks = min(n, BACKWARD_BLOCKS * self._processors)
        chunks = ceil(n / IMAGES_OF_A_CHUNK)
        partials = self._convolution_partials, self._dense_partials
        backward = self._parameters, n, convolution_blocks, self._traces, *partials
        launch("backward", convolution_blocks + TILES * chunks, *backward)
        parts = n, convolution_blocks, chunks, *partials, self._traces, *tickets
        summed = self._gradients, self._square_sums, self._figures, self._now
        launch("sum_gradients", SUM_BLOCKS + 1, *parts, *summed)
        optimizer = self._optimizer
        rule = map(np.float32, (optimizer.momentum, optimizer.weight_decay, optimizer.clip_norm))
        gradient = self._gradients, self._square_sums, self._now
        state = self._parameters, self._velocity, self._average
        launch("update", ceil(PARAMETERS / SUM_THREADS), *gradient, *rule, self._tickets, *state)

    def _launch_features(
        self, images: Array, tickets: tuple[Array, int], parameters: Array, n: int, deformed: bool
    ) -> None:
        bend = self._coefficients, self._coefficients_of_a_step, int(deformed)
        self._kernels.launch(
            "features",
            min(n, FEATURES_BLOCKS * self._processors),
            *(images, *tickets, *bend, parameters, n, self._traces),
        )

    def close(self) -> None:
        """Give the memory of the GPU back."""
        self._graphs.clear()
        self._cupy.get_default_memory_pool().free_all_blocks()

    def state(self) -> EngineState:
        """Copy what the run needs to go on from here."""
        with self._stream:
            return EngineState(
                by_name(self._parameters.get()),
                by_name(self._velocity.get()),
                by_name(self._average.get()),
            )

    def validation_logits(self) -> FloatArray:
        """Logits (n, 10) of the validation images, by the average."""
        with self._stream:
            return self._logits(self._average, self._validation).get()

    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """Logits (n, 10) of any images (n, 28, 28), grey levels 0-255, by other weights."""
        with self._stream:
            weights = self._cupy.asarray(flat(parameters))
            return self._logits(weights, self._cupy.asarray(images)).get()

    def _logits(self, parameters: Array, images: Array) -> Any:
        logits = self._cupy.empty((len(images), 10), np.float32)
        for start in range(0, len(images), _READ_AT_ONCE):
            part = slice(start, start + _READ_AT_ONCE)
            n = len(images[part])
            self._launch_features(images[part], (self._in_order, 0), parameters, n, False)
            self._kernels.launch(
                "read_logits", ceil(n / 8), parameters, n, self._traces, logits[part]
            )
        return logits
