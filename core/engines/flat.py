"""Arrays by name that lie behind one another in one vector: what is done to all is done at once."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from core.backend import FloatArray


class Flat:
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
    def of(cls, arrays: Mapping[str, FloatArray]) -> Flat:
        """A copy of arrays."""
        flat = cls({name: array.shape for name, array in arrays.items()})
        for name, array in arrays.items():
            flat.arrays[name][...] = array
        return flat
