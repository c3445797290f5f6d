"""Strokes along the middle of the ink of an image, for what is kept as strokes."""

from __future__ import annotations

from math import hypot
from typing import TypeAlias

import numpy as np

from core.arrays import FloatArray
from core.ink.drawing import Stroke
from core.ink.greys import Mask, resized

_FINE = 4  # Multiple of the image's scale at which it is traced.
_INK = 0.4  # Share of the darkest ink.
_SHORT = 6  # Fine pixels of a branch that is not ink but the thinning's doing.
_SMOOTH = 7  # Fine pixels over which a path is averaged.
_BACK = 5  # Fine pixels back along a path that give its direction.

_Pixel: TypeAlias = tuple[int, int]


def trace(image: FloatArray) -> tuple[Stroke, ...]:
    """Trace the ink of a digit.

    Parameters
    ----------
    image
        Shape (28, 28) in [0, 1], white ink on black.

    Returns
    -------
    tuple of Stroke
        Points x, y in pixels of the image; empty without ink. Drawn again by
        `core.ink.render.to_image`, they give nearly the same image.
    """
    fine = resized(image, _FINE)
    if not fine.any():
        return ()
    rows, columns = np.nonzero(_thinned(np.pad(fine > _INK * fine.max(), 1)))
    paths = _paths(set(zip(rows.tolist(), columns.tolist(), strict=True)))
    return tuple(_smoothed(path) for path in paths)


def _thinned(mask: Mask) -> Mask:
    """Thin ink to lines one pixel wide (Zhang and Suen, 1984); its border is empty."""
    mask = mask.copy()
    is_changed = True
    while is_changed:
        is_changed = False
        for step in range(2):
            ring = _ring(mask)
            count = ring.sum(axis=0)
            turns = (~ring & np.roll(ring, -1, axis=0)).sum(axis=0)
            up, right, down, left = ring[0], ring[2], ring[4], ring[6]
            is_open = (
                ~(up & right & down) & ~(right & down & left)
                if step == 0
                else ~(up & right & left) & ~(up & down & left)
            )
            inner = mask[1:-1, 1:-1]
            removed = inner & (count >= 2) & (count <= 6) & (turns == 1) & is_open
            if removed.any():
                inner &= ~removed
                is_changed = True
    return mask


def _ring(mask: Mask) -> Mask:
    """Return the eight neighbours of the inner pixels, clockwise from the upper one."""
    height, width = mask.shape
    steps = ((0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0))
    return np.stack([mask[y : height - 2 + y, x : width - 2 + x] for y, x in steps])


def _paths(pixels: set[_Pixel]) -> list[list[_Pixel]]:
    """Walk along thin lines, straight on where they cross, from end to end."""
    left, paths = set(pixels), list[list[_Pixel]]()
    while left:
        start = min(left, key=lambda pixel: (len(_near(pixel, left)), pixel))
        path = [start]
        left.discard(start)
        while near := _near(path[-1], left):
            path.append(min(near, key=lambda pixel: _turn(path, pixel)))
            left.discard(path[-1])
        known = pixels - left - set(path)
        # A branch begins, and may end, on what was walked before; a loop ends where it began.
        begins, ends = _near(path[0], known), _near(path[-1], known | set(path[:-3]))
        if len(path) < _SHORT and paths:
            continue
        paths.append([*begins[:1], *path, *ends[:1]])
    return paths


def _near(pixel: _Pixel, pixels: set[_Pixel]) -> list[_Pixel]:
    """Return the neighbours of a pixel among others, those beside it before the diagonal ones."""
    y, x = pixel
    steps = ((-1, 0), (0, 1), (1, 0), (0, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))
    return [near for dy, dx in steps if (near := (y + dy, x + dx)) in pixels]


def _turn(path: list[_Pixel], pixel: _Pixel) -> float:
    """Return how much a path turns towards a pixel: from -1, straight on, to 1, back."""
    (y, x), (before_y, before_x) = path[-1], path[max(len(path) - _BACK, 0)]
    dy, dx, ey, ex = y - before_y, x - before_x, pixel[0] - y, pixel[1] - x
    return -(dy * ey + dx * ex) / (hypot(dy, dx) * hypot(ey, ex) or 1.0)


def _smoothed(path: list[_Pixel]) -> Stroke:
    """Return a path as points x, y, averaged along it except at its ends."""
    points = np.array(path, np.float64)[:, ::-1]
    reach = min(_SMOOTH // 2, (len(points) - 1) // 2)
    if reach:
        padded = np.concatenate(
            [
                2 * points[0] - points[reach:0:-1],
                points,
                2 * points[-1] - points[-2 : -2 - reach : -1],
            ]
        )
        sums = np.cumsum(np.concatenate([np.zeros((1, 2)), padded]), axis=0)
        points = (sums[2 * reach + 1 :] - sums[: -2 * reach - 1]) / (2 * reach + 1)
    # The padding of the mask is one pixel; the middle of a pixel is half a pixel further.
    return (points - 0.5) / _FINE
