"""A number on the pad: its boxes, and choosing a digit by mouse and by keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.ink.render import to_image
from lenet_desktop.charts.probability_bars import ProbabilityBars
from lenet_desktop.widgets.images.pixel_image import PixelImage
from tests.support.window.clicks import click

COLUMNS = (0.2, 0.5, 0.8)


@pytest.fixture
def workspace(window):
    return window.workspace


@pytest.fixture
def marks(pad):
    return pad.marks


@pytest.fixture
def number(window, hand):
    """Three lines side by side, each of another slant."""
    for nth, x in enumerate(COLUMNS):
        hand.draw((x, 0.3), (x + 0.02 * nth, 0.5), (x, 0.7))
    QTest.qWait(0)
    return window.workspace.pad_history.value


def shows_digit(window, index):
    """Whether the details are those of one stroke."""
    image = to_image([window.workspace.pad_history.value.strokes[index].path])
    reading = window.workspace.reader.reading
    values = window.findChild(ProbabilityBars, "probabilities").values
    return (
        window.workspace.reader.selected == index
        and np.array_equal(window.draw_page.findChild(PixelImage).pixels, image)
        and np.array_equal(values, reading.digits[index].probabilities)
    )


def test_a_single_digit_has_no_box(marks, hand):
    hand.draw((0.3, 0.3), (0.3, 0.7))
    hand.draw((0.2, 0.5), (0.4, 0.5))
    QTest.qWait(0)
    assert marks.boxes == []


def test_every_digit_of_a_number_is_in_a_box_and_read(window, number, marks, pad):
    reading = window.workspace.reader.reading
    assert window.findChild(QLabel, "prediction").text() == reading.text
    assert len(reading.text) == len(marks.boxes) == 3
    for box, stroke in zip(marks.boxes, number.strokes, strict=True):
        (left, top), (right, bottom) = (
            getattr(stroke.points, edge)(axis=0) * pad.width() for edge in ("min", "max")
        )
        assert box.contains(QRectF(left, top, right - left + 1, bottom - top))
        assert box.height() < bottom - top + 0.1 * pad.width()


def test_boxes_follow_the_pen_while_it_is_down(marks, hand, number):
    hand.press(0.65, 0.3)
    hand.move(0.65, 0.6)
    QTest.qWait(0)
    assert len(marks.boxes) == 4
    hand.release(0.65, 0.6)


def test_a_click_in_a_box_shows_that_digit_and_leaves_no_ink(window, hand, number):
    assert shows_digit(window, 2)
    for index in (0, 1, 2):
        hand.draw((COLUMNS[index], 0.4))
        assert shows_digit(window, index)
        QTest.qWait(0)
        assert shows_digit(window, index)
    assert window.workspace.pad_history.value is number
    assert len(window.workspace.pad_history.undo_stack) == 3


def test_a_click_may_shake(window, hand, number):
    hand.draw((0.2, 0.4), (0.205, 0.405), (0.2, 0.395))
    QTest.qWait(0)
    assert shows_digit(window, 0)
    assert window.workspace.pad_history.value is number


def test_a_click_outside_the_boxes_makes_a_dot(workspace, hand, number):
    hand.draw((0.35, 0.9))
    assert len(workspace.pad_history.value.strokes) == 4


def test_a_click_on_a_single_digit_makes_a_dot(workspace, hand):
    hand.draw((0.3, 0.3), (0.3, 0.7))
    QTest.qWait(0)
    hand.draw((0.3, 0.5))
    assert len(workspace.pad_history.value.strokes) == 2


def test_a_stroke_may_begin_in_a_box(workspace, hand, number, pad):
    hand.draw((0.2, 0.5), (0.27, 0.5), (0.3, 0.5))
    stroke = workspace.pad_history.value.strokes[-1]
    np.testing.assert_allclose(stroke.points[:, 0], (0.2, 0.27, 0.3), atol=1 / pad.width())
    QTest.qWait(0)
    assert workspace.reader.selected == 0


def test_the_eraser_erases_in_a_box(workspace, hand, number, window):
    QTest.keyClick(window, Qt.Key.Key_E)
    hand.draw((0.2, 0.4))
    assert workspace.pad_history.value is not number


def test_the_newest_stroke_brings_its_digit_forward(workspace, hand, number):
    hand.draw((0.2, 0.4))
    hand.draw((0.65, 0.3), (0.65, 0.7))
    QTest.qWait(0)
    assert workspace.reader.selected == 2
    hand.draw((0.15, 0.5), (0.25, 0.5))
    QTest.qWait(0)
    assert workspace.reader.selected == 0


def test_undo_and_clear_take_boxes_away(window, marks, number):
    QTest.keySequence(window, "Ctrl+Z")
    QTest.qWait(0)
    assert len(marks.boxes) == 2
    QTest.keyClick(window, Qt.Key.Key_Delete)
    QTest.qWait(0)
    assert marks.boxes == []


def test_keys_go_from_digit_to_digit(window, number):
    panel = window.draw_page.panel
    for keys, index in (("Alt+Left", 1), ("Alt+Left", 0), ("Alt+Left", 0), ("Alt+Right", 1)):
        QTest.keySequence(window, keys)
        assert shows_digit(window, index)
    assert panel.previous_digit.isEnabled()
    QTest.keySequence(window, "Alt+Right")
    assert not panel.next_digit.isEnabled()


def test_without_a_number_there_is_no_digit_to_go_to(window, hand):
    hand.draw((0.3, 0.3), (0.3, 0.7))
    QTest.qWait(0)
    panel = window.draw_page.panel
    assert not panel.previous_digit.isEnabled()
    assert not panel.next_digit.isEnabled()


def test_a_click_on_the_answer_shows_that_digit(window, number):
    label = window.findChild(QLabel, "prediction")
    for index, place in enumerate(label._rects(label._large_font())):
        click(label, place.center().toPoint())
        assert shows_digit(window, index)


def test_the_caption_names_the_selected_digit(window, hand, number):
    subject = window.findChild(QLabel, "probability_subject")
    assert subject.text() == "Probability, digit 3 of 3"
    assert window.findChild(QLabel, "prediction").accessibleName() == "Recognised digits"
    window.draw_page.bar.clear.trigger()
    QTest.qWait(0)
    assert subject.text() == "Probability"
    assert window.findChild(QLabel, "prediction").accessibleName() == "Recognised digit"


def test_new_weights_leave_the_choice(window, workspace, hand, number, random_weights):
    hand.draw((0.2, 0.4))
    workspace.network.use(random_weights, workspace.network.path)
    assert shows_digit(window, 0)


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_chosen_box_is_set_off_and_the_ink_stays_clear(
    window, pad, marks, hand, number, appearance
):
    window.theme.appearance = appearance
    hand.draw((0.5, 0.4))
    QTest.qWait(0)
    with_marks = pad.grab().toImage()
    marks.hide()
    without = pad.grab().toImage()
    marks.show()
    accent = pad.palette().color(QPalette.ColorRole.Accent)
    edge = marks.boxes[1]
    colour = with_marks.pixelColor(round(edge.left()), round(edge.center().y()))
    assert abs(colour.hue() - accent.hue()) < 12
    for stroke in number.strokes:
        for x, y in (stroke.points * pad.width()).round().astype(int).tolist():
            assert with_marks.pixelColor(x, y) == without.pixelColor(x, y)


def test_marks_stay_with_the_ink_when_the_window_grows(window, marks, number):
    before = marks.boxes[0]
    window.resize(1300, 900)
    QTest.qWait(0)
    after = marks.boxes[0]
    ratio = window.draw_page.pad.width()
    assert after.center().x() / ratio == pytest.approx(0.2, abs=0.01)
    assert after.height() > before.height()
