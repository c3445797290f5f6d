"""The My Digits page: browsing, relabelling, deleting, import and export."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from core.ink.drawing import Drawing
from core.network.lenet5 import SHAPES
from core.network.weights import Weights
from lenet_desktop.screenshots import five
from tests.support.window.clicks import button, click
from tests.support.window.kept_digits import ink, labels, shown

NOTHING, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def click_tile(page, row, modifiers=NOTHING):
    tiles = page.gallery.tiles
    place = tiles.visualRect(tiles.model().index(row, 0)).center()
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def words(page):
    return [page.findChild(QLabel, name).text() for name in ("my_digit_title", "my_digit_words")]


def test_the_empty_page_explains_how_to_start(window, page):
    assert page.empty.isVisible()
    click(button(page, "draw_first_digit_button"))
    assert window.tabs.currentWidget() is window.draw_page


def test_digits_added_on_the_pad_are_shown(qtbot, window, pad, hand, page):
    window.tabs.setCurrentWidget(window.draw_page)
    hand.draw((0.4, 0.2), (0.4, 0.8))
    QTest.keyClick(pad, Qt.Key.Key_7)
    window.tabs.setCurrentWidget(page)
    qtbot.waitUntil(lambda: shown(page) == ["7"])
    assert not page.empty.isVisible()
    assert words(page) == ["Labelled 7", "Predicted 1 with 94.3 % confidence"]


def test_the_header_shows_the_accuracy(three):
    assert three.bar.text.startswith("66.67 % 2 of 3 correct, 1 incorrect")
    assert "ones.safetensors" in three.bar.text


def test_other_weights_update_the_predictions(qtbot, three, window, tmp_path):
    arrays = {name: np.zeros(shape, np.float32) for name, shape in SHAPES.items()}
    arrays["output.bias"][7] = 5
    window.workspace.network.use(Weights(arrays), tmp_path / "sevens.safetensors")
    qtbot.waitUntil(lambda: "1 of 3 correct" in three.bar.text)


def test_the_counts_show_one_digit_at_a_time(three):
    assert button(three, "count_all").accessibleName() == "All: 3"
    assert button(three, "count_1").accessibleName() == "1: 2"
    click(button(three, "count_1"))
    assert shown(three) == ["1", "1"]
    click(button(three, "count_4"))
    assert shown(three) == []
    assert words(three)[0] == "No digit selected"
    click(button(three, "count_all"))
    assert shown(three) == ["1", "7", "1"]


def test_the_newest_comes_first_and_is_looked_at(three, digits):
    assert three.gallery.chosen == [digits.drawings[-1]]
    click_tile(three, 1)
    assert three.gallery.chosen == [digits.drawings[1]]
    assert words(three) == ["Labelled 7", "Predicted 1 with 94.3 % confidence"]


@pytest.mark.parametrize(
    ("rows", "current", "ranges"), [([0, 1, 2], 1, 1), ([0, 2], 0, 2), ([1, 2], 2, 1)]
)
def test_digits_side_by_side_are_selected_as_one_range(three, digits, rows, current, ranges):
    """With a range for each of thousands, Qt would compare each with all others."""
    gallery, newest_first = three.gallery, digits.drawings[::-1]
    asked, flags = [], type(gallery._model).flags
    gallery._model.flags = lambda index: asked.append(index) or flags(gallery._model, index)
    assert gallery.choose([newest_first[row] for row in (*rows, current)])
    assert gallery.tiles.selectionModel().selection().count() == ranges
    asked.clear()
    chosen = [newest_first.index(drawing) for drawing in gallery.chosen]
    assert sorted(chosen) == rows
    assert chosen[-1] == current
    assert asked == []


def test_a_key_relabels_the_selected_digits(qtbot, three, digits, window):
    click_tile(three, 1)
    click_tile(three, 0, CONTROL)
    assert words(three)[0] == "2 digits selected"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_4)
    assert labels(digits) == ["1", "4", "4"]
    qtbot.waitUntil(lambda: shown(three) == ["4", "4", "1"])
    assert [drawing.label for drawing in three.gallery.chosen] == ["4", "4"]
    assert window.notice.text == "Label of 2 digits changed to 4."


def test_a_click_on_a_label_relabels_the_digit(qtbot, three, digits):
    click_tile(three, 1)
    click(button(three.details, "digit_9"))
    assert labels(digits) == ["1", "9", "1"]
    qtbot.waitUntil(lambda: words(three)[0] == "Labelled 9")


def test_delete_takes_the_chosen_one_out_not_the_pads_drawing(qtbot, three, digits, window, hand):
    window.tabs.setCurrentWidget(window.draw_page)
    hand.draw((0.4, 0.2), (0.4, 0.8))
    window.tabs.setCurrentWidget(three)
    click_tile(three, 1)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert labels(digits) == ["1", "1"]
    assert len(window.workspace.pad_history.value.strokes) == 1
    qtbot.waitUntil(lambda: shown(three) == ["1", "1"])
    assert three.gallery.chosen == [digits.drawings[0]]
    click(window.notice.findChild(QAbstractButton, "notice_undo_button"))
    assert labels(digits) == ["1", "7", "1"]


def test_the_keys_of_undo_and_redo_mean_the_digits_here(qtbot, three, digits, window, hand):
    click_tile(three, 1)
    click(button(three, "delete_my_digit_button"))
    QTest.keySequence(three.gallery.tiles, "Ctrl+Z")
    assert labels(digits) == ["1", "7", "1"]
    QTest.keySequence(three.gallery.tiles, "Ctrl+Shift+Z")
    assert labels(digits) == ["1", "1"]


def test_deleting_the_last_one_leads_back_to_the_beginning(qtbot, three, digits):
    QTest.keySequence(three.gallery.tiles, "Ctrl+A")
    QTest.keyClick(three.gallery.tiles, Qt.Key.Key_Delete)
    assert digits.drawings == ()
    assert three.empty.isVisible()
    assert QApplication.focusWidget() is three.empty.button
    digits.undo()
    qtbot.waitUntil(lambda: shown(three) == ["1", "7", "1"])


@pytest.mark.parametrize("way", ["button", "enter", "twice"])
def test_a_digit_can_be_opened_on_the_pad_and_is_known_there(three, digits, window, way):
    click_tile(three, 1)
    tiles = three.gallery.tiles
    if way == "button":
        click(button(three, "open_my_digit_button"))
    elif way == "enter":
        QTest.keyClick(tiles, Qt.Key.Key_Return)
    else:
        place = tiles.visualRect(tiles.currentIndex()).center()
        QTest.mouseDClick(tiles.viewport(), Qt.MouseButton.LeftButton, NOTHING, place)
    assert window.tabs.currentWidget() is window.draw_page
    (stroke,) = window.workspace.pad_history.value.strokes
    assert np.array_equal(stroke.points, ink(1)[0])
    QTest.keyClick(window.draw_page.pad, Qt.Key.Key_4)
    assert labels(digits) == ["1", "4", "1"]


def test_closing_while_they_are_read_is_in_order(qtbot, page, digits, window):
    for place in range(50):
        digits.keep(ink(place), 1)
    assert page.reading._job.is_running
    window.close()


def test_the_large_view_shows_the_ink_in_its_middle(qtbot, three):
    click_tile(three, 1)
    three.details.ink.show_drawing(Drawing(tuple(five())))
    image = three.details.ink.grab().toImage()
    dark = [
        (x, y)
        for x in range(10, image.width() - 10)
        for y in range(10, image.height() - 10)
        if image.pixelColor(x, y).lightness() < 90
    ]
    xs, ys = np.array(dark).T
    assert abs((xs.min() + xs.max()) / 2 - image.width() / 2) < 3
    assert abs((ys.min() + ys.max()) / 2 - image.height() / 2) < 3
    assert np.ptp(ys) > image.height() / 2


def test_what_is_not_a_digit_is_a_label_like_the_others(qtbot, three, digits):
    click_tile(three, 1)
    QTest.keyClick(three.gallery.tiles, Qt.Key.Key_N)
    assert labels(digits) == ["1", "not a digit", "1"]
    rejected = "Not a digit: 0 of 1 rejected, counted as correct."
    qtbot.waitUntil(lambda: rejected in three.bar.text)
    assert "2 of 3 correct" in three.bar.text
    assert words(three) == ["Labelled “not a digit”", "Predicted 1 with 94.3 % confidence"]
    assert button(three.details, "not_a_digit").isChecked()
    count = button(three, "count_not_a_digit")
    assert count.accessibleName() == "Not a digit: 1"
    click(count)
    assert shown(three) == ["10"]
    click(button(three.details, "digit_1"))
    assert labels(digits) == ["1", "1", "1"]
    qtbot.waitUntil(lambda: "3 of 3 correct" in three.bar.text)
    assert "Not a digit" not in three.bar.text
