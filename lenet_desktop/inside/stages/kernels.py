"""Where the weights of a map's kernels are, if they are shown in place of the map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core.arrays import Array
from core.recognition.explain import Index
from lenet_desktop.inside.stages.cells import Cells
from lenet_desktop.inside.stages.mosaic import mosaic


@dataclass(frozen=True)
class Kernels:
    """The layout of the kernels of a convolution: a mosaic of C kernels for each map.

    Attributes
    ----------
    shape
        Of the convolution's weights: (O, C, k, k).
    """

    shape: tuple[int, ...]

    @cached_property
    def _places(self) -> Array:
        """The place of the weight at each cell of a mosaic, with NaN between kernels."""
        inner = self.shape[1:]
        return mosaic(np.arange(np.prod(inner)).reshape(inner))

    def cells_in(self, maps: Cells) -> Cells | None:
        """Return the cells of the mosaics in the places of maps; None if they are too large."""
        height, width = self._places.shape
        room = maps.pitch - 1 if maps.rows * maps.columns > 1 else maps.size[0]
        scale = room // max(height, width)
        if scale < 1:
            return None
        return replace(maps, shape=(self.shape[0], height, width), scale=scale)

    def laid_out(self, weights: Array) -> Array:
        """Lay weights (O, C, k, k) out as mosaics (O, rows, columns), with NaN between kernels."""
        return np.stack([mosaic(each) for each in weights])

    def index_at(self, cell: Index) -> Index | None:
        """Return the index (o, c, i, j) of the weight in a cell; None between kernels."""
        place = self._places[cell[1:]]
        if np.isnan(place):
            return None
        inner = np.unravel_index(int(place), self.shape[1:])
        return (cell[0], *(int(part) for part in inner))

    def cell_of(self, index: Index) -> Index:
        """Return the cell (o, row, column) of a weight."""
        place = np.ravel_multi_index(index[1:], self.shape[1:])
        row, column = np.argwhere(self._places == place)[0].tolist()
        return index[0], row, column

    def moved(self, cells: Cells, index: Index, across: int, down: int) -> Index:
        """Return the index of the next weight in a direction, beyond the gap between kernels."""
        cell = self.cell_of(index)
        while (further := cells.moved(cell, across, down)) != cell:
            found = self.index_at(further)
            if found is not None:
                return found
            cell = further
        return index
