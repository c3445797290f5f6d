"""What lies on the pad: pen strokes or a picture, in coordinates from 0 to 1 of its side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from core.arrays import FloatArray
from core.ink import render as ink
from core.ink.drawing import Drawing, Stroke

MARGIN = 0.16
OPENED_WIDTH = 0.045
"""Width of the pen that opened ink is drawn with, as a share of the pad's side."""
"""Free border around foreign ink and pictures, as a share of the pad's side."""


@dataclass(frozen=True, eq=False)
class PenStroke:
    """Ink that a pen left between touching the pad and leaving it.

    Attributes
    ----------
    points
        float64 (n, 2), x to the right and y down, in [0, 1]; one point is a dot.
    width
        Width of the pen, as a share of the pad's side.
    """

    points: Stroke
    width: float

    def extended(self, x: float, y: float) -> PenStroke:
        """The stroke with one more point."""
        return replace(self, points=np.vstack([self.points, (x, y)]))

    @cached_property
    def is_dot(self) -> bool:
        """Whether it looks like a dot; the hand may have shaken."""
        return bool(np.ptp(self.points, axis=0).max() < self.width / 2)

    @cached_property
    def path(self) -> Stroke:
        """The points as they are to be read; always the same array."""
        return self.points.mean(axis=0, keepdims=True) if self.is_dot else self.points


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture put on the pad.

    Attributes
    ----------
    image
        What a person sees.
    pixels
        float32 (28, 28) in [0, 1]: what the network sees.
    """

    image: QImage
    pixels: FloatArray


@dataclass(frozen=True, eq=False)
class FilePosition:
    """A drawing's place in the ink file it came from."""

    file: Path
    drawings: tuple[Drawing, ...]
    index: int

    @property
    def drawing(self) -> Drawing:
        """The drawing as the file has it."""
        return self.drawings[self.index]

    def turned(self, by: int) -> FilePosition:
        """The page `by` further on, or the nearest there is."""
        return replace(self, index=min(max(self.index + by, 0), len(self.drawings) - 1))


@dataclass(frozen=True, eq=False)
class PadContent:
    """Everything on the pad at one moment; ink never lies on a picture."""

    strokes: tuple[PenStroke, ...] = ()
    picture: Picture | None = None
    page: FilePosition | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is on it."""
        return not self.strokes and self.picture is None

    def with_stroke(self, stroke: PenStroke) -> PadContent:
        """The sheet with one more stroke; a picture makes room for it."""
        return replace(self, strokes=(*self.strokes, stroke), picture=None)

    def to_image(self) -> FloatArray:
        """What the network sees: float32 (28, 28) in [0, 1], white ink on black."""
        if self.picture is not None:
            return self.picture.pixels
        return ink.to_image([stroke.path for stroke in self.strokes])

    def to_drawing(self) -> Drawing:
        """Turn the ink into a drawing as ink files hold it; a file's own label stays with it."""
        strokes = tuple(stroke.points for stroke in self.strokes)
        return replace(self.page.drawing, strokes=strokes) if self.page else Drawing(strokes)


def content_of(
    strokes: Iterable[Stroke], width: float = OPENED_WIDTH, page: FilePosition | None = None
) -> PadContent:
    """Put ink of any units on a pad.

    Ink that lies within the unit square, as this program saves it, keeps its place; other ink is
    scaled to the middle of the pad.

    Parameters
    ----------
    strokes
        Point lists (n, 2), y down.
    width
        The pen to draw it with, as a share of the pad's side.
    page
        Where the ink came from.
    """
    arrays = [np.asarray(stroke, np.float64) for stroke in strokes if len(stroke)]
    if not arrays:
        return PadContent(page=page)
    points = np.vstack(arrays)
    low, high = points.min(axis=0), points.max(axis=0)
    if low.min() < 0 or high.max() > 1:
        extent = float((high - low).max()) or 1.0
        centre, scale = (low + high) / 2, (1 - 2 * MARGIN) / extent
        arrays = [(array - centre) * scale + 0.5 for array in arrays]
    return PadContent(tuple(PenStroke(array, width) for array in arrays), page=page)
