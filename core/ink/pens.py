"""Round pens that draw short segments on images of MNIST's size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.digits import SIDE

_Grid: TypeAlias = npt.NDArray[np.floating]

_EDGE = 1.1  # Pixels from black to white across the edge of a stroke, as in MNIST.
_TINY = float(np.finfo(np.float32).tiny)


class Pens:
    """Round pens that draw short segments, each on an image of its own.

    Parameters
    ----------
    widths
        (n,), of the pens.
    owners
        The pen of each segment (m,), or (1,) if one draws all.
    """

    def __init__(self, widths: npt.NDArray[np.float64], owners: npt.NDArray[np.intp]) -> None:
        self._reaches = ((widths + _EDGE) / 2).astype(np.float32)
        windows = np.ceil(1 + 2 * self._reaches)
        self._to_corner = windows[owners] - 1
        self._window = _window(int(windows.max()))
        self._cells = self._window.cells + owners * self._window.side**2
        self._strides = np.array([1.0, self._window.side])

    def draw(self, starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64]) -> FloatArray:
        """Draw segments from (2, m) to (2, m) on images (n, 28, 28).

        Pixels depend on the distance to the nearest segment.
        """
        window = self._window
        corners = np.rint((starts + ends - self._to_corner) / 2)
        # Axes: row, column, segment; coordinates are relative to the segment's window and start.
        x, y = window.pixels - (starts - corners).astype(np.float32)[:, None]
        squares = squared_distance(x, y[:, None], *(ends - starts).astype(np.float32))
        indices = self._cells + (self._strides @ corners).astype(np.intp)
        canvas = np.full(len(self._reaches) * window.side**2, np.inf, np.float32)
        np.minimum.at(canvas, indices.ravel(), squares.ravel())
        ink = np.sqrt(canvas.reshape(-1, window.side, window.side)[:, window.inside, window.inside])
        np.subtract(self._reaches[:, None, None], ink, out=ink)
        ink /= np.float32(_EDGE)
        return ink.clip(0, 1, out=ink)


@dataclass(frozen=True)
class _Window:
    """A square of pixels around a short segment, on a canvas with a margin as wide as it.

    Attributes
    ----------
    pixels
        (side, 1), x or y of the pixels in the window.
    cells
        (side, side, 1), their indices in the canvas if the window's corner is pixel (0, 0).
    side
        Of the canvas.
    inside
        Rows and columns of the image in the canvas.
    """

    pixels: FloatArray
    cells: npt.NDArray[np.intp]
    side: int
    inside: slice


@cache
def _window(size: int) -> _Window:
    """Return the window (size, size)."""
    rows, columns = np.mgrid[:size, :size]
    margin = size + 1
    side = SIDE + 2 * margin
    return _Window(
        np.arange(size, dtype=np.float32)[:, None],
        ((rows + margin) * side + columns + margin)[..., None],
        side,
        slice(margin, margin + SIDE),
    )


def squared_distance(x: _Grid, y: _Grid, step_x: _Grid, step_y: _Grid) -> _Grid:
    """Compute the squared distance of points from segments that start at the origin."""
    along = x * step_x + y * step_y
    along /= np.maximum(step_x * step_x + step_y * step_y, _TINY)
    along.clip(0, 1, out=along)
    across, under = along * step_x, along * step_y
    np.subtract(x, across, out=across)
    np.subtract(y, under, out=under)
    across *= across
    under *= under
    across += under
    return across
