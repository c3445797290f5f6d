"""How far a piece of work is.

Long work is a generator: it yields `Progress` and returns its result. Parts combine by
``yield from``, and closing the generator stops the work.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


class Stage(Enum):
    """What a piece of work is doing."""

    OPENING = "opening"
    DOWNLOADING = "downloading"
    DRAWING = "drawing"
    READING = "reading"
    LEARNING = "learning"
    MEASURING = "measuring"


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is.

    Attributes
    ----------
    stage
        What is being done.
    done, total
        Bytes of a download, images, drawings or steps. A total of 0 means that it is unknown.
    """

    stage: Stage
    done: int = 0
    total: int = 0


def result_of(work: Generator[object, None, T]) -> T:
    """Run a piece of work to its end, ignore its progress, and return its result."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result


def map_progress(
    work: Generator[Progress, None, T], change: Callable[[Progress], Progress]
) -> Generator[Progress, None, T]:
    """Run a piece of work and change each progress that it reports, such as to another stage."""
    with closing(work):
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                result: T = end.value
                return result
            yield change(progress)
