"""Loading datasets on a worker's thread, with how far it is told in between."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TypeVar

from core.data.sources import Progress

INTERVAL = 0.05
"""Seconds between two reports; a wish to stop is heard as often."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class LoadingProgress:
    """Bytes of a download that are here, and in all; both 0 while nothing is downloaded."""

    done: int
    total: int


def load_telling(load: Callable[[Progress], _T]) -> Generator[LoadingProgress, None, _T]:
    """Load something and tell how far it is.

    Parameters
    ----------
    load
        Loads with the given report of progress, such as `core.data.sources.load_all`. It runs on a
        thread of its own, which is waited for; closing this generator stops it.

    Yields
    ------
    LoadingProgress
        Now and then.

    Returns
    -------
    object
        What was loaded.

    Raises
    ------
    UserError
        As the loader does.
    """
    report = _Report()
    with ThreadPoolExecutor(1, "loading") as executor:
        loaded = executor.submit(load, report.tell)
        try:
            while wait([loaded], INTERVAL).not_done:
                yield report.latest
        finally:
            report.is_wanted = False
        return loaded.result()


class _UnwantedError(Exception):
    """Nobody waits for the data any more."""


class _Report:
    """The newest word of the loading thread, and whether it is to go on."""

    def __init__(self) -> None:
        self.latest = LoadingProgress(0, 0)
        self.is_wanted = True

    def tell(self, done: int, total: int) -> None:
        if not self.is_wanted:
            raise _UnwantedError
        self.latest = LoadingProgress(done, total)
