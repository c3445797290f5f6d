"""Where the values of a stage are: a grid of maps, or of single units, in device pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np

from core.arrays import Indices

_MOST_ROWS, _MOST_UNITS = 8, 30
"""Rows of maps, and of units, in a grid."""
_GAP_SHARE = 0.03
"""Distance of two maps as a share of the height of a row."""


@dataclass(frozen=True)
class Cells:
    """The layout of the values of one stage.

    Attributes
    ----------
    shape
        (C, H, W), or (n,) for units.
    scale
        Side of a value, in pixels.
    pitch
        Distance of two rows and of two columns of the grid, in pixels.
    rows, columns
        Of the grid; it is filled row by row.
    """

    shape: tuple[int, ...]
    scale: int
    pitch: int
    rows: int
    columns: int

    @property
    def map_shape(self) -> tuple[int, int]:
        """Height and width of a map in values; a unit has 1 and 1."""
        return (self.shape[1], self.shape[2]) if len(self.shape) == 3 else (1, 1)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels."""
        height, width = (side * self.scale for side in self.map_shape)
        return (self.rows - 1) * self.pitch + height, (self.columns - 1) * self.pitch + width

    @cached_property
    def places(self) -> Indices:
        """The index of the value at each pixel, into the flattened values; their number between."""
        height, width = self.map_shape
        n = int(np.prod(self.shape))
        places = np.full(self.size, n, np.intp)
        values = np.arange(n).reshape(-1, height, width)
        large = values.repeat(self.scale, 1).repeat(self.scale, 2)
        for channel, each in enumerate(large):
            top, left = self._corner(channel)
            places[top : top + each.shape[0], left : left + each.shape[1]] = each
        return places

    def index_at(self, x: int, y: int) -> tuple[int, ...] | None:
        """Return the index of the value at a pixel; None between the maps and outside."""
        height, width = self.size
        if not (0 <= x < width and 0 <= y < height):
            return None
        place = int(self.places[y, x])
        if place == int(np.prod(self.shape)):
            return None
        return tuple(int(part) for part in np.unravel_index(place, self.shape))

    def rect_of(
        self, channel: int, top: int = 0, left: int = 0, bottom: int = 1, right: int = 1
    ) -> tuple[int, int, int, int]:
        """Return x, y, width and height, in pixels, of a part of a map or of a unit."""
        y, x = self._corner(channel)
        scale = self.scale
        return (
            x + left * scale,
            y + top * scale,
            (right - left) * scale,
            (bottom - top) * scale,
        )

    def moved(self, index: tuple[int, ...], across: int, down: int) -> tuple[int, ...]:
        """Return the index of the value some steps further in the grid, at most at its edge."""
        height, width = self.map_shape
        channel, row, column = (*index, 0, 0)[:3]
        grid_row, grid_column = divmod(channel, self.columns)
        y = min(max(grid_row * height + row + down, 0), self.rows * height - 1)
        x = min(max(grid_column * width + column + across, 0), self.columns * width - 1)
        (grid_row, row), (grid_column, column) = divmod(y, height), divmod(x, width)
        channel = grid_row * self.columns + grid_column
        if channel >= self.shape[0]:
            return index
        return (channel, row, column) if len(self.shape) == 3 else (channel,)

    def _corner(self, channel: int) -> tuple[int, int]:
        """Return the top and the left pixel of a map or a unit."""
        row, column = divmod(channel, self.columns)
        return row * self.pitch, column * self.pitch


def arranged(
    shape: tuple[int, ...],
    height: int,
    largest_unit: int,
    largest_map: int | None = None,
    room: int | None = None,
) -> Cells:
    """Arrange the values of a stage in a height.

    Parameters
    ----------
    height
        In pixels; the grid is at most that high, unless a value would be smaller than a pixel.
    largest_unit, largest_map
        Side of the cell of a unit, and of a map, in pixels, at most.
    room
        Height in pixels that even maps with a pixel for each value do not exceed; None for
        `height`.
    """
    if len(shape) == 3:
        room = height if room is None else room
        columns = ceil(shape[0] / min(max(room // (shape[1] + 1), 1), _MOST_ROWS))
        rows = ceil(shape[0] / columns)
        pitch = height // rows
        side = int(pitch * (1 - _GAP_SHARE))
        side = side if largest_map is None else min(side, largest_map)
        scale = max(side // max(shape[1:]), 1)
        if scale == 1 and largest_map is None and pitch > 2 * max(shape[1:]):
            scale = 2  # A narrower gap between maps, rather than maps of half the size.
        return Cells(shape, scale, max(pitch, shape[1] * scale + 1), rows, columns)
    columns = ceil(shape[0] / _MOST_UNITS)
    rows = ceil(shape[0] / columns)
    pitch = max(min(height // rows, largest_unit), 2)
    return Cells(shape, pitch - max(pitch // 8, 1), pitch, rows, columns)


def arranged_stages(
    shapes: Mapping[str, tuple[int, ...]],
    height: int,
    of_input: int,
    room: int,
    largest_unit: int,
) -> dict[str, Cells]:
    """Arrange the values of consecutive stages.

    Parameters
    ----------
    shapes
        The input first.
    of_input
        Height for the input, in pixels.
    height, room, largest_unit
        As for `arranged`.
    """
    layout: dict[str, Cells] = {}
    before: Cells | None = None
    for name, shape in shapes.items():
        # The map of a pooling layer stands beside the one that it is made of.
        is_pooled = before is not None and before.shape[0] == shape[0] > 1
        largest = before.map_shape[0] * before.scale if is_pooled and before else None
        at_most = of_input if before is None else height
        before = layout[name] = arranged(shape, at_most, largest_unit, largest, room)
    return layout
