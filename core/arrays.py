"""Types and helpers for NumPy arrays on the host and CuPy arrays on a GPU."""

from __future__ import annotations

import sys
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
"""A NumPy array, or a CuPy array, which has the same interface."""

FloatArray: TypeAlias = npt.NDArray[np.float32]
"""A float32 array on the host."""

ByteArray: TypeAlias = npt.NDArray[np.uint8]
"""A uint8 array on the host."""

Indices: TypeAlias = npt.NDArray[np.intp]
"""Indices or counts, on the host."""

LARGEST_INTEGER = 2**63 - 1
"""Largest integer that NumPy and Qt can hold; numbers of files are bounded by it."""


def array_module(array: object) -> Any:
    """Return the module of an array's library, `numpy` or `cupy`."""
    return np if isinstance(array, np.ndarray) else sys.modules["cupy"]


def to_host(array: Any) -> Array:
    """Copy an array from any device to a NumPy array."""
    host: Array = array.copy() if array_module(array) is np else array.get()
    return host
