"""The engine on the CPU: every core takes parts of a batch through the network."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from math import ceil
from typing import TypeVar

import numpy as np

from core.augment import deform
from core.backend import ByteArray, FloatArray
from core.datasets import Examples
from core.engines.flat import Flat
from core.engines.fused import Pass
from core.engines.gates import gate_of
from core.engines.interface import State, Step, StepFigures
from core.engines.prepared import PREPARED, PreparedWeights
from core.lenet5 import LeNet5
from core.losses import cross_entropy
from core.optim import SGD, update_average

PART = 64
"""Most images in a part: what a core then works on stays near it, and NumPy's calls still pay."""
Result = TypeVar("Result")
# A loss that overflows is told once and in words, not by a warning for every product.
_QUIET = np.errstate(over="ignore", invalid="ignore", divide="ignore")
_SIZES = 4
"""Sizes of parts that a thread keeps memory for."""


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
        self._params, self._velocity = Flat.of(state.parameters), Flat.of(state.velocity)
        self._average = Flat.of(state.average)
        self._gradients = Flat.of(state.velocity)
        self._weights = PreparedWeights(gate_of(network))
        self._by_part: list[Flat] = []
        self._crew = _Crew(network, threads)

    @_QUIET
    def take(self, steps: Sequence[Step]) -> list[StepFigures]:
        """See `Engine`."""
        return [self._take(step) for step in steps]

    def _take(self, step: Step) -> StepFigures:
        self._weights.prepare(self._params.arrays)
        parts = _parts(len(step.rows))
        while len(self._by_part) < len(parts):
            self._by_part.append(Flat(PREPARED))
        figures = self._crew.each(
            parts, lambda index, part, passes: self._learn(step, part, passes, self._by_part[index])
        )
        total, *others = (part.vector for part in self._by_part[: len(parts)])
        for vector in others:
            total += vector
        self._weights.fold(self._by_part[0].arrays, self._gradients.arrays)
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

    @_QUIET
    def _learn(self, step: Step, part: slice, passes: _Passes, gradients: Flat) -> StepFigures:
        """Take one part of a batch forward and back."""
        rows = step.rows[part]
        images, labels = self._images[rows], self._labels[rows]
        if step.deformations is not None:
            deformed = deform(images.reshape(-1, 28, 28), step.deformations[:, part])
            images = deformed.reshape(len(rows), -1)
        one_pass = passes.of(len(rows))
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

    @_QUIET
    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """See `Engine`."""
        self._weights.prepare(parameters)
        flat = images.reshape(len(images), -1)
        logits = np.empty((len(images), 10), np.float32)

        def read(_: int, part: slice, passes: _Passes) -> None:
            chunk = flat[part]
            logits[part] = passes.of(len(chunk)).forward(self._weights, chunk).T

        self._crew.each(_parts(len(images)), read)
        return logits

    def close(self) -> None:
        """See `Engine`."""
        self._crew.close()


class _Passes:
    """One thread's passes through the network, by the number of images."""

    def __init__(self, network: LeNet5) -> None:
        self._network = network
        self._by_size: dict[int, Pass] = {}

    def of(self, n: int) -> Pass:
        """The pass for n images."""
        if n not in self._by_size:
            if len(self._by_size) == _SIZES:
                self._by_size.pop(next(iter(self._by_size)))
            self._by_size[n] = Pass(self._network, n)
        return self._by_size[n]


class _Crew:
    """Threads that share out parts among them; the calling one works as well."""

    def __init__(self, network: LeNet5, threads: int) -> None:
        self._passes = [_Passes(network) for _ in range(threads)]
        self._executor = ThreadPoolExecutor(threads, "trainer")

    def each(
        self, parts: Sequence[slice], task: Callable[[int, slice, _Passes], Result]
    ) -> list[Result]:
        """Do a task for every part; returns the results in order."""
        waiting = deque(enumerate(parts))
        results: dict[int, Result] = {}

        def work(passes: _Passes) -> None:
            with _loops_of_short_runs():
                while True:
                    try:
                        index, part = waiting.popleft()
                    except IndexError:
                        return
                    results[index] = task(index, part, passes)

        helpers = [self._executor.submit(work, passes) for passes in self._passes[1 : len(parts)]]
        try:
            work(self._passes[0])
        finally:
            waiting.clear()
            wait(helpers)
        for helper in helpers:
            helper.result()
        return [results[index] for index in range(len(parts))]

    def close(self) -> None:
        """Let the threads end."""
        self._executor.shutdown()


@contextmanager
def _loops_of_short_runs() -> Generator[None]:
    """Set NumPy, in this thread, to work on runs of some hundred numbers where they lie.

    With the usual size of its buffer it takes runs shorter than that together in a copy.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        np.setbufsize(1024)
        yield


def _parts(n: int) -> list[slice]:
    """Cut n images in equal parts, an even number of them where there is more than one."""
    size = ceil(n / (2 * ceil(n / (2 * PART))))
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def _copied(flat: Flat) -> Mapping[str, FloatArray]:
    return Flat.of(flat.arrays).arrays
