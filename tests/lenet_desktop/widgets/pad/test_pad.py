"""Gestures on the pad and what they leave, with real mouse and key events."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainterPath, QPalette
from PySide6.QtTest import QTest

from lenet_desktop.widgets.images import ink_painter

RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def pad_history(window):
    return window.workspace.pad_history


def strokes_of(pad_history):
    return pad_history.value.strokes


def ink_at(pad, x, y):
    """How much the pad at a place looks like ink, from 0 (paper) to 1."""
    image = pad.grab().toImage()
    place = image.pixelColor(int(x * image.width()), int(y * image.height())).lightnessF()
    paper = pad.palette().color(QPalette.ColorRole.Base).lightnessF()
    ink = pad.palette().color(QPalette.ColorRole.Text).lightnessF()
    return (place - paper) / (ink - paper)


def test_a_drag_makes_a_stroke_along_it(pad_history, hand):
    hand.draw((0.2, 0.3), (0.5, 0.3), (0.5, 0.8))
    (stroke,) = strokes_of(pad_history)
    assert stroke.points == pytest.approx(
        np.array([[0.2, 0.3], [0.5, 0.3], [0.5, 0.8]]), abs=1 / hand.pad.width()
    )


def test_a_click_makes_a_dot(pad_history, hand, pad):
    hand.draw((0.4, 0.6))
    (dot,) = strokes_of(pad_history)
    assert len(dot.points) == 1
    assert ink_at(pad, 0.4, 0.6) > 0.95


def test_ink_shows_while_it_is_drawn_and_stays(hand, pad):
    hand.press(0.2, 0.5)
    hand.move(0.5, 0.5)
    hand.move(0.8, 0.5)
    for _ in ("drawing", "drawn"):
        assert ink_at(pad, 0.35, 0.5) > 0.95
        assert ink_at(pad, 0.79, 0.5) > 0.95
        assert ink_at(pad, 0.5, 0.7) < 0.05
        hand.release(0.8, 0.5)


def test_what_a_stroke_looks_like_while_drawn_is_what_it_looks_like_after(hand, pad):
    hand.press(0.2, 0.2)
    for x, y in ((0.4, 0.25), (0.5, 0.4), (0.45, 0.6), (0.6, 0.75)):
        hand.move(x, y)
    growing = pad.grab().toImage()
    hand.release(0.6, 0.75)
    done = pad.grab().toImage()
    differing = sum(
        abs(growing.pixelColor(x, y).lightness() - done.pixelColor(x, y).lightness()) > 64
        for x in range(0, done.width(), 2)
        for y in range(0, done.height(), 2)
    )
    assert differing < 20


def test_ink_drawn_beyond_the_border_stays_on_the_pad(pad_history, hand):
    hand.draw((0.5, 0.5), (1.3, 0.5))
    assert strokes_of(pad_history)[0].points[-1].tolist() == pytest.approx([1.0, 0.5], abs=0.01)


def test_undo_and_redo_go_stroke_by_stroke(pad_history, hand, window):
    hand.draw((0.2, 0.2), (0.4, 0.2))
    hand.draw((0.2, 0.6), (0.4, 0.6))
    counts = []
    for keys in ("Ctrl+Z", "Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"):
        QTest.keySequence(window, keys)
        counts.append(len(strokes_of(pad_history)))
    assert counts == [1, 0, 0, 1, 2]


def test_a_new_stroke_after_undo_ends_what_could_be_redone(pad_history, hand, window):
    hand.draw((0.2, 0.2), (0.4, 0.2))
    QTest.keySequence(window, "Ctrl+Z")
    hand.draw((0.2, 0.6), (0.4, 0.6))
    QTest.keySequence(window, "Ctrl+Shift+Z")
    assert len(strokes_of(pad_history)) == 1


def test_clear_can_be_undone(pad_history, hand, window):
    hand.draw((0.2, 0.2), (0.4, 0.2))
    hand.draw((0.2, 0.6), (0.4, 0.6))
    drawn = pad_history.value
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert pad_history.value.is_blank
    QTest.keySequence(window, "Ctrl+Z")
    assert pad_history.value is drawn


def test_undo_in_the_middle_of_a_stroke_drops_it(pad_history, hand, window):
    hand.draw((0.2, 0.2), (0.4, 0.2))
    hand.press(0.2, 0.6)
    hand.move(0.4, 0.6)
    QTest.keySequence(window, "Ctrl+Z")
    hand.move(0.6, 0.6)
    hand.release(0.6, 0.6)
    assert pad_history.value.is_blank
    assert len(pad_history.undo_stack) == 1


def test_the_eraser_splits_a_stroke(pad_history, hand, window):
    hand.draw((0.2, 0.5), (0.8, 0.5))
    QTest.keyClick(window, Qt.Key.Key_E)
    hand.draw((0.5, 0.3), (0.5, 0.7))
    assert len(strokes_of(pad_history)) == 2


def test_erasing_is_one_step(pad_history, hand, window):
    for y in (0.3, 0.5, 0.7):
        hand.draw((0.2, y), (0.8, y))
    before = pad_history.value
    QTest.keyClick(window, Qt.Key.Key_E)
    hand.draw((0.5, 0.1), (0.5, 0.5), (0.5, 0.9))
    assert len(strokes_of(pad_history)) == 6
    QTest.keySequence(window, "Ctrl+Z")
    assert pad_history.value is before


def test_erasing_nothing_adds_no_step(pad_history, hand, window):
    hand.draw((0.2, 0.5), (0.8, 0.5))
    QTest.keyClick(window, Qt.Key.Key_E)
    hand.draw((0.2, 0.1), (0.8, 0.1))
    assert len(pad_history.undo_stack) == 1


def test_the_eraser_can_take_whole_strokes(pad_history, hand, window):
    hand.draw((0.2, 0.5), (0.8, 0.5))
    window.draw_page.bar.whole_strokes.trigger()
    QTest.keyClick(window, Qt.Key.Key_E)
    hand.draw((0.5, 0.5))
    assert pad_history.value.is_blank


def test_the_right_button_erases_whatever_the_tool(pad_history, hand):
    hand.draw((0.2, 0.5), (0.8, 0.5))
    hand.draw((0.5, 0.3), (0.5, 0.7), button=RIGHT)
    assert len(strokes_of(pad_history)) == 2
    hand.draw((0.2, 0.2), (0.8, 0.2))
    assert len(strokes_of(pad_history)) == 3


def test_the_middle_button_does_nothing(pad_history, hand):
    hand.draw((0.2, 0.5), (0.8, 0.5), button=Qt.MouseButton.MiddleButton)
    assert pad_history.value.is_blank


def test_pen_brings_drawing_back_after_the_eraser(pad_history, hand, window):
    QTest.keyClick(window, Qt.Key.Key_E)
    QTest.keyClick(window, Qt.Key.Key_P)
    hand.draw((0.2, 0.5), (0.8, 0.5))
    assert len(strokes_of(pad_history)) == 1


def test_keys_make_the_next_strokes_wider_and_narrower(pad_history, hand, window):
    hand.draw((0.2, 0.2), (0.4, 0.2))
    QTest.keyClick(window, Qt.Key.Key_BracketRight)
    hand.draw((0.2, 0.4), (0.4, 0.4))
    QTest.keyClick(window, Qt.Key.Key_BracketLeft)
    QTest.keyClick(window, Qt.Key.Key_BracketLeft)
    hand.draw((0.2, 0.6), (0.4, 0.6))
    first, wider, narrower = (stroke.width for stroke in strokes_of(pad_history))
    assert narrower < first < wider


@pytest.mark.parametrize("size", [(820, 600), (1500, 1000), (1600, 640)])
def test_resizing_the_window_keeps_the_drawings_place(hand, pad, window, size):
    hand.draw((0.25, 0.75))
    window.resize(*size)
    QTest.qWait(0)
    assert pad.width() == pad.height()
    assert ink_at(pad, 0.25, 0.75) > 0.95
    assert ink_at(pad, 0.75, 0.25) < 0.05


def test_the_drawing_is_repainted_in_new_colours(hand, pad, window):
    hand.draw((0.5, 0.5))
    window.theme.appearance = "dark"
    image = pad.grab().toImage()
    middle = image.pixelColor(image.rect().center())
    corner = image.pixelColor(QPoint(image.width() // 4, image.height() // 4))
    assert middle.lightness() > 200
    assert corner.lightness() < 60
    assert QColor(middle) != QColor(corner)


def test_a_blank_pad_shows_a_hint(hand, pad):
    blank = pad.grab().toImage()
    hand.draw((0.05, 0.05))
    assert pad.grab().toImage().copy(100, 100, 300, 300) != blank.copy(100, 100, 300, 300)


def test_a_movement_of_the_pen_paints_no_more_on_a_longer_stroke(pad, hand, monkeypatch):
    painted = []

    class CountingPath(QPainterPath):
        def quadTo(self, *points):  # noqa: N802
            painted.append(points)
            super().quadTo(*points)

    monkeypatch.setattr(ink_painter, "QPainterPath", CountingPath)
    hand.press(0.1, 0.1)
    counts = []
    for number in range(120):
        painted.clear()
        hand.move(0.1 + 0.8 * (number % 40) / 40, 0.2 + number / 200)
        QTest.qWait(1)
        counts.append(len(painted))
    hand.release(0.9, 0.9)
    assert 0 < max(counts[90:]) <= max(counts[5:30]) <= 4


def test_the_next_stroke_does_not_paint_the_former_ones_again(pad, hand, monkeypatch):
    for x in (0.2, 0.4, 0.6):
        hand.draw(*((x, y / 40) for y in range(5, 35)))
    pad.grab()
    painted = []
    paint = ink_painter.paint_piece

    def note(painter, piece, side, colour):
        painted.append(piece)
        paint(painter, piece, side, colour)

    monkeypatch.setattr(ink_painter, "paint_piece", note)
    hand.draw((0.8, 0.2), (0.8, 0.5), (0.8, 0.8))
    pad.grab()
    assert [len(piece.stroke.points) for piece in painted] == [3]
    assert ink_at(pad, 0.2, 0.5) == pytest.approx(1, abs=0.1)
    assert ink_at(pad, 0.8, 0.5) == pytest.approx(1, abs=0.1)
