"""Threads that share out work: NumPy lets go of the interpreter while it computes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")
Result = TypeVar("Result")


class ThreadPool:
    """A number of threads, the calling one among them."""

    def __init__(self, threads: int) -> None:
        self._helpers = threads - 1
        self._executor = ThreadPoolExecutor(max(self._helpers, 1), "trainer", _settle)

    def each(self, items: Sequence[Item], task: Callable[[Item], Result]) -> list[Result]:
        """Do a task for every item, whoever is free the next one; returns the results in order.

        An error of a task ends the work, and is raised when no thread is at it any more.
        """
        waiting = deque(enumerate(items))
        results: dict[int, Result] = {}

        def work() -> None:
            while True:
                try:
                    index, item = waiting.popleft()
                except IndexError:
                    return
                results[index] = task(item)

        helpers = [self._executor.submit(work) for _ in range(min(self._helpers, len(items) - 1))]
        try:
            work()
        finally:
            waiting.clear()
            wait(helpers)
        for helper in helpers:
            helper.result()
        return [results[index] for index in range(len(items))]

    def close(self) -> None:
        """Let the threads end."""
        self._executor.shutdown()


def _settle() -> None:
    """Set NumPy up in this thread."""
    # A loss that overflows is told once and in words, not by a warning for every product.
    np.seterr(over="ignore", invalid="ignore", divide="ignore")
    # With its usual buffer NumPy copies runs of some hundred numbers together before it computes.
    np.setbufsize(1024)


@contextmanager
def settled() -> Generator[None]:
    """Set NumPy up for a while, as it is in the crew's threads."""
    with np.errstate():
        _settle()
        yield
