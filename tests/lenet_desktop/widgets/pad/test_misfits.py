"""Ink that does not fit is grey on the pad, with a note, and read as before."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.ink.boxes import Box
from core.ink.pictures import LocatedDigit
from core.recognition.pictures.content import LeftOut, PictureContent
from core.recognition.strokes.misfits import Misfits
from lenet_desktop.state.pad_content import PadContent, Picture
from lenet_desktop.text import steps
from tests.support.inputs.networks import bundled_weights


@pytest.fixture
def note(window):
    window.workspace.network.open(bundled_weights())
    return window.draw_page.findChild(QLabel, "misfit_note")


def colour_at(pad, x, y):
    pixel = pad.grab().toImage().pixelColor(round(x * pad.width()), round(y * pad.height()))
    return pixel.name()


def grey(pad):
    return pad.palette().color(QPalette.ColorRole.Dark).name()


def test_a_minus_is_grey_until_it_is_erased(window, pad, hand, note):
    hand.draw((0.7, 0.2), (0.7, 0.8))
    QTest.qWait(1)
    assert not note.isVisible()
    hand.draw((0.2, 0.5), (0.3, 0.5), (0.4, 0.5))
    QTest.qWait(1)
    assert window.workspace.reader.reading.text == "1"
    assert note.isVisible()
    assert note.text() == "Not read: 1 minus sign"
    assert pad.rect().contains(note.geometry())
    assert colour_at(pad, 0.3, 0.5) == grey(pad)
    assert colour_at(pad, 0.7, 0.5) == pad.palette().color(QPalette.ColorRole.Text).name()
    window.workspace.pad_history.undo_stack.undo()
    QTest.qWait(1)
    assert not note.isVisible()


def test_a_second_row_is_read(window, pad, hand, note):
    for x in (0.3, 0.6):
        for y in (0.1, 0.6):
            hand.draw((x, y), (x, y + 0.3))
    QTest.qWait(1)
    reader = window.workspace.reader
    assert reader.reading.text == "11\n11"
    assert not note.isVisible()
    assert len(pad.marks.boxes) == 4
    assert colour_at(pad, 0.3, 0.75) != grey(pad)
    position = pad.marks.boxes[2].center().toPoint()
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=position)
    assert reader.selected == 2


def test_ink_is_not_grey_while_it_is_drawn(window, pad, hand, note):
    hand.draw((0.3, 0.2), (0.3, 0.8))
    hand.press(0.7, 0.2)
    hand.move(0.7, 0.21)
    QTest.qWait(1)
    assert not note.isVisible()
    hand.move(0.7, 0.8)
    hand.release(0.7, 0.8)
    QTest.qWait(1)
    assert not note.isVisible()


def test_what_is_not_a_digit_in_a_picture_is_grey(window, pad, note):
    image = QImage(200, 100, QImage.Format.Format_Grayscale8)
    image.fill(255)
    ink = LeftOut(Box(10, 40, 40, 60), np.ones((2, 3), np.float32))
    digit = LocatedDigit(Box(100, 20, 140, 80), np.ones((28, 28), np.float32))
    found = PictureContent(((digit,),), (ink,), Misfits(minus_signs=(0,)), is_partial=True)
    window.workspace.pad_history.replace(
        PadContent(picture=Picture.of(image, found)), steps.picture
    )
    QTest.qWait(1)
    assert note.isVisible()
    assert note.text() == "Not read: 1 minus sign · a part of the picture"
    assert pad.rect().contains(note.geometry())
    x = 0.16 + 0.68 * 25 / 200
    assert colour_at(pad, x, 0.5) == grey(pad)
    assert colour_at(pad, x + 0.1, 0.5) == "#ffffff"
    window.workspace.pad_history.undo_stack.undo()
    QTest.qWait(1)
    assert not note.isVisible()
