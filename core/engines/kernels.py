"""Compilation and launching of the kernels in the folder `cuda`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from math import ceil, prod
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import FloatArray
from core.device import cupy_module, kernel_cache
from core.network.lenet5 import SHAPES, LeNet5
from core.paths import exists

# Constants of the kernels with the same names; a test compares them.
CONVOLUTIONS = sum(prod(shape) for name, shape in SHAPES.items() if name.startswith("c"))
PARAMETERS = sum(prod(shape) for shape in SHAPES.values())
DENSE = PARAMETERS - CONVOLUTIONS
TRACE_FLOATS = 4780
TILES = 13
CHUNK_IMAGES = 128
SUM_THREADS = 256
SUM_BLOCKS = ceil(CONVOLUTIONS / 32) + ceil(DENSE / SUM_THREADS)

THREADS: Mapping[str, int] = {
    "features": 224,
    "dense_by_2": 512,
    "dense_by_8": 512,
    "compute_logits": 512,
    "backward": 448,
    "sum_gradients": SUM_THREADS,
    "update": SUM_THREADS,
}
"""Threads per block of each kernel."""
FEATURES_BLOCKS, BACKWARD_BLOCKS = 4, 2
"""Blocks of these kernels that fit on a multiprocessor at the same time."""

_PARTS = ("network", "features", "dense", "backward", "update")  # Each uses those before it.


class Kernels:
    """The kernels of a network, compiled on first use and cached on disk."""

    def __init__(self, network: LeNet5) -> None:
        module = cupy_module().RawModule(code=source(), options=options(network))
        self._functions = {name: module.get_function(name) for name in THREADS}
        # A folder that cannot be written keeps no kernels either.
        with suppress(OSError):
            _marker(network).touch()

    def launch(self, name: str, blocks: int, *arguments: Any) -> None:
        """Launch a kernel on the current stream.

        Parameters
        ----------
        name
            A key of `THREADS`.
        blocks
            Size of the grid.
        *arguments
            Arrays, `numpy.float32` and int.
        """
        # CuPy passes a Python int as 8 bytes, but the kernels declare 4.
        typed = tuple(np.int32(a) if isinstance(a, int) else a for a in arguments)
        self._functions[name]((blocks,), (THREADS[name],), typed)


def kernels_are_compiled(network: LeNet5) -> bool:
    """Return whether the kernels of a network are in the cache, so that they load immediately.

    A marker file next to CuPy's cached kernels records this. Its name depends on the program, CuPy
    and the GPU, and it disappears when the cache is cleared.
    """
    return exists(_marker(network))


def _marker(network: LeNet5) -> Path:
    cupy = cupy_module()
    key = (source(), options(network), cupy.__version__, cupy.cuda.Device().compute_capability)
    return kernel_cache() / f"lenet-{sha256(repr(key).encode()).hexdigest()[:24]}.compiled"


@cache
def source() -> str:
    """Return the source code of the kernels, which are compiled together."""
    folder = Path(__file__).with_name("cuda")
    return "\n".join((folder / f"{part}.cu").read_text(encoding="utf-8") for part in _PARTS)


def options(network: LeNet5) -> tuple[str, ...]:
    """Return the compiler options for a network."""
    return (
        "-std=c++17",
        f"-DACTIVATION_{network.activation.upper()}",
        f"-DPOOLING_{network.pooling.upper()}",
    )


def flatten(arrays: Mapping[str, FloatArray]) -> FloatArray:
    """Concatenate all parameters to one vector in the order of `SHAPES`."""
    return np.concatenate([arrays[name].ravel() for name in SHAPES])


def unflatten(vector: FloatArray) -> dict[str, FloatArray]:
    """Split a vector of all parameters into arrays by name; the inverse of `flatten`."""
    ends = np.cumsum([prod(shape) for shape in SHAPES.values()])[:-1]
    parts = zip(SHAPES.items(), np.split(vector, ends), strict=True)
    return {name: part.reshape(shape) for (name, shape), part in parts}
