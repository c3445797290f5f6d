"""The allocator: threads share two arenas instead of having one each."""

from __future__ import annotations

import gc
import platform
import re
import subprocess
import sys

import pytest

from lenet_desktop.process.allocator import (
    exclude_from_collection,
    keep_memory_flat,
    postpone_collection,
)

# Eight threads allocate at the same time.
_USE = """
import ctypes, sys, threading
from lenet_desktop.process.allocator import keep_memory_flat
if sys.argv[1] == "flat":
    keep_memory_flat()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = (
    ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
)
together = threading.Barrier(8)
def use():
    together.wait()
    block = libc.malloc(100_000)
    together.wait()
    libc.free(block)
threads = [threading.Thread(target=use) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.malloc_stats()
"""


def n_arenas(kind):
    command = [sys.executable, "-c", _USE, kind]
    report = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return len(re.findall(r"^Arena \d+", report, re.MULTILINE))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="settings of glibc")
def test_threads_share_two_arenas():
    assert n_arenas("usual") > 2
    assert n_arenas("flat") == 2


def test_other_c_libraries_are_left_alone(monkeypatch):
    monkeypatch.setattr("lenet_desktop.process.allocator.ctypes.CDLL", lambda _: object())
    assert keep_memory_flat() is None


class Cycle:
    """An object that only the garbage collector can destroy."""

    def __init__(self, destroyed):
        self.itself = self
        self.destroyed = destroyed

    def __del__(self):
        self.destroyed.append(True)


def some_of_many_cycles_are_destroyed():
    destroyed = []
    for _ in range(2000):
        Cycle(destroyed)
    return bool(destroyed)


def test_garbage_is_collected_again_after_the_start():
    assert some_of_many_cycles_are_destroyed()
    try:
        postpone_collection()
        assert not some_of_many_cycles_are_destroyed()
    finally:
        exclude_from_collection()
        gc.unfreeze()
    assert some_of_many_cycles_are_destroyed()
