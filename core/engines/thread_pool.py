"""A thread pool for NumPy, which releases the interpreter lock while it computes."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from math import ceil
from typing import Generic, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from core.progress import PRECEDENCE

Item = TypeVar("Item")
Result = TypeVar("Result")

NORMALISED_TOGETHER = 32
"""Largest part of a batch that batch normalisation normalises together: small enough for a cache.

References
----------
E. Hoffer, I. Hubara, D. Soudry, "Train longer, generalize better", NeurIPS 2017, section 4.1 (ghost
batch normalisation).
"""

_SIZES = 4  # Numbers of images for which a thread keeps something.


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
                PRECEDENCE.give_way()
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


class ForEachThread(threading.local, Generic[Item]):
    """What each thread keeps of its own for the numbers of images it computes with at a time.

    Parameters
    ----------
    make
        Makes it for a number of images; what was made first is dropped when there are several.
    """

    def __init__(self, make: Callable[[int], Item]) -> None:
        self._make = make
        self._by_size: dict[int, Item] = {}

    def of(self, n: int) -> Item:
        """Return what the calling thread keeps for n images."""
        if n not in self._by_size:
            if len(self._by_size) == _SIZES:
                self._by_size.pop(next(iter(self._by_size)))
            self._by_size[n] = self._make(n)
        return self._by_size[n]


class _OneBlasThread:
    """Counts its users, because restoring the limit must wait for the last of them.

    A thread of its own sets and restores the limit: threadpoolctl ignores every thread but the one
    that set a limit first, as long as that one lives.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._users = 0
        self._setter: ThreadPoolExecutor | None = None
        self._limits: threadpool_limits | None = None

    def __enter__(self) -> None:
        with self._lock:
            if not self._users:
                self._setter = ThreadPoolExecutor(1, "blas-limit")
                self._limits = self._setter.submit(threadpool_limits, 1, "blas").result()
            self._users += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if not self._users and self._setter and self._limits:
                self._setter.submit(self._limits.restore_original_limits).result()
                self._setter.shutdown()


ONE_BLAS_THREAD = _OneBlasThread()
"""A context in which BLAS uses no threads of its own, in the whole process; several may enter it.

One thread of ours per core is faster than BLAS splitting each small product among its own.
"""


def interleaved_parts(n: int) -> list[slice]:
    """Split a batch of n images into parts; each takes every k-th image, so that they are alike.

    The parts are even in number and almost equal, so that threads finish together, and do not
    depend on the number of threads.
    """
    count = min(2 * ceil(n / (2 * NORMALISED_TOGETHER)), n)
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
