"""Progress of long-running work, and its precedence.

Such work is a generator that yields `Progress` and returns its result. Generators combine by
``yield from``, and closing one stops the work. It gives way to short work that a person waits for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

_LONGEST = 0.05  # Seconds that short work has precedence, at most.


class Stage(Enum):
    """The kind of operation in progress."""

    OPENING = "opening"
    DOWNLOADING = "downloading"
    DRAWING = "drawing"
    READING = "reading"
    TRAINING = "training"
    EVALUATING = "evaluating"


@dataclass(frozen=True)
class Progress:
    """Progress of an operation.

    Attributes
    ----------
    stage
        The operation.
    done, total
        Bytes, images, drawings or steps, depending on the stage; a total of 0 is unknown.
    """

    stage: Stage
    done: int = 0
    total: int = 0


def result_of(work: Generator[object, None, T]) -> T:
    """Exhaust a generator, ignore what it yields, and return its result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result


def map_progress(
    work: Generator[Progress, None, T], change: Callable[[Progress], Progress]
) -> Generator[Progress, None, T]:
    """Delegate to a generator and transform the progress that it yields."""
    with closing(work):
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                result: T = end.value
                return result
            yield change(progress)


class Precedence:
    """Lets short work go before long work, whose threads wait where they can.

    Otherwise, threads that compute compete with the short work for the cores and for Python's lock.
    """

    def __init__(self) -> None:
        self._is_free = threading.Event()
        self._ends_at = 0.0

    def take(self) -> None:
        """Begin short work, or take it up again; it lasts until `release`, or 50 ms from now."""
        self._ends_at = monotonic() + _LONGEST
        self._is_free.clear()

    def release(self) -> None:
        """End short work."""
        self._ends_at = 0.0
        self._is_free.set()

    def give_way(self) -> None:
        """Wait for the end of short work, also if it begins again and again."""
        while (left := self._ends_at - monotonic()) > 0:
            self._is_free.wait(left)


PRECEDENCE = Precedence()
"""Taken with each movement of the pen; released when its answer is painted or the pen is lifted."""


def giving_way(items: Iterable[T]) -> Iterator[T]:
    """Iterate over items; wait before each for the end of short work, as `Precedence.give_way`."""
    for item in items:
        PRECEDENCE.give_way()
        yield item
