"""A thread pool for NumPy, which releases the interpreter lock while it computes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from math import ceil
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")
Result = TypeVar("Result")


class ThreadPool:
    """A pool of threads that includes the calling thread.

    Parameters
    ----------
    threads
        At least 1; with 1, only the calling thread works.
    """

    def __init__(self, threads: int) -> None:
        self._helpers = threads - 1
        self._executor = ThreadPoolExecutor(max(self._helpers, 1), "trainer", _configure_numpy)

    def map(self, items: Sequence[Item], task: Callable[[Item], Result]) -> list[Result]:
        """Apply a task to each item in parallel and return the results in order.

        If a task raises, remaining items are skipped, and the exception is raised once all threads
        have finished.
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
        """Shut down the threads."""
        self._executor.shutdown()


def interleaved_parts(n: int, size: int) -> list[slice]:
    """Split n images into parts of at most `size`: every k-th image, so that parts are alike.

    The parts are even in number and almost equal, so that threads finish together, and do not
    depend on the number of threads.
    """
    count = min(2 * ceil(n / (2 * size)), n)
    return [slice(first, n, count) for first in range(count)]


def _configure_numpy() -> None:
    """Configure NumPy in the current thread."""
    # An overflow of the loss is reported as an error of the run, not by a warning per product.
    np.seterr(over="ignore", invalid="ignore", divide="ignore")
    # With its default buffer NumPy gathers runs of a few hundred numbers before it computes.
    np.setbufsize(1024)


@contextmanager
def numpy_settings() -> Generator[None]:
    """Configure NumPy in the calling thread as in the threads of a pool."""
    with np.errstate():
        _configure_numpy()
        yield
