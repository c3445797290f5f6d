"""Progress of long-running work.

Such work is a generator that yields `Progress` and returns its result. Generators combine by
``yield from``, and closing one stops the work.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


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
