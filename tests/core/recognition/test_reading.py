"""Reading drawings and images."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.boxes import boxes_of
from core.ink.render import to_image, to_images
from core.network.lenet5 import initialise
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.recognition.reading import DrawingReader, Reading, read_drawing, read_image
from core.recognition.recognizer import Recognition, Recognizer
from tests.support.inputs.networks import bundled_weights


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer(Weights(initialise(0)))


def digit(label: int, *, unsure: bool = False) -> Recognition:
    return Recognition(np.eye(10, dtype=np.float32)[label], label, unsure)


def test_the_text_includes_unsure_digits():
    reading = Reading((digit(2), digit(0, unsure=True), digit(5)))
    assert reading.text == "205"
    assert reading.unsure


def test_a_reading_of_sure_digits_is_sure():
    assert not Reading((digit(4), digit(2))).unsure


def test_a_blank_drawing_has_no_text_and_is_unsure(recognizer):
    for reading in (
        read_drawing(recognizer, []),
        read_image(recognizer, np.zeros((28, 28), np.float32)),
    ):
        assert reading.text == ""
        assert reading.digits == ()
        assert reading.unsure


def test_the_position_of_a_drawing_does_not_matter(recognizer):
    stroke = np.array([[0.0, 0.0], [10.0, 0.0], [4.0, 14.0]])
    one, other = (read_drawing(recognizer, [points]) for points in (stroke, 7 * stroke + 300))
    assert one.text == other.text
    assert len(one.digits) == 1
    np.testing.assert_allclose(
        one.digits[0].probabilities, other.digits[0].probabilities, atol=1e-4
    )


LOOP = np.array([[0.0, 0.0], [60.0, 0.0], [60.0, 100.0], [0.0, 100.0], [0.0, 0.0]])
BAR = np.array([[0.0, 50.0], [50.0, 50.0]])
LINE = np.array([[30.0, 0.0], [20.0, 100.0]])
NUMBER = [LINE + np.array([200, 0]), LOOP, LINE + np.array([100, 5]), BAR]


def test_each_digit_has_its_strokes_box_and_image(recognizer):
    reading = read_drawing(recognizer, NUMBER)
    assert [ink.strokes for ink in reading.inks] == [(1, 3), (2,), (0,)]
    assert [ink.box for ink in reading.inks] == [
        (0, 0, 60, 100),
        (120, 5, 130, 105),
        (220, 0, 230, 100),
    ]
    for digit, ink in zip(reading.digits, reading.inks, strict=True):
        alone = to_image([NUMBER[place] for place in ink.strokes])
        np.testing.assert_array_equal(ink.image, alone)
        np.testing.assert_array_equal(
            digit.probabilities, recognizer.recognize(alone).probabilities
        )


def test_an_image_is_read_as_one_digit(recognizer):
    reading = read_drawing(recognizer, [LOOP, BAR])
    whole = read_image(recognizer, to_image([LOOP, BAR]))
    np.testing.assert_array_equal(reading.digits[0].probabilities, whole.digits[0].probabilities)
    assert reading.inks[0].strokes == (0, 1)
    assert whole.inks == ()


def test_only_changed_digits_of_a_growing_drawing_are_recognised_again(recognizer, monkeypatch):
    seen, measured = [], []
    monkeypatch.setattr(
        "core.recognition.reading.to_images",
        lambda drawings: seen.extend(drawings) or to_images(drawings),
    )
    monkeypatch.setattr(
        "core.recognition.reading.boxes_of",
        lambda strokes: measured.extend(strokes) or boxes_of(strokes),
    )
    reader = DrawingReader(recognizer)
    reader.read(NUMBER)
    assert len(seen) == 3
    assert len(measured) == 4
    seen.clear()
    measured.clear()
    grown = NUMBER[2] + np.array([[0, 0], [0, 8]])
    changed = [*NUMBER[:2], grown, NUMBER[3]]
    reading = reader.read(changed)
    assert [len(strokes) for strokes in seen] == [1]
    assert [stroke is grown for stroke in measured] == [True]
    afresh = read_drawing(recognizer, changed)
    assert reading.text == afresh.text
    for one, other in zip(reading.inks, afresh.inks, strict=True):
        np.testing.assert_array_equal(one.image, other.image)


def test_a_new_array_is_not_mistaken_for_a_deleted_one(recognizer):
    reader = DrawingReader(recognizer)
    for height in range(50, 90):
        stroke = LOOP * [1, height / 100]
        np.testing.assert_array_equal(reader.read([stroke]).inks[0].image, to_image([stroke]))


def _ring(y, width, height, turns):
    angles = np.linspace(1.2, 1.2 + 2 * np.pi * turns, 40)
    return np.stack([0.5 + width / 2 * np.cos(angles), y + height / 2 * np.sin(angles)], axis=1)


@pytest.mark.parametrize("turns", [0.87, 1.0, 1.05])
def test_two_circles_that_are_not_quite_closed_are_an_eight(turns):
    recognizer = Recognizer(load_weights(bundled_weights()))
    for gap in (-0.03, 0.0, 0.03, 0.07):
        circles = [_ring(0.5 - 0.13 - gap / 2, 0.25, 0.26, turns)]
        circles.append(_ring(0.5 + 0.14 + gap / 2, 0.29, 0.28, turns))
        assert read_drawing(recognizer, circles).text == "8"
