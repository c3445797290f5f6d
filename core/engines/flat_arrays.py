"""Named arrays stored in one vector, so that operations on all of them are a single call."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from core.arrays import FloatArray


class FlatArrays:
    """Arrays of given shapes that are views of one vector.

    Parameters
    ----------
    shapes
        By name.

    Attributes
    ----------
    vector
        float32, initially zeros.
    arrays
        By name, in the order of the shapes.
    """

    def __init__(self, shapes: Mapping[str, tuple[int, ...]]) -> None:
        ends = np.cumsum([prod(shape) for shape in shapes.values()])
        vector: FloatArray = np.zeros(int(ends[-1]), np.float32)
        self.vector = vector
        self.arrays: Mapping[str, FloatArray] = {
            name: part.reshape(shape)
            for (name, shape), part in zip(shapes.items(), np.split(vector, ends[:-1]), strict=True)
        }

    @classmethod
    def copy(
        cls, arrays: Mapping[str, FloatArray], shapes: Mapping[str, tuple[int, ...]]
    ) -> FlatArrays:
        """Copy arrays in the order of the shapes."""
        flat = cls(shapes)
        for name, array in flat.arrays.items():
            array[...] = arrays[name]
        return flat
