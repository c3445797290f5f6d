"""A picture of several digits on the pad: boxes, corrections, and all of them to My Digits."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.handwriting.writing import write_digits
from core.ink.render import to_image
from core.network.weight_files import load_weights
from core.progress import result_of
from core.recognition.recognizer import Recognizer
from lenet_desktop.draw.picture_dialog import PictureDialog
from tests.support.inputs.networks import bundled_weights
from tests.support.inputs.sheets import lines, plain


@pytest.fixture(scope="module")
def sheet():
    """Two lines of digits that are recognised surely."""
    images = result_of(write_digits(60, seed=4))[0] / np.float32(255)
    probabilities, unsure = Recognizer(load_weights(bundled_weights())).judge(images)
    sure = np.flatnonzero((probabilities.max(1) > 0.99) & ~unsure)
    labels = probabilities.argmax(1)
    rows = [sure[:4], sure[4:7]]
    rng = np.random.default_rng(2)
    return lines([images[row] for row in rows], [labels[row].tolist() for row in rows], rng)


@pytest.fixture
def opened(window, sheet, tmp_path):
    """The window with the sheet on the pad."""
    Image.fromarray(plain(sheet, np.random.default_rng(0))).save(tmp_path / "sheet.png")
    window.workspace.network.open(bundled_weights())
    window.files.open(tmp_path / "sheet.png")
    window.workspace.opening.finish()
    window.workspace.reader.catch_up()
    return window


def click_box(window, index):
    pad = window.draw_page.pad
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=pad.marks.boxes[index].center().toPoint())


def add_all(window):
    QTest.mouseClick(window.findChild(QPushButton, "add_all_button"), Qt.MouseButton.LeftButton)
    job = window.workspace.picture_digits._job
    job.finish()


def test_every_digit_has_a_box_at_its_place(opened, sheet):
    reader, pad = opened.workspace.reader, opened.draw_page.pad
    assert reader.reading.text == sheet.text
    assert len(pad.marks.boxes) == 7
    lefts = [box.left() for box in pad.marks.boxes[:4]]
    assert lefts == sorted(lefts)
    assert pad.marks.boxes[4].top() > pad.marks.boxes[0].bottom()


def test_a_click_selects_and_a_key_corrects(opened):
    click_box(opened, 5)
    reader = opened.workspace.reader
    assert reader.selected == 5
    np.testing.assert_array_equal(reader.image, reader.reading.inks[5].image)
    wrong = (reader.reading.digits[5].label + 1) % 10
    QTest.keyClick(opened.draw_page.pad, Qt.Key(Qt.Key.Key_0 + wrong))
    drawings = opened.workspace.my_digits.drawings
    assert [drawing.label for drawing in drawings] == [str(wrong)]
    assert opened.draw_page.pad.marks.labels[5] == str(wrong)
    add_all(opened)
    labels = [drawing.label for drawing in opened.workspace.my_digits.drawings]
    others = [str(each.label) for each in reader.reading.digits]
    assert sorted(labels) == sorted([*others[:5], str(wrong), others[6]])


def test_all_are_added_as_one_step_and_look_the_same(opened):
    reading = opened.workspace.reader.reading
    add_all(opened)
    my_digits = opened.workspace.my_digits
    assert [each.label for each in my_digits.drawings] == [str(d.label) for d in reading.digits]
    for drawing, digit in zip(my_digits.drawings, reading.digits, strict=True):
        image = to_image(list(drawing.strokes))
        assert opened.workspace.reader.recognizer.recognize(image).label == digit.label
    add_all(opened)
    assert len(my_digits.drawings) == 7
    my_digits.undo()
    assert my_digits.drawings == ()


@pytest.fixture
def dialog(opened):
    """The dialog, opened by its button."""
    button = opened.findChild(QPushButton, "adjust_picture_button")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = opened.findChild(PictureDialog)
    assert dialog.isVisible()
    return dialog


def press(dialog, text):
    (button,) = (each for each in dialog.findChildren(QPushButton) if each.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_frame_chooses_one_line(opened, sheet, dialog):
    assert dialog.images.count() == 7
    scale = dialog.crop._scale()
    place = dialog.crop._place()
    bottom = place.top() + scale * (sheet.centres[:4, 1].max() + sheet.centres[4:, 1].min()) / 2
    QTest.mousePress(dialog.crop, Qt.MouseButton.LeftButton, pos=place.topLeft().toPoint())
    corner = QPoint(int(place.right()), int(bottom))
    QTest.mouseMove(dialog.crop, corner)
    QTest.mouseRelease(dialog.crop, Qt.MouseButton.LeftButton, pos=corner)
    opened.workspace.picture_adjusting.finish()
    assert dialog.images.count() == 4
    press(dialog, "&Use")
    opened.workspace.reader.catch_up()
    assert opened.workspace.reader.reading.text == sheet.text.split("\n")[0]
    opened.workspace.pad_history.undo_stack.undo()
    opened.workspace.reader.catch_up()
    assert opened.workspace.reader.reading.text == sheet.text


def test_the_threshold_is_chosen_by_keys_and_cancel_changes_nothing(opened, sheet, dialog):
    before = opened.workspace.pad_history.value
    QTest.keyClick(dialog.automatic, Qt.Key.Key_Space)
    assert dialog.threshold.isEnabled()
    QTest.keyClick(dialog.threshold, Qt.Key.Key_End)
    opened.workspace.picture_adjusting.finish()
    n_dark = dialog.images.count()
    dialog.threshold.setValue(45)
    opened.workspace.picture_adjusting.finish()
    assert dialog.images.count() == 7 != n_dark
    press(dialog, "Cancel")
    assert opened.workspace.pad_history.value is before


def test_the_frame_is_moved_by_the_arrow_keys(opened, dialog):
    whole = dialog.crop.part
    for _ in range(5):
        QTest.keyClick(dialog.crop, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(dialog.crop, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(dialog.crop, Qt.Key.Key_Right)
    opened.workspace.picture_adjusting.finish()
    assert dialog.crop.part.width() < whole.width()
    assert dialog.crop.part.left() > 0
    assert whole.contains(dialog.crop.part)
    press(dialog, "Cancel")


def test_the_bar_is_shown_with_a_picture_only(window, hand, opened):
    bar = opened.draw_page.picture_bar
    assert bar.isVisible()
    opened.workspace.pad_history.undo_stack.undo()
    opened.workspace.reader.catch_up()
    assert not bar.isVisible()


def test_a_click_beside_the_digits_keeps_the_picture(window, hand, opened):
    history, pad = window.workspace.pad_history, window.draw_page.pad
    picture = history.value.picture
    corner = QPoint(2, 2)
    assert pad.marks.digit_at(QPointF(corner)) is None
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=corner)
    assert history.value.picture is picture
    hand.draw((0.01, 0.01), (0.02, 0.3), (0.02, 0.6))
    assert history.value.picture is None
    assert len(history.value.strokes[0].points) == 3
    window.workspace.reader.read_now()
    # Nothing of the picture is left on the pad.
    shown = pad.grab().toImage()
    ratio = shown.devicePixelRatio()
    y = round(pad.height() / 2 * ratio)
    row = range(round(60 * ratio), round((pad.width() - 60) * ratio))
    assert len({shown.pixelColor(x, y).name() for x in row}) == 1
