"""The content of the pad: strokes or a picture. Coordinates are 0 to 1 of the pad's side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from core.arrays import FloatArray
from core.digits import SIDE
from core.ink import render as ink
from core.ink.drawing import Drawing, Stroke
from core.ink.sheets.tracing import trace
from core.recognition.pictures.content import LeftOut, PictureContent
from core.recognition.pictures.reading import read_found
from core.recognition.reading import Reading, read_image
from core.recognition.recognizer import Recognizer

MARGIN = 0.16
"""Margin around scaled ink and pictures, as a share of the pad's side."""
OPENED_WIDTH = 0.045
"""Pen width of opened ink files, as a share of the pad's side."""
_STROKE_BYTES = 500  # Of the objects around the points of a stroke.


@dataclass(frozen=True, eq=False)
class PenStroke:
    """A stroke and its pen width.

    Attributes
    ----------
    points
        float64 (n, 2), x to the right and y down, in [0, 1]; a single point is a dot.
    width
        Pen width as a share of the pad's side.
    """

    points: Stroke
    width: float

    @property
    def n_bytes(self) -> int:
        """The memory of the stroke."""
        return self.points.nbytes + _STROKE_BYTES

    def extended(self, x: float, y: float) -> PenStroke:
        """Return the stroke with one more point."""
        longer = replace(self, points=np.vstack([self.points, (x, y)]))
        if not self.is_dot:
            vars(longer)["is_dot"] = False  # Where the property would cache it.
        return longer

    @cached_property
    def is_dot(self) -> bool:
        """Whether the stroke looks like a dot, allowing for a shaky hand."""
        return bool(np.ptp(self.points, axis=0).max() < self.width / 2)

    @cached_property
    def corners(self) -> tuple[Stroke, Stroke]:
        """The upper left and the lower right corner of the points' bounding box."""
        return self.points.min(axis=0), self.points.max(axis=0)

    @cached_property
    def path(self) -> Stroke:
        """The points for recognition, with dots reduced to one point; always the same array."""
        return self.points.mean(axis=0, keepdims=True) if self.is_dot else self.points


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture on the pad.

    Attributes
    ----------
    image
        The picture as shown.
    pixels
        float32 (28, 28) in [0, 1], the input of the network if the picture shows one digit.
    found
        What was found, in pixels of `image`; None for an example of a dataset.
    """

    image: QImage
    pixels: FloatArray
    found: PictureContent | None = None

    @staticmethod
    def of(image: QImage, found: PictureContent) -> Picture:
        """Return a picture with what was found in it."""
        digits = found.digits
        pixels = digits[0].image if digits else np.zeros((SIDE, SIDE), np.float32)
        return Picture(image, pixels, found)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Ink that is not a digit."""
        return self.found.left_out if self.found else ()

    @property
    def _images(self) -> list[FloatArray]:
        """The network input of each digit."""
        digits = self.found.digits if self.found else ()
        return [digit.image for digit in digits] or [self.pixels]

    @property
    def n_bytes(self) -> int:
        """The memory of the picture."""
        arrays = [*self._images, *(ink.coverage for ink in self.left_out)]
        return self.image.sizeInBytes() + sum(array.nbytes for array in arrays)

    @property
    def margin(self) -> float:
        """Margin around the picture as a share of the pad's side; smaller around many digits."""
        return MARGIN if len(self._images) < 2 else MARGIN / 8

    @cached_property
    def _traced(self) -> dict[int, tuple[Stroke, ...]]:
        return {}

    def strokes_of(self, index: int) -> tuple[Stroke, ...]:
        """Trace a digit, by its index in the order of reading; always the same arrays."""
        if index not in self._traced:
            self._traced[index] = trace(self._images[index])
        return self._traced[index]

    @property
    def traced(self) -> Mapping[int, tuple[Stroke, ...]]:
        """The digits that were traced, by their indices."""
        return self._traced

    def read(self, recognizer: Recognizer) -> Reading:
        """Recognise the digits in the picture."""
        if self.found is not None:
            return read_found(recognizer, self.found)
        return read_image(recognizer, self.pixels)


@dataclass(frozen=True, eq=False)
class FilePosition:
    """The position of a drawing in an ink file.

    Attributes
    ----------
    n_bytes
        The memory of all drawings.
    """

    file: Path
    drawings: tuple[Drawing, ...]
    index: int
    n_bytes: int = 0

    @property
    def drawing(self) -> Drawing:
        """The drawing at this position."""
        return self.drawings[self.index]

    def moved(self, by: int) -> FilePosition:
        """Return the position `by` drawings further, clipped to the file."""
        return replace(self, index=min(max(self.index + by, 0), len(self.drawings) - 1))


@dataclass(frozen=True, eq=False)
class PadContent:
    """The content of the pad: strokes or a picture, never both.

    Attributes
    ----------
    strokes
        In the order of drawing.
    picture
        None unless a picture was opened.
    position
        Where the drawing comes from; None if it is not from an ink file.
    """

    strokes: tuple[PenStroke, ...] = ()
    picture: Picture | None = None
    position: FilePosition | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there are neither strokes nor a picture."""
        return not self.strokes and self.picture is None

    def bytes_beyond(self, other: PadContent) -> int:
        """Return the memory of the content that it does not share with another one."""
        shared = set(other.strokes)
        n_bytes = sum(stroke.n_bytes for stroke in self.strokes if stroke not in shared)
        if self.picture is not None and self.picture is not other.picture:
            n_bytes += self.picture.n_bytes
        position, known = self.position, other.position
        if position is not None and (known is None or position.drawings is not known.drawings):
            n_bytes += position.n_bytes
        return n_bytes

    def with_stroke(self, stroke: PenStroke) -> PadContent:
        """Return the content with one more stroke, which replaces a picture."""
        return replace(self, strokes=(*self.strokes, stroke), picture=None)

    def to_image(self) -> FloatArray:
        """Render the input of the network: float32 (28, 28) in [0, 1], white ink on black."""
        if self.picture is not None:
            return self.picture.pixels
        return ink.to_image([stroke.path for stroke in self.strokes])

    def to_drawing(self) -> Drawing:
        """Convert the strokes to a drawing; one from a file keeps its label and extra keys."""
        strokes = tuple(stroke.points for stroke in self.strokes)
        if self.position is None:
            return Drawing(strokes)
        return replace(self.position.drawing, strokes=strokes)


def paths_of(strokes: Sequence[PenStroke]) -> list[Stroke]:
    """Return the `path` of each stroke, many times as fast as one by one if there are many."""
    new = [stroke for stroke in strokes if "is_dot" not in vars(stroke)]
    if new:
        points = np.concatenate([stroke.points for stroke in new])
        counts = np.array([len(stroke.points) for stroke in new])
        firsts = counts.cumsum() - counts
        low, high = np.minimum.reduceat(points, firsts), np.maximum.reduceat(points, firsts)
        are_dots = (high - low).max(axis=1) < np.array([stroke.width / 2 for stroke in new])
        for stroke, is_dot in zip(new, are_dots.tolist(), strict=True):
            vars(stroke)["is_dot"] = is_dot  # Where the property would cache it.
    return [stroke.path for stroke in strokes]


def bytes_of(strokes: Iterable[Stroke]) -> int:
    """Return the memory of strokes: 16 bytes per point, and that of their objects."""
    return sum(stroke.nbytes + _STROKE_BYTES for stroke in strokes)


def content_of(
    strokes: Iterable[Stroke], width: float = OPENED_WIDTH, position: FilePosition | None = None
) -> PadContent:
    """Create the content of the pad from strokes in any units.

    Strokes within the unit square, as this program saves them, are not moved; others are scaled to
    the middle of the pad.

    Parameters
    ----------
    strokes
        Arrays (n, 2), y down.
    width
        Pen width as a share of the pad's side.
    position
        Position of the drawing in its file.
    """
    arrays = [np.asarray(stroke, np.float64) for stroke in strokes if len(stroke)]
    if not arrays:
        return PadContent(position=position)
    points = np.vstack(arrays)
    low, high = points.min(axis=0), points.max(axis=0)
    if low.min() < 0 or high.max() > 1:
        extent = float((high - low).max()) or 1.0
        centre, scale = (low + high) / 2, (1 - 2 * MARGIN) / extent
        arrays = [(array - centre) * scale + 0.5 for array in arrays]
    pen_strokes = tuple(PenStroke(array, width) for array in arrays)
    return PadContent(pen_strokes, position=position)
