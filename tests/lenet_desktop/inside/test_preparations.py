"""Four ways to prepare the input, and the way to the page from others."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from core.ink.preparations import WAYS, prepare_strokes
from core.recognition.activations import INPUT
from core.recognition.recognizer import Recognizer
from lenet_desktop.state.pad_content import PadContent, Picture, content_of
from tests.support.window.clicks import click
from tests.support.window.hand import Hand

SEVEN = [np.array([[0.1, 0.7], [0.2, 0.7], [0.13, 0.9]])]


def tile(page, way):
    return page.findChild(QAbstractButton, f"preparation_{way}")


@pytest.fixture
def small_seven(page):
    """A small 7 in a corner, drawn with a thin pen."""
    workspace = page.window().workspace
    workspace.pad_history.replace(content_of(SEVEN, 0.02))
    workspace.reader.read_now()
    return prepare_strokes(SEVEN, [0.02])


def test_every_way_shows_its_answer(page, small_seven):
    recognizer = Recognizer(page.window().workspace.network.weights)
    for way in WAYS:
        answer = recognizer.recognize(small_seven.image(way))
        shown = tile(page, way).accessibleDescription()
        assert shown.startswith(f"{answer.label}{'?' if answer.unsure else ''}  ")
    assert tile(page, "redrawn").accessibleDescription().startswith("7")
    assert not tile(page, "resized").accessibleDescription().startswith("7  ")


@pytest.mark.parametrize("way", WAYS)
def test_the_chosen_image_goes_through_the_network(page, small_seven, way):
    click(tile(page, way))
    found = page.window().workspace.inspection.activations
    np.testing.assert_array_equal(found.values[INPUT][0], small_seven.image(way))
    assert [each for each in WAYS if tile(page, each).isChecked()] == [way]


def test_the_answers_follow_a_pen_that_rests(qtbot, page):
    page.actions_in("edit")[0].trigger()
    QTest.qWait(0)
    assert {tile(page, way).accessibleDescription() for way in WAYS} == {""}
    hand = Hand(page.pad)
    hand.press(0.5, 0.2)
    with qtbot.waitSignal(page.window().workspace.inspection.rested):
        hand.move(0.5, 0.8)
    assert tile(page, "redrawn").accessibleDescription().startswith("1")
    hand.release(0.5, 0.8)


def test_a_dark_and_a_light_picture_are_prepared_alike(page):
    workspace, images = page.window().workspace, []
    for paper, ink in ((Qt.GlobalColor.white, 0xFF000000), (Qt.GlobalColor.black, 0xFFFFFFFF)):
        image = QImage(60, 60, QImage.Format.Format_RGB32)
        image.fill(paper)
        for row in range(10, 50):
            for column in range(20, 26):
                image.setPixel(column, row, ink)
        picture = Picture(image, np.zeros((28, 28), np.float32))
        workspace.pad_history.replace(PadContent(picture=picture))
        workspace.reader.read_now()
        images.append(workspace.inspection.preparations)
    np.testing.assert_allclose(images[0].boxed, images[1].boxed, atol=0.01)
    rows, columns = np.nonzero(images[0].boxed > 0.5)
    assert (rows.min(), rows.max()) == (4, 23)
    assert columns.max() - columns.min() == 2


def test_why_leads_from_the_reading_to_the_page(window):
    why = window.findChild(QAbstractButton, "why_button")
    assert not why.isVisible()
    Hand(window.draw_page.pad).draw((0.5, 0.2), (0.5, 0.8))
    window.workspace.reader.catch_up()
    click(why)
    assert window.tabs.currentWidget() is window.inside_page
    assert window.inside_page.pad.hasFocus() or not window.isActiveWindow()


def test_a_kept_digit_is_shown_inside(qtbot, window):
    window.workspace.my_digits.keep((SEVEN[0],), 7)
    with qtbot.waitSignal(window.my_digits_page.reading.changed):
        window.tabs.setCurrentWidget(window.my_digits_page)
    qtbot.waitUntil(lambda: bool(window.my_digits_page.gallery.chosen))
    click(window.findChild(QAbstractButton, "inside_my_digit_button"))
    assert window.tabs.currentWidget() is window.inside_page
    (stroke,) = window.workspace.pad_history.value.strokes
    np.testing.assert_allclose(stroke.points, SEVEN[0])


def test_a_digit_that_fills_its_part_of_a_picture_stays_ink(page, tmp_path):
    window = page.window()
    sheet = np.full((120, 300), 220, np.uint8)
    for left in (60, 140, 220):
        sheet[25:95, left : left + 12] = 30
    Image.fromarray(sheet).save(tmp_path / "ones.png")
    window.files.open(tmp_path / "ones.png")
    window.workspace.opening.finish()
    window.workspace.reader.catch_up()
    assert len(window.workspace.reader.reading.inks) == 3
    for index in range(3):
        window.workspace.reader.select(index)
        assert window.workspace.inspection.preparations.image("resized").mean() > 0.5
