"""Painting of strokes and pictures, anti-aliased at any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from core.ink.drawing import Stroke
from lenet_desktop.state.pad_content import PadContent, PenStroke, Picture

_PIECE = 50
"""Points of a piece, so that painting one takes a few milliseconds."""


def paint_content(
    painter: QPainter,
    content: PadContent,
    side: float,
    colour: QColor,
    other_colours: Mapping[int, QColor] = MappingProxyType({}),
) -> None:
    """Paint the pad's content into the square from (0, 0) to (side, side).

    Parameters
    ----------
    colour, other_colours
        The colour of the ink, and the colours of single strokes, by their indices.
    """
    if content.picture is not None:
        paint_picture(painter, content.picture, side)
    for piece in pieces_of(content.strokes):
        paint_piece(painter, piece, side, other_colours.get(piece.index, colour))


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a stroke that is painted at once.

    Attributes
    ----------
    index
        Index of the stroke in the drawing.
    first, last
        Indices of the points between whose neighbourhoods the piece curves; equal for a dot.
    """

    stroke: PenStroke
    index: int
    first: int
    last: int

    def effort(self, side: float) -> float:
        """Estimate the microseconds that painting takes, on the high side."""
        points = self.stroke.points[max(self.first - 1, 0) : self.last + 1]
        length = np.hypot(*np.diff(points, axis=0).T).sum()
        return float(len(points) * (10 + self.stroke.width * side / 2) + length * side / 2)


def pieces_of(strokes: Iterable[PenStroke], first_index: int = 0) -> Iterator[Piece]:
    """Divide strokes into pieces, which together look like the whole."""
    for index, stroke in enumerate(strokes, first_index):
        last = len(stroke.points) - 1
        if (stroke.points == stroke.points[0]).all():
            yield Piece(stroke, index, 0, 0)
            continue
        for first in range(1, max(last, 2), _PIECE):
            yield Piece(stroke, index, first, min(first + _PIECE, last))


def paint_piece(painter: QPainter, piece: Piece, side: float, colour: QColor) -> None:
    """Paint a piece as a smooth curve, or a dot as a disc."""
    stroke, first, last = piece.stroke, piece.first, piece.last
    points = stroke.points
    _set_pen(painter, stroke, side, colour)
    if not last:
        painter.drawPoint(_point(points, 0, side))
        return
    path = QPainterPath(_middle(points, first - 1, side) if first > 1 else _point(points, 0, side))
    for index in range(first, last):
        _curve(path, points, index, side)
    if last == len(points) - 1:
        path.lineTo(_point(points, -1, side))
    painter.drawPath(path)


def _curve(path: QPainterPath, points: Stroke, index: int, side: float) -> None:
    """Extend a path from the middle before a point to the middle after it."""
    point, after = _point(points, index, side), _middle(points, index, side)
    (x0, y0), (x1, y1), (x2, y2) = points[index - 1 : index + 2].tolist()
    if (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1) >= 0:
        path.quadTo(point, after)
        return
    # Qt cuts off the ink at the turning point of a curve, but not at the end of a line.
    path.lineTo(point)
    path.moveTo(point)
    path.lineTo(after)


def paint_newest_piece(painter: QPainter, stroke: PenStroke, side: float, colour: QColor) -> None:
    """Paint the newest piece of a growing stroke that further points will not change."""
    points = stroke.points
    _set_pen(painter, stroke, side, colour)
    last = len(points) - 2
    if last < 1:
        painter.drawPoint(_point(points, 0, side))
        return
    start = _middle(points, last - 1, side) if last > 1 else _point(points, 0, side)
    path = QPainterPath(start)
    _curve(path, points, last, side)
    painter.drawPath(path)


def paint_tip(painter: QPainter, stroke: PenStroke, side: float, colour: QColor) -> None:
    """Paint the end of a growing stroke, from its last final piece to the pointer."""
    if len(stroke.points) > 1:
        _set_pen(painter, stroke, side, colour)
        start = len(stroke.points) - 2
        first = _middle(stroke.points, start, side) if start else _point(stroke.points, 0, side)
        painter.drawLine(first, _point(stroke.points, -1, side))


def tail_rect(stroke: PenStroke, side: float) -> QRectF:
    """Return the rectangle that the newest point of a stroke affects."""
    tail = stroke.points[-4:] * side
    (left, top), (right, bottom) = tail.min(axis=0), tail.max(axis=0)
    reach = stroke.width * side / 2 + 2
    return QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-reach, -reach, reach, reach)


def picture_rect(picture: Picture, side: float) -> QRectF:
    """Return where a picture is in the square from (0, 0) to (side, side)."""
    room = round(side * (1 - 2 * picture.margin))
    size = picture.image.size().scaled(QSize(room, room), Qt.AspectRatioMode.KeepAspectRatio)
    rect = QRectF(0, 0, size.width(), size.height())
    rect.moveCenter(QPointF(side / 2, side / 2))
    return rect


def paint_picture(painter: QPainter, picture: Picture, side: float) -> None:
    """Paint a picture in the middle of the square and keep its aspect ratio."""
    rect = picture_rect(picture, side)
    is_enlarged = rect.width() > picture.image.width()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_enlarged)
    painter.drawImage(rect, picture.image)


def paint_left_out(painter: QPainter, picture: Picture, side: float, colour: QColor) -> None:
    """Paint the ink of a picture that is not read, in another colour."""
    place = picture_rect(picture, side)
    scale = place.width() / picture.image.width()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for ink in picture.left_out:
        height, width = ink.coverage.shape
        pixels = np.empty((height, width, 4), np.uint8)
        pixels[:, :, :3] = colour.red(), colour.green(), colour.blue()
        pixels[:, :, 3] = np.rint(ink.coverage * 255)
        image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888)
        left, top, right, bottom = (edge * scale for edge in ink.box)
        target = QRectF(left, top, right - left, bottom - top).translated(place.topLeft())
        painter.drawImage(target, image)


def render_content(content: PadContent, side: int) -> QImage:
    """Render the pad's content in black on white, for files and other programs."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_content(painter, content, side, QColor(Qt.GlobalColor.black))
    painter.end()
    return image


def _set_pen(painter: QPainter, stroke: PenStroke, side: float, colour: QColor) -> None:
    painter.setPen(
        QPen(
            colour,
            stroke.width * side,
            Qt.PenStyle.SolidLine,
            Qt.PenCapStyle.RoundCap,
            Qt.PenJoinStyle.RoundJoin,
        )
    )


def _point(points: Stroke, index: int, side: float) -> QPointF:
    x, y = points[index]
    return QPointF(x * side, y * side)


def _middle(points: Stroke, index: int, side: float) -> QPointF:
    """Return the midpoint of two points, where pieces of the curve meet."""
    return (_point(points, index, side) + _point(points, index + 1, side)) / 2
