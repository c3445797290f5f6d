"""The kernels of `kernels.cu`: compiled for a network, once, and launched."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from math import ceil, prod
from os import environ
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import FloatArray
from core.device import cupy_module
from core.network.lenet5 import SHAPES, LeNet5

# Sizes that kernels.cu calls by the same names; a test compares them.
CONVOLUTIONS = sum(prod(shape) for name, shape in SHAPES.items() if name.startswith("c"))
PARAMETERS = sum(prod(shape) for shape in SHAPES.values())
DENSE = PARAMETERS - CONVOLUTIONS
TRACE_FLOATS = 4780
TILES = 13
IMAGES_OF_A_CHUNK = 128
SUM_THREADS = 256
SUM_BLOCKS = ceil(CONVOLUTIONS / 32) + ceil(DENSE / SUM_THREADS)

THREADS: Mapping[str, int] = {
    "features": 224,
    "dense_by_2": 512,
    "dense_by_8": 512,
    "read_logits": 512,
    "backward": 448,
    "sum_gradients": SUM_THREADS,
    "update": SUM_THREADS,
}
"""The kernels, and how many threads a block of each has."""
FEATURES_BLOCKS, BACKWARD_BLOCKS = 4, 2
"""Blocks of these kernels that fit on a multiprocessor side by side."""


class Kernels:
    """The kernels of a network; compiles them, or loads what was compiled before."""

    def __init__(self, network: LeNet5) -> None:
        module = cupy_module().RawModule(code=source(), options=options(network))
        self._functions = {name: module.get_function(name) for name in THREADS}
        marker = _marker(network)
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()

    def launch(self, name: str, blocks: int, *arguments: Any) -> None:
        """Launch a kernel on the current stream with arrays, `numpy.float32` and whole numbers."""
        # A kernel reads as many bytes as its parameter has: a Python int would be passed as eight.
        typed = tuple(np.int32(a) if isinstance(a, int) else a for a in arguments)
        self._functions[name]((blocks,), (THREADS[name],), typed)


def kernels_are_compiled(network: LeNet5) -> bool:
    """Whether this GPU's kernels for a network were compiled before, so that they load at once.

    CuPy keeps what it compiled on disk; beside it lies a marker of ours, which is gone when
    the folder is emptied and does not fit when the program, CuPy or the GPU is another.
    """
    return _marker(network).exists()


def _marker(network: LeNet5) -> Path:
    cupy = cupy_module()
    folder = environ.get("CUPY_CACHE_DIR") or Path.home() / ".cupy" / "kernel_cache"
    what = (source(), options(network), cupy.__version__, cupy.cuda.Device().compute_capability)
    return Path(folder) / f"lenet-{sha256(repr(what).encode()).hexdigest()[:24]}.compiled"


@cache
def source() -> str:
    """The text of `kernels.cu`."""
    return Path(__file__).with_name("kernels.cu").read_text(encoding="utf-8")


def options(network: LeNet5) -> tuple[str, ...]:
    """What the compiler is told of a network."""
    return (
        "-std=c++17",
        f"-DACTIVATION_{network.activation.upper()}",
        f"-DPOOLING_{network.pooling.upper()}",
    )


def flat(arrays: Mapping[str, FloatArray]) -> FloatArray:
    """All parameters in one vector, in the order of `SHAPES`, as the kernels know them."""
    return np.concatenate([arrays[name].ravel() for name in SHAPES])


def by_name(vector: FloatArray) -> dict[str, FloatArray]:
    """The parameters that `flat` was given."""
    ends = np.cumsum([prod(shape) for shape in SHAPES.values()])[:-1]
    parts = zip(SHAPES.items(), np.split(vector, ends), strict=True)
    return {name: part.reshape(shape) for (name, shape), part in parts}
