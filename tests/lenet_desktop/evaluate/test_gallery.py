"""The gallery: order, words, choosing by mouse and keyboard, and thousands of images."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel

from lenet_desktop.charts.probability_bars import ProbabilityBars
from lenet_desktop.evaluate.images.gallery import Gallery
from lenet_desktop.widgets.images.example_tiles import EXAMPLE, ink_image
from lenet_desktop.widgets.images.pixel_image import PixelImage
from tests.support.inputs.assessments import assessment_of
from tests.support.window.clicks import button, click

CONFIDENCE = np.array([0.6, 0.9, 0.7, 0.99], np.float32)


@pytest.fixture
def assessment():
    return assessment_of([4, 4, 7, 4], [9, 4, 7, 9], CONFIDENCE)


@pytest.fixture
def gallery(qtbot, assessment):
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.resize(420, 320)
    gallery.show_examples("Fours", assessment, np.array([0, 1, 3]))
    gallery.show()
    return gallery


def test_images_are_sorted_by_confidence(gallery):
    assert gallery.numbers.tolist() == [3, 1, 0]
    gallery.findChild(QComboBox, "gallery_order").setCurrentIndex(1)
    assert gallery.numbers.tolist() == [0, 1, 3]


def test_every_image_is_described(gallery):
    index = gallery.tiles.model().index(0, 0)
    words = "Image 4: 4, predicted 9 (99.0 %)"
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert index.data(role) == words


def test_a_comparison_describes_both_predictions(gallery, assessment):
    gallery.show_examples("Fours", assessment, np.array([0]), assessment)
    words = gallery.tiles.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert words.endswith("; other network: 9")


def click_on(gallery, row):
    gallery.tiles.scrollTo(gallery.tiles.model().index(row, 0))
    spot = gallery.tiles.visualRect(gallery.tiles.model().index(row, 0)).center()
    click(gallery.tiles.viewport(), spot)


def text_of(gallery, name):
    return gallery.findChild(QLabel, name).text()


def test_a_click_shows_an_image_large_and_hands_it_on(qtbot, gallery):
    click_on(gallery, 1)
    assert gallery.enlarged == 1
    assert gallery.large.isVisible()
    assert not gallery.tiles.isVisible()
    with qtbot.waitSignal(gallery.draw_requested) as wanted:
        click(button(gallery, "example_draw_button"))
    example = wanted.args[0]
    assert (example.number, example.label, example.predicted) == (1, 4, 4)
    assert (example.image == 1).all()
    with qtbot.waitSignal(gallery.inside_requested) as wanted:
        click(button(gallery, "example_inside_button"))
    assert wanted.args[0].number == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_key_shows_an_image_large(gallery, key):
    gallery.tiles.setFocus()
    QTest.keyClick(gallery.tiles, Qt.Key.Key_Right)
    QTest.keyClick(gallery.tiles, Qt.Key.Key_Right)
    row = gallery.tiles.currentIndex().row()
    QTest.keyClick(gallery.tiles, key)
    assert gallery.enlarged == gallery.numbers[row]


def test_a_large_image_has_its_label_its_prediction_and_ten_probabilities(gallery, assessment):
    click_on(gallery, 0)
    assert text_of(gallery, "example_answer") == "Label: 4, predicted: 9"
    assert text_of(gallery, "example_details") == "Incorrect. 99.0 % sure. Image 4 of the data."
    assert text_of(gallery, "example_place") == "1 of 3"
    bars = gallery.findChild(ProbabilityBars, "example_probabilities")
    np.testing.assert_array_equal(bars.values, assessment.probabilities[3])
    image = gallery.findChild(PixelImage, "example_image")
    assert image.pixels == pytest.approx(assessment.examples.images[3] / 255)


def test_arrow_keys_and_buttons_go_to_other_images(gallery):
    click_on(gallery, 0)
    assert not button(gallery, "example_previous_button").isEnabled()
    QTest.keyClick(gallery.large, Qt.Key.Key_Left)
    assert gallery.enlarged == 3
    QTest.keyClick(gallery.large, Qt.Key.Key_Right)
    assert gallery.enlarged == 1
    click(button(gallery, "example_next_button"))
    assert gallery.enlarged == 0
    assert not button(gallery, "example_next_button").isEnabled()


@pytest.mark.parametrize("way", ["button", "key"])
def test_going_back_finds_the_list_where_it_was(qtbot, gallery, way):
    many = assessment_of(*np.zeros((3, 500), int))
    gallery.show_examples("Many", many, np.arange(500))
    gallery.findChild(QComboBox, "gallery_order").setCurrentIndex(1)
    click_on(gallery, 300)
    before = gallery.tiles.verticalScrollBar().value()
    assert before > 0
    if way == "button":
        click(button(gallery, "example_back_button"))
    else:
        QTest.keyClick(gallery.large, Qt.Key.Key_Escape)
    assert gallery.tiles.isVisible()
    assert gallery.tiles.verticalScrollBar().value() == before
    assert gallery.tiles.currentIndex().row() == 300
    assert gallery.findChild(QComboBox, "gallery_order").currentIndex() == 1


def test_other_images_are_shown_as_a_list(gallery, assessment):
    click_on(gallery, 0)
    gallery.show_examples("Sevens", assessment, np.array([2]))
    assert gallery.enlarged is None
    assert gallery.tiles.isVisible()


def test_an_empty_gallery_says_so(gallery, assessment):
    gallery.show_examples("Nothing", assessment, np.array([], np.intp))
    assert gallery.findChild(QLabel, "gallery_empty").isVisible()
    assert not gallery.tiles.isVisible()


def test_of_thousands_only_those_in_sight_are_made(qtbot, gallery, monkeypatch):
    n = 10_000
    many = assessment_of(np.zeros(n), np.zeros(n, np.int64), np.linspace(0.5, 1, n))
    made = []
    model = gallery.tiles.model()
    make = model.example
    monkeypatch.setattr(model, "example", lambda row: made.append(row) or make(row))
    gallery.show_examples("All", many, np.arange(n))
    gallery.grab()
    assert 0 < len(set(made)) < 60
    made.clear()
    gallery.tiles.scrollToBottom()
    gallery.grab()
    assert n - 1 in made
    assert len(set(made)) < 100


def test_tiles_grow_with_the_room(gallery):
    small = gallery.tiles.sizeHintForIndex(gallery.tiles.model().index(0, 0))
    gallery.resize(900, 700)
    gallery.grab()
    large = gallery.tiles.sizeHintForIndex(gallery.tiles.model().index(0, 0))
    assert large.width() > small.width()


def test_ink_is_painted_from_paper_to_ink():
    pixels = np.zeros((28, 28), np.uint8)
    pixels[3, 5], pixels[3, 6] = 255, 128
    image = ink_image(pixels, QColor("#102030"), QColor("#ffffff"))
    colours = [image.pixelColor(x, 3).name() for x in (4, 5, 6)]
    assert colours[:2] == ["#ffffff", "#102030"]
    assert QColor(colours[2]).red() == pytest.approx((0x10 + 0xFF) / 2, abs=1)


def test_a_tile_shows_its_example(gallery):
    example = gallery.tiles.model().index(2, 0).data(EXAMPLE)
    assert (example.number, example.confidence) == (0, pytest.approx(0.6))


@pytest.mark.parametrize("width", [300, 420, 700])
def test_the_tiles_of_a_row_share_all_its_width(qtbot, gallery, width):
    gallery.show_examples("Many", assessment_of(*np.zeros((3, 200), int)), np.arange(200))
    gallery.resize(width, 320)
    tiles, model = gallery.tiles, gallery.tiles.model()

    def fill_the_row():
        rects = [tiles.visualRect(model.index(row, 0)) for row in range(20)]
        columns = len({rect.left() for rect in rects})
        room = tiles.viewport().width()
        assert columns > 1
        assert room - columns - 1 < rects[columns - 1].right() + 1 <= room

    qtbot.waitUntil(fill_the_row)


def test_thousands_of_tiles_are_laid_out_without_a_call_each(qtbot, gallery):
    n = 10_000
    many = assessment_of([4] * n, [9] * n, np.full(n, 0.6, np.float32))
    gallery.show_examples("Fours", many, np.arange(n))
    qtbot.waitUntil(lambda: gallery.tiles.verticalScrollBar().maximum() > n)
    calls = []
    sys.setprofile(lambda _, event, __: calls.append(event))
    try:
        gallery.tiles.doItemsLayout()
        gallery.tiles.setStyleSheet("font-size: 9pt")
        gallery.tiles.grab()
    finally:
        sys.setprofile(None)
    assert gallery.tiles.model().rowCount() == n
    assert 0 < len(calls) < n / 2
