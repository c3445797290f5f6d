"""Ink is painted in pieces, a bounded amount at a time, and looks as if painted at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.theme.palette import LIGHT, palette_of
from lenet_desktop.widgets.images import ink_cache, ink_painter
from lenet_desktop.widgets.images.ink_cache import InkCache
from lenet_desktop.widgets.images.ink_painter import paint_content, pieces_of

SIDE = 300
PALETTE = palette_of(LIGHT)


def scribble(n, seed=0):
    rng = np.random.default_rng(seed)
    steps = rng.normal(0, 0.01, (n, 2)).cumsum(axis=0)
    return PenStroke(np.clip(0.5 + steps, 0, 1), 0.03)


def curve(n):
    """A stroke that turns by less than a right angle at each point."""
    angles = np.linspace(0, min(n / 2, 20), n)
    points = np.stack([np.cos(angles), np.sin(angles)], 1) * np.linspace(0.1, 0.45, n)[:, None]
    return PenStroke(0.5 + points, 0.03)


def blank_image():
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return image


def pixels(image):
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(int)


@pytest.fixture
def efforts(monkeypatch):
    """The effort of all pieces that are painted."""
    efforts = []
    paint = ink_painter.paint_piece

    def note(painter, piece, side, colour):
        efforts.append(piece.effort(side))
        paint(painter, piece, side, colour)

    monkeypatch.setattr(ink_painter, "paint_piece", note)
    return efforts


@pytest.mark.parametrize("n", [2, 3, 51, 52, 53, 400])
def test_pieces_look_like_the_whole_stroke(qapp, n):
    stroke, whole, in_pieces = curve(n), blank_image(), blank_image()
    points = [QPointF(x * SIDE, y * SIDE) for x, y in stroke.points]
    path = QPainterPath(points[0])
    for point, following in pairwise(points[1:]):
        path.quadTo(point, (point + following) / 2)
    path.lineTo(points[-1])
    painter = QPainter(whole)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    black = QColor("black")
    style = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(black, stroke.width * SIDE, *style))
    painter.drawPath(path)
    painter.end()
    painter = QPainter(in_pieces)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_content(painter, PadContent((stroke,)), SIDE, black)
    painter.end()
    difference = np.abs(pixels(whole) - pixels(in_pieces))
    assert (difference > 60).mean() < 0.001
    assert len(list(pieces_of([stroke]))) == max(-(-(n - 2) // 50), 1)


def test_a_large_drawing_is_painted_a_bounded_part_at_a_time(qapp, efforts, monkeypatch):
    content = PadContent(tuple(scribble(300, seed) for seed in range(60)))
    cache, turns = InkCache(), 0
    while not turns or not cache.is_complete:
        before = len(efforts)
        shown = cache.pixmap(content, SIDE, 1, PALETTE)
        assert sum(efforts[before:-1]) <= ink_cache.MOST_EFFORT
        turns += 1
    assert turns > 3
    assert len(efforts) == len(list(pieces_of(content.strokes)))
    monkeypatch.setattr(ink_cache, "MOST_EFFORT", np.inf)
    at_once = InkCache().pixmap(content, SIDE, 1, PALETTE)
    np.testing.assert_array_equal(pixels(shown.toImage()), pixels(at_once.toImage()))


def test_a_finished_stroke_is_painted_without_those_below(qapp, efforts):
    below = PadContent(tuple(scribble(300, seed) for seed in range(5)))
    cache = InkCache()
    while not efforts or not cache.is_complete:
        cache.pixmap(below, SIDE, 1, PALETTE)
    stroke, content = scribble(1, 9), below
    efforts.clear()
    for x, y in scribble(40, 9).points[1:]:
        stroke = stroke.extended(x, y)
        cache.add_newest_piece(stroke, SIDE, PALETTE)
        content = below.with_stroke(stroke)
        cache.pixmap(content, SIDE, 1, PALETTE)
    assert efforts == []
    cache.finish(stroke, 5)
    shown = cache.pixmap(content, SIDE, 1, PALETTE)
    assert len(efforts) == 1
    cache.invalidate()
    while not cache.is_complete or len(efforts) == 1:
        again = cache.pixmap(content, SIDE, 1, PALETTE)
    np.testing.assert_array_equal(pixels(shown.toImage()), pixels(again.toImage()))


def test_a_stroke_can_grow_before_the_last_one_is_painted_again(qapp, monkeypatch):
    cache = InkCache()
    first, second = scribble(400, 1), scribble(30, 2)
    cache.pixmap(PadContent(), SIDE, 1, PALETTE)
    cache.add_newest_piece(first, SIDE, PALETTE)
    cache.finish(first, 0)
    monkeypatch.setattr(ink_cache, "MOST_EFFORT", 1)
    content = PadContent((first, second))
    for _ in range(2):
        cache.pixmap(content, SIDE, 1, PALETTE)
    cache.add_newest_piece(second, SIDE, PALETTE)
    cache.finish(second, 1)
    while not cache.is_complete:
        shown = cache.pixmap(content, SIDE, 1, PALETTE)
    monkeypatch.undo()
    again = InkCache().pixmap(content, SIDE, 1, PALETTE)
    np.testing.assert_array_equal(pixels(shown.toImage()), pixels(again.toImage()))
