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

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from itertools import groupby
from math import ceil, prod
from os import environ
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from core.backend import Array, ByteArray, FloatArray, cupy_module
from core.datasets import Examples
from core.engines.interface import State, Step, StepFigures
from core.lenet5 import SHAPES, LeNet5
from core.optim import SGD

# What kernels.cu calls by the same names; a test compares them.
_CONVOLUTIONS = sum(prod(shape) for name, shape in SHAPES.items() if name.startswith("c"))
_PARAMETERS = sum(prod(shape) for shape in SHAPES.values())
_DENSE = _PARAMETERS - _CONVOLUTIONS
_TRACE_FLOATS = 4780
_TILES = 13
_IMAGES_OF_A_CHUNK = 128
_SUM_BLOCKS = ceil(_CONVOLUTIONS / 32) + ceil(_DENSE / 256)

_KERNELS = (
    "features",
    "dense_by_2",
    "dense_by_8",
    "read_logits",
    "backward",
    "sum_gradients",
    "update",
)
_FEATURES_THREADS, _DENSE_THREADS, _BACKWARD_THREADS, _SUM_THREADS = 224, 512, 448, 256
_FEATURES_BLOCKS, _BACKWARD_BLOCKS = 4, 2
"""Blocks of these kernels that fit on a multiprocessor side by side."""
_READ_AT_ONCE = 2500
"""Images read without learning in one go: enough to fill a GPU, at 19 kB each."""
_REPLAYED_AT_ONCE = 8
"""Steps in a graph: from one graph to the next a GPU idles a little longer than within."""


class _Shape(NamedTuple):
    """What makes the launches of one step differ from those of another."""

    images: int
    deformed: bool


class GpuEngine:
    """A network in training on a GPU, with its images; see `core.engines.interface.Engine`.

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
        state: State,
    ) -> None:
        self.steps_at_once = 32
        self.why_no_graph = ""
        self._optimizer, self._label_smoothing = optimizer, label_smoothing
        self._cupy = cupy = cupy_module()
        self._processors = int(cupy.cuda.Device().attributes["MultiProcessorCount"])
        # The default stream would make every other stream of the process wait, and be no graph.
        self._stream = cupy.cuda.Stream(non_blocking=True)
        module = cupy.RawModule(code=_source(), options=_options(network))
        self._kernels = {name: module.get_function(name) for name in _KERNELS}
        _mark_as_compiled(network)
        self._graphs: dict[tuple[_Shape, int], Any] = {}
        with self._stream:
            self._images = cupy.asarray(training.images)
            self._labels = cupy.asarray(training.labels)
            self._validation = cupy.asarray(validation.images)
            self._parameters = cupy.asarray(_flat(state.parameters))
            self._velocity = cupy.asarray(_flat(state.velocity))
            self._average = cupy.asarray(_flat(state.average))
            self._gradients = cupy.empty(_PARAMETERS, np.float32)
            self._square_sums = cupy.empty(_SUM_BLOCKS, np.float32)
            self._now = cupy.empty(2, np.float32)
            self._convolution_partials = cupy.empty(
                (_BACKWARD_BLOCKS * self._processors, _CONVOLUTIONS), np.float32
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
        self._traces = cupy.empty((max(images, _READ_AT_ONCE), _TRACE_FLOATS), np.float32)
        self._dense_partials = cupy.empty((ceil(images / _IMAGES_OF_A_CHUNK), _DENSE), np.float32)
        self._tickets = cupy.empty(1 + steps * (2 + images), np.int32)
        self._figures = cupy.empty((steps, 2), np.float32)
        self._coefficients = cupy.empty(1, np.float32)

    def take(self, steps: Sequence[Step]) -> list[StepFigures]:
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
        return [StepFigures(float(loss), int(correct)) for loss, correct in figures]

    def _upload(self, steps: Sequence[Step]) -> None:
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
        n, words = shape.images, 2 + self._room
        self._launch_features(
            self._images, self._tickets, words, self._parameters, n, deformed=shape.deformed
        )
        # Few images are spread over many blocks; of many, each block takes more.
        by = 2 if n <= 2 * self._processors else 8
        self._launch(
            f"dense_by_{by}",
            ceil(n / by),
            _DENSE_THREADS,
            self._labels,
            self._tickets,
            words,
            self._parameters,
            np.float32(self._label_smoothing),
            n,
            self._traces,
        )
        convolution_blocks = min(n, _BACKWARD_BLOCKS * self._processors)
        chunks = ceil(n / _IMAGES_OF_A_CHUNK)
        partials = self._convolution_partials, self._dense_partials
        self._launch(
            "backward",
            convolution_blocks + _TILES * chunks,
            _BACKWARD_THREADS,
            self._parameters,
            n,
            convolution_blocks,
            self._traces,
            *partials,
        )
        self._launch(
            "sum_gradients",
            _SUM_BLOCKS + 1,
            _SUM_THREADS,
            n,
            convolution_blocks,
            chunks,
            *partials,
            self._traces,
            self._tickets,
            words,
            self._gradients,
            self._square_sums,
            self._figures,
            self._now,
        )
        self._launch(
            "update",
            ceil(_PARAMETERS / _SUM_THREADS),
            _SUM_THREADS,
            self._gradients,
            self._square_sums,
            self._now,
            np.float32(self._optimizer.momentum),
            np.float32(self._optimizer.weight_decay),
            np.float32(self._optimizer.clip_norm),
            self._tickets,
            self._parameters,
            self._velocity,
            self._average,
        )

    def _launch_features(
        self,
        images: Array,
        tickets: Array,
        words: int,
        parameters: Array,
        n: int,
        *,
        deformed: bool = False,
    ) -> None:
        self._launch(
            "features",
            min(n, _FEATURES_BLOCKS * self._processors),
            _FEATURES_THREADS,
            images,
            tickets,
            words,
            self._coefficients,
            self._coefficients_of_a_step,
            int(deformed),
            parameters,
            n,
            self._traces,
        )

    def _launch(self, kernel: str, blocks: int, threads: int, *arguments: Any) -> None:
        # A kernel reads as many bytes as its parameter has: a Python int would be passed as eight.
        typed = tuple(np.int32(a) if isinstance(a, int) else a for a in arguments)
        self._kernels[kernel]((blocks,), (threads,), typed)

    def state(self) -> State:
        """Copy what the run needs to go on from here."""
        with self._stream:
            return State(
                _by_name(self._parameters.get()),
                _by_name(self._velocity.get()),
                _by_name(self._average.get()),
            )

    def validation_logits(self) -> FloatArray:
        """Logits (n, 10) of the validation images, by the average."""
        with self._stream:
            return self._logits(self._average, self._validation).get()

    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """Logits (n, 10) of any images (n, 28, 28), grey levels 0-255, by other weights."""
        with self._stream:
            flat = self._cupy.asarray(_flat(parameters))
            return self._logits(flat, self._cupy.asarray(images)).get()

    def _logits(self, parameters: Array, images: Array) -> Any:
        logits = self._cupy.empty((len(images), 10), np.float32)
        for start in range(0, len(images), _READ_AT_ONCE):
            part = slice(start, start + _READ_AT_ONCE)
            n = len(images[part])
            self._launch_features(images[part], self._in_order, 0, parameters, n)
            self._launch(
                "read_logits",
                ceil(n / 8),
                _DENSE_THREADS,
                parameters,
                n,
                self._traces,
                logits[part],
            )
        return logits


def kernels_are_compiled(network: LeNet5) -> bool:
    """Whether this GPU's kernels for a network were compiled before, so that they load at once.

    CuPy keeps what it compiled on disk; beside it lies a marker of ours, which is gone when
    the folder is emptied and does not fit when the program, CuPy or the GPU is another.
    """
    return _marker(network).exists()


def _mark_as_compiled(network: LeNet5) -> None:
    marker = _marker(network)
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.touch()


def _marker(network: LeNet5) -> Path:
    cupy = cupy_module()
    folder = environ.get("CUPY_CACHE_DIR") or Path.home() / ".cupy" / "kernel_cache"
    what = (_source(), _options(network), cupy.__version__, cupy.cuda.Device().compute_capability)
    return Path(folder) / f"lenet-{sha256(repr(what).encode()).hexdigest()[:24]}.compiled"


@cache
def _source() -> str:
    return Path(__file__).with_name("kernels.cu").read_text(encoding="utf-8")


def _options(network: LeNet5) -> tuple[str, ...]:
    return (
        "-std=c++17",
        f"-DACTIVATION_{network.activation.upper()}",
        f"-DPOOLING_{network.pooling.upper()}",
    )


def _flat(arrays: Mapping[str, FloatArray]) -> FloatArray:
    """All parameters in one vector, in the order of `SHAPES`."""
    return np.concatenate([arrays[name].ravel() for name in SHAPES])


def _by_name(flat: FloatArray) -> dict[str, FloatArray]:
    return {name: part.reshape(SHAPES[name]) for name, part in _split(flat)}


def _split(flat: FloatArray) -> Iterator[tuple[str, FloatArray]]:
    start = 0
    for name, shape in SHAPES.items():
        yield name, flat[start : start + prod(shape)]
        start += prod(shape)
