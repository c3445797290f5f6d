"""Arrays by name that lie behind one another in one vector: what is done to all is done at once."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from core.arrays import FloatArray


class FlatArrays:
    """Arrays of given shapes and the vector that they are views of.

    Attributes
    ----------
    vector
        float32, zeros at first.
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
        """A copy of arrays, in the order of the shapes whatever theirs is."""
        flat = cls(shapes)
        for name, array in flat.arrays.items():
            array[...] = arrays[name]
        return flat
