"""The reading panel shows the predictions for a drawing."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QDialog,
    QLabel,
)

from core.ink.ink_files import load_drawings
from core.network.weight_files import load_weights
from core.recognition.reading import Reading
from core.recognition.recognizer import Recognition
from lenet_desktop.charts.probability_bars import ProbabilityBars
from lenet_desktop.draw.prediction import Prediction
from lenet_desktop.state.pad_content import content_of
from lenet_desktop.widgets.images.pixel_image import PixelImage
from tests.support.inputs.networks import bundled_weights


def reading_of(label, share, *, unsure=False):
    probabilities = np.full(10, (1 - share) / 9, np.float32)
    probabilities[label] = share
    return Reading((Recognition(probabilities, label, unsure),))


def either(label, other, share, *, unsure=False):
    """A digit that may be another one: both share the probability but for two hundredths."""
    probabilities = np.full(10, 0.02 / 8, np.float32)
    probabilities[[label, other]] = share, 0.98 - share
    return Reading((Recognition(probabilities, label, unsure),))


def beside(left, right):
    return Reading((*left.digits, *right.digits))


def number(label, *shares):
    """A number of equal digits, the unlikely ones unsure, the last one likely."""
    digits = [reading_of(label, share, unsure=share < 0.5).digits[0] for share in (*shares, 0.9)]
    return Reading(tuple(digits))


def test_a_blank_pad_shows_no_digit(window):
    assert window.findChild(QLabel, "prediction").text() == ""
    assert window.findChild(ProbabilityBars, "probabilities").values.tolist() == [0] * 10
    assert not window.draw_page.findChild(PixelImage).pixels.any()


def test_the_answer_follows_the_pen_while_it_is_down(window, hand, qtbot):
    hand.press(0.3, 0.2)
    with qtbot.waitSignal(window.workspace.reader.changed):
        hand.move(0.6, 0.8)
    assert (
        window.findChild(QLabel, "prediction").text() == window.workspace.reader.reading.text != ""
    )
    assert window.draw_page.findChild(PixelImage).pixels.any()
    assert window.findChild(ProbabilityBars, "probabilities").values.sum() == pytest.approx(1)
    hand.release(0.6, 0.8)


def test_the_newest_drawing_is_read_once_however_often_it_changed(window, hand, qtbot):
    QTest.qWait(0)
    told = []
    window.workspace.reader.changed.connect(lambda: told.append(window.workspace.reader.image))
    hand.press(0.3, 0.2)
    QTest.qWait(0)
    told.clear()
    for y in np.linspace(0.2, 0.8, 7):
        window.draw_page.pad._continue(hand.place(0.4, y))
    with qtbot.waitSignal(window.workspace.reader.changed):
        pass
    assert len(told) == 1
    assert (told[0] == window.workspace.pad_history.value.to_image()).all()
    hand.release(0.4, 0.8)


def test_clearing_takes_the_answer_back(window, hand):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.qWait(0)
    window.draw_page.bar.clear.trigger()
    QTest.qWait(0)
    assert window.findChild(QLabel, "prediction").text() == ""


def test_new_weights_read_the_drawing_again(window, hand, weight_file, tmp_path):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.qWait(0)
    before = window.findChild(ProbabilityBars, "probabilities").values
    bundled = bundled_weights()
    window.files.open(bundled)
    assert not np.allclose(before, window.findChild(ProbabilityBars, "probabilities").values)


def test_only_an_empty_pad_is_called_empty(qtbot, window, tmp_path):
    words = window.findChild(QLabel, "confidence")
    assert words.text() == "Nothing drawn yet"
    Image.new("L", (60, 60), "white").save(tmp_path / "white.png")
    with qtbot.waitSignal(window.workspace.reader.changed):
        window.files.open(tmp_path / "white.png")
    assert words.text() == "No digit found"
    window.draw_page.bar.clear.trigger()
    QTest.qWait(0)
    assert words.text() == "Nothing drawn yet"


@pytest.mark.parametrize(
    ("reading", "text", "words", "role"),
    [
        (Reading(()), "", "No digit found", None),
        (reading_of(7, 0.95), "7", "95.0 % sure", QPalette.ColorRole.WindowText),
        (reading_of(7, 0.4, unsure=True), "7", "Not a digit?", QPalette.ColorRole.Dark),
        (number(4, 0.9, 0.4), "444", "Not sure of every digit", QPalette.ColorRole.Dark),
        (either(1, 7, 0.6), "1", "1 or 7?", QPalette.ColorRole.WindowText),
        (either(1, 7, 0.495, unsure=True), "1", "1 or 7?", QPalette.ColorRole.Dark),
        (beside(number(4, 0.9), either(1, 7, 0.6)), "441", "441 or 447?", None),
        (beside(either(1, 7, 0.6), either(2, 3, 0.6)), "12", "60.0 % sure", None),
        (beside(number(4, 0.4), either(1, 7, 0.6)), "441", "Not sure of every digit", None),
    ],
)
def test_the_prediction_shows_its_confidence(qtbot, reading, text, words, role):
    answer = Prediction()
    qtbot.addWidget(answer)
    answer.show_reading(reading)
    prediction = answer.findChild(QLabel, "prediction")
    assert (prediction.text(), answer.findChild(QLabel, "confidence").text()) == (text, words)
    assert role in (None, prediction.foregroundRole())


def test_many_digits_shrink_to_the_room_there_is(qtbot):
    answer = Prediction()
    qtbot.addWidget(answer)
    answer.resize(150, 150)
    answer.show_reading(Reading(tuple(reading_of(8, 0.9).digits[0] for _ in range(6))))
    label = answer.findChild(QLabel, "prediction")
    answer.grab()
    image = label.grab().toImage()
    ground = image.pixelColor(0, 0)
    for x in (0, image.width() - 1):
        assert all(image.pixelColor(x, y) == ground for y in range(image.height()))


@pytest.mark.parametrize("side", [112, 130, 300])
def test_the_networks_image_is_shown_pixel_by_pixel(qtbot, side):
    view = PixelImage()
    qtbot.addWidget(view)
    view.resize(side, side)
    board = np.indices((28, 28)).sum(axis=0) % 2
    view.show_pixels(board.astype(np.float32))
    image = view.grab().toImage()
    scale = side // 28
    left = (side - 28 * scale) // 2
    for row, column in ((0, 1), (5, 5), (27, 0), (13, 14)):
        shades = {
            image.pixelColor(left + column * scale + dx, left + row * scale + dy).lightness()
            for dx in range(scale)
            for dy in range(scale)
        }
        assert shades == {255 * int(board[row, column])}


def test_real_digits_are_read(window, ink_file):
    window.files.open(bundled_weights())
    drawings = load_drawings(ink_file)[:100]
    right = 0
    for drawing in drawings:
        window.workspace.pad_history.replace(content_of(drawing.strokes, 0.05))
        QTest.qWait(0)
        right += window.findChild(QLabel, "prediction").text() == drawing.label
    assert right >= 90


def test_the_column_stays_on_the_page_when_a_large_window_becomes_small(qtbot, window):
    page = window.draw_page
    for size in ((1920, 1200), (900, 600)):
        window.resize(*size)
        qtbot.waitUntil(lambda wanted=size[0]: page.width() == wanted)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: page.rect().contains(page.panel.geometry()))


def test_the_network_card_names_the_images_of_its_accuracy(window, tmp_path):
    summary = window.draw_page.findChild(QLabel, "weights_summary")
    assert summary.text() == "LeNet-5, test accuracy 93.21 %"
    window.workspace.network.open(bundled_weights())
    accuracy = load_weights(bundled_weights()).card.test_accuracy
    assert accuracy is not None
    assert summary.text() == f"LeNet-5, {100 * accuracy:.2f} % of MNIST test images correct"
    window.draw_page.panel.model_card.show_card()
    texts = [label.text() for label in window.findChild(QDialog, "model_card").findChildren(QLabel)]
    assert {"Test images", "MNIST test images"} <= set(texts)


def test_image_digit_and_probabilities_grow_with_the_window(qtbot, window):
    page, sizes = window.draw_page, []
    for size in ((900, 600), (1400, 900), (1900, 1030)):
        window.resize(*size)
        qtbot.waitUntil(lambda wanted=size[0]: page.width() == wanted)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: page.rect().contains(page.panel.geometry()))
        parts = [page.findChild(PixelImage), page.findChild(ProbabilityBars, "probabilities")]
        parts.append(page.findChild(QLabel, "prediction"))
        sizes.append([min(part.width(), part.height()) for part in parts])
        assert page.pad.width() == page.pad.height()
        assert not page.pad.geometry().intersects(page.panel.geometry())
    small, medium, large = np.array(sizes)
    assert (medium >= 1.5 * small).all()
    assert (large > medium).all()


def test_every_part_of_the_page_is_named_when_it_is_hovered(window, hand):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.qWait(0)
    page = window.draw_page
    controls = [
        widget
        for kind in (QAbstractButton, QAbstractSlider, PixelImage, ProbabilityBars)
        for widget in page.findChildren(kind)
        if widget.isVisible()
    ]
    names = ("prediction", "confidence", "weights_name", "weights_summary", "device_label")
    controls += [page.findChild(QLabel, name) for name in names]
    assert len(controls) > 25
    assert [each.objectName() for each in controls if not each.toolTip()] == []
