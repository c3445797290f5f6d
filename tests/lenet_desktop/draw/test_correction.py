"""Saying on the draw page what a digit really is, by its key or a click."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from core.ink.ink_files import load_drawings
from lenet_desktop.state.pad_content import PadContent, Picture
from tests.support.window.clicks import button, click

NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def kept(window):
    return lambda: [drawing.label for drawing in window.workspace.my_digits.drawings]


def down(window):
    """The digits whose buttons are down."""
    return [digit for digit in range(10) if button(window.draw_page, f"digit_{digit}").isChecked()]


def undo(window):
    click(button(window, "notice_undo_button"))


def test_a_digits_key_keeps_the_drawing_as_that_digit(window, pad, hand, kept):
    hand.draw((0.3, 0.2), (0.6, 0.2), (0.4, 0.8))
    QTest.keyClick(pad, Qt.Key.Key_7)
    assert kept() == ["7"]
    (stroke,) = window.workspace.pad_history.value.strokes
    (drawing,) = window.workspace.my_digits.drawings
    assert np.array_equal(drawing.strokes[0], stroke.points)
    assert down(window) == [7]
    assert window.notice.isVisible()
    assert window.notice.text == "Added to My Digits as 7."


def test_a_click_on_the_digit_does_the_same(window, hand, kept):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.qWait(0)
    click(button(window.draw_page, "digit_4"))
    assert kept() == ["4"]
    assert down(window) == [4]
    click(button(window.draw_page, "digit_4"))
    assert kept() == ["4"]
    assert down(window) == [4]


def test_undo_in_the_notice_takes_it_out_again(window, hand, kept):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.qWait(0)
    click(button(window.draw_page, "digit_4"))
    undo(window)
    assert kept() == []
    assert down(window) == []
    assert not button(window, "notice_undo_button").isVisible()


def test_another_key_relabels_the_same_drawing(pad, hand, kept, window):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.keyClick(pad, Qt.Key.Key_1)
    QTest.keyClick(pad, Qt.Key.Key_7)
    assert kept() == ["7"]
    undo(window)
    assert kept() == ["1"]


def test_a_changed_drawing_is_another(pad, hand, kept, window):
    hand.draw((0.3, 0.2), (0.5, 0.8))
    QTest.keyClick(pad, Qt.Key.Key_1)
    hand.draw((0.35, 0.5), (0.5, 0.5))
    QTest.qWait(0)
    assert down(window) == []
    QTest.keyClick(pad, Qt.Key.Key_7)
    assert kept() == ["1", "7"]


def test_of_a_number_the_selected_digit_is_kept(window, pad, hand, kept):
    for x in (0.15, 0.5, 0.85):
        hand.draw((x, 0.3), (x, 0.7))
    QTest.qWait(0)
    assert len(window.workspace.reader.reading.inks) == 3
    window.workspace.reader.select(1)
    QTest.keyClick(pad, Qt.Key.Key_1)
    (drawing,) = window.workspace.my_digits.drawings
    assert [stroke[0, 0] for stroke in drawing.strokes] == [pytest.approx(0.5, abs=0.01)]
    assert down(window) == [1]
    window.workspace.reader.select(0)
    assert down(window) == []


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_A, NOTHING),
    ],
)
def test_other_keys_keep_nothing(pad, hand, kept, key, modifier):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.keyClick(pad, key, modifier)
    assert kept() == []


def test_the_keypad_labels_too(pad, hand, kept):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.keyClick(pad, Qt.Key.Key_7, Qt.KeyboardModifier.KeypadModifier)
    assert kept() == ["7"]


def test_the_key_works_wherever_the_focus_is_on_the_page(window, hand, kept):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.keyClick(window.findChild(QSlider, "width_slider"), Qt.Key.Key_7)
    assert kept() == ["7"]


def test_a_blank_pad_keeps_nothing(window, pad, kept):
    assert not button(window.draw_page, "digit_7").isEnabled()
    QTest.keyClick(pad, Qt.Key.Key_7)
    assert kept() == []


def test_a_digit_in_a_picture_is_traced_and_added(window, pad, kept):
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for y in range(10, 50):
        for x in range(28, 33):
            image.setPixelColor(x, y, Qt.GlobalColor.black)
    window.workspace.pad_history.replace(
        PadContent(picture=Picture(image, np.eye(28, dtype=np.float32)))
    )
    QTest.keyClick(pad, Qt.Key.Key_1)
    assert kept() == ["1"]


def test_added_digits_are_loaded_at_the_next_start(window, pad, hand, user_data):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.keyClick(pad, Qt.Key.Key_1)
    window.close()
    (drawing,) = load_drawings(user_data / "my-digits.jsonl")
    assert drawing.label == "1"


def test_what_is_not_a_digit_is_kept_by_a_click_or_its_key(window, pad, hand, kept, user_data):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.qWait(0)
    other = button(window.draw_page, "not_a_digit")
    click(other)
    assert kept() == ["not a digit"]
    assert other.isChecked()
    assert down(window) == []
    assert window.notice.text == "Added to My Digits as “not a digit”."
    QTest.keyClick(pad, Qt.Key.Key_1)
    assert kept() == ["1"]
    QTest.keyClick(pad, Qt.Key.Key_N)
    assert kept() == ["not a digit"]
    window.close()
    (drawing,) = load_drawings(user_data / "my-digits.jsonl")
    assert drawing.label == "not a digit"


@pytest.mark.parametrize("width", [900, 1600])
def test_every_label_has_a_button_of_its_own(window, width, hand):
    window.resize(width, 700)
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.qWait(1)
    names = [*(f"digit_{digit}" for digit in range(10)), "not_a_digit"]
    buttons = [button(window.draw_page, name) for name in names]
    row = buttons[0].parentWidget()
    assert all(row.rect().contains(each.geometry()) for each in buttons)
    assert all(each.width() >= 18 for each in buttons)
    assert buttons[-1].width() >= buttons[-1].sizeHint().width()
