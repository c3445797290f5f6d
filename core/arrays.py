"""Arrays of either library: NumPy's on the host, CuPy's on a GPU."""

from __future__ import annotations

import sys
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
"""NumPy's array, or CuPy's, which is used alike."""


FloatArray: TypeAlias = npt.NDArray[np.float32]
"""A float32 array on the host."""


ByteArray: TypeAlias = npt.NDArray[np.uint8]
"""A uint8 array on the host."""


def array_module(array: object) -> Any:
    """The library that an array belongs to: the module `numpy` or the module `cupy`."""
    return np if isinstance(array, np.ndarray) else sys.modules["cupy"]


def to_host(array: Any) -> Array:
    """A NumPy copy of an array from any device."""
    host: Array = array.copy() if array_module(array) is np else array.get()
    return host
