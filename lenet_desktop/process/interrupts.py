"""The signals that end the program: Ctrl-C, a request by the system, and a closed terminal."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TextIO

Handler = Callable[[int, FrameType | None], object]

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Not every system has all of them."""


@contextmanager
def handled(handler: Handler) -> Generator[None]:
    """Handle the signals that end the program while the block runs.

    Signals that the program was started to ignore, as by ``nohup``, are still ignored. On a thread
    other than the main one nothing changes.
    """
    before: dict[int, object] = {}
    if threading.current_thread() is threading.main_thread():
        for number in [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]:
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, previous in before.items():
            signal.signal(number, previous)  # pyright: ignore[reportArgumentType]


def end_at_once(*_: object) -> None:
    """End the process; for the time before there is anything to save.

    An exception might be lost in the import of an extension module, or surface as another one.
    """
    report("Stopped.")
    os._exit(1)


def report(message: str) -> None:
    """Print a message on one line of standard error, if there still is a reader."""
    try:
        print("lenet-desktop:", " ".join(message.split()), file=sys.stderr, flush=True)
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Discard what could not be written to a standard stream, which Python tries again at exit."""
    with suppress(OSError, ValueError):  # It may have no descriptor.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
