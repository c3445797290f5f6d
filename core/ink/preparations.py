"""Four ways to make the network's input of a drawing or a picture.

MNIST's digits were scaled to a box of 20x20 pixels and placed by their centre of mass. A program
that leaves out one of these steps gives the network images unlike those that it was trained on, and
a pen of another width does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from PIL import Image

from core.arrays import FloatArray
from core.digits import SIDE
from core.ink.drawing import Stroke
from core.ink.render import BOX, CENTRE, PEN_WIDTH, centre_of_mass, draw, to_image

Way: TypeAlias = Literal["resized", "boxed", "centred", "redrawn"]
WAYS: tuple[Way, ...] = get_args(Way)
"""The ways to prepare, each with one step more than the one before."""

_INK = 0.15  # Least grey that counts as ink of a picture.
_MIDDLE = (SIDE - 1) / 2


@dataclass(frozen=True, eq=False)
class Preparations:
    """The images (28, 28) in [0, 1] that four ways of preparing make of the same ink.

    Attributes
    ----------
    resized
        The whole pad, scaled down.
    boxed
        The ink scaled to fit 20x20 pixels, in the middle of the image.
    centred
        The same with MNIST's centre of mass.
    redrawn
        The same drawn with a pen of MNIST's stroke width.
    """

    resized: FloatArray
    boxed: FloatArray
    centred: FloatArray
    redrawn: FloatArray

    def image(self, way: Way) -> FloatArray:
        """Return the image of one of the ways."""
        images = {
            "resized": self.resized,
            "boxed": self.boxed,
            "centred": self.centred,
            "redrawn": self.redrawn,
        }
        return images[way]


def prepare_strokes(strokes: Sequence[Stroke], pen_widths: Sequence[float]) -> Preparations:
    """Prepare strokes in four ways.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of finite points x, y, in [0, 1] of the pad's side, y downwards; at
        least one of them has a point.
    pen_widths
        Width of the pen of each stroke, in the same unit.
    """
    widths = np.array(pen_widths)
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = BOX / float((high - low).max() + widths.max())

    def placed(x: float, y: float) -> FloatArray:
        moved = [(stroke - (low + high) / 2) * scale + (x, y) for stroke in strokes]
        return draw(moved, (widths * scale).tolist())

    boxed = placed(_MIDDLE, _MIDDLE)
    return Preparations(
        draw([stroke * SIDE - 0.5 for stroke in strokes], (widths * SIDE).tolist()),
        boxed,
        placed(*(_MIDDLE + CENTRE - mass for mass in centre_of_mass(boxed))),
        to_image(strokes),
    )


@dataclass(frozen=True)
class Placement:
    """Where redrawn ink is in the image: pixel = scale * point + (x, y)."""

    scale: float
    x: float
    y: float


def placement_of(strokes: Sequence[Stroke]) -> Placement | None:
    """Return where `core.ink.render.to_image` draws strokes; None for a dot or no ink.

    Parameters
    ----------
    strokes
        As `to_image` takes them; all points are finite.
    """
    points = np.concatenate([np.empty((0, 2)), *strokes])
    if not len(points) or not np.ptp(points, axis=0).any():
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    scale = (BOX - PEN_WIDTH) / float((high - low).max())
    middle = (low + high) / 2
    moved = [(stroke - middle) * scale + _MIDDLE for stroke in strokes]
    mass = np.array(centre_of_mass(draw(moved, [PEN_WIDTH] * len(strokes))))
    # All ink stays inside the image.
    reach = ((high - low) * scale + PEN_WIDTH) / 2
    at = np.clip(_MIDDLE + CENTRE - mass, reach - 0.5, SIDE - 0.5 - reach)
    x, y = (at - middle * scale).tolist()
    return Placement(scale, x, y)


def prepare_picture(grey: FloatArray, redrawn: FloatArray) -> Preparations:
    """Prepare a picture in four ways.

    Parameters
    ----------
    grey
        (height, width) in [0, 1], white ink on black.
    redrawn
        (28, 28), the picture as `core.ink.pictures` prepares it.
    """
    resized = _scaled(grey, SIDE, SIDE)
    rows, columns = np.nonzero(grey >= _INK)
    if not len(rows):
        return Preparations(resized, resized, resized, redrawn)
    ink = grey[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    height, width = (max(round(BOX * side / max(ink.shape)), 1) for side in ink.shape)
    scaled = _scaled(ink, height, width)
    boxed, centred = np.zeros((2, SIDE, SIDE), np.float32)
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    boxed[top : top + height, left : left + width] = scaled
    across, down = (round(CENTRE - mass) for mass in centre_of_mass(boxed))
    top = min(max(top + down, 0), SIDE - height)
    left = min(max(left + across, 0), SIDE - width)
    centred[top : top + height, left : left + width] = scaled
    return Preparations(resized, boxed, centred, redrawn)


def _scaled(grey: FloatArray, height: int, width: int) -> FloatArray:
    """Scale an image by the mean over the area of each new pixel."""
    scaled = Image.fromarray(grey).resize((width, height), Image.Resampling.BOX)
    return np.asarray(scaled, np.float32)
