"""Memory: settings of the C library's allocator, and objects that garbage collection skips."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # Names of glibc's malloc.h.
_N_ARENAS = 2
_THRESHOLDS = gc.get_threshold()
_LARGE = 16_000_000
"""Bytes: as much as training needs at once is below, a decoded photograph above."""


def keep_memory_flat() -> None:
    """Return freed memory to the system, if the C library is glibc.

    By default, glibc gives each new thread an arena of its own, and serves ever larger blocks from
    the arenas once blocks of that size were freed. Background jobs that decode pictures and train
    networks then leave arenas full of holes behind.
    """
    with suppress(OSError, AttributeError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, _N_ARENAS)
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, _LARGE)


def postpone_collection() -> None:
    """Collect no garbage until `exclude_from_collection`: nearly all that a start makes stays."""
    gc.set_threshold(1_000_000)


def exclude_from_collection() -> None:
    """Exclude all present objects, which are those of the window, from garbage collection.

    Its full passes over them would block all threads for several frames.
    """
    gc.set_threshold(*_THRESHOLDS)
    gc.unfreeze()
    gc.collect()
    gc.freeze()
