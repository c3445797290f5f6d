"""Text from digits."""

from __future__ import annotations

import numpy as np
import pytest

from core.lenet5 import initialise
from core.reading import Reading, read_drawing, read_image
from core.recognizer import Recognition, Recognizer
from core.weights import Weights


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer(Weights(initialise(0)))


def digit(label: int, *, unsure: bool = False) -> Recognition:
    return Recognition(np.eye(10, dtype=np.float32)[label], label, unsure)


def test_the_text_is_all_digits_guesses_included():
    reading = Reading((digit(2), digit(0, unsure=True), digit(5)))
    assert reading.text == "205"
    assert reading.unsure


def test_sure_digits_make_a_sure_reading():
    assert not Reading((digit(4), digit(2))).unsure


def test_a_blank_reads_as_nothing_and_is_not_sure(recognizer):
    for reading in (
        read_drawing(recognizer, []),
        read_image(recognizer, np.zeros((28, 28), np.float32)),
    ):
        assert reading.text == ""
        assert reading.digits == ()
        assert reading.unsure


def test_a_drawing_is_read_wherever_it_stands(recognizer):
    stroke = np.array([[0.0, 0.0], [10.0, 0.0], [4.0, 14.0]])
    one, other = (read_drawing(recognizer, [points]) for points in (stroke, 7 * stroke + 300))
    assert one.text == other.text
    assert len(one.digits) == 1
    np.testing.assert_allclose(
        one.digits[0].probabilities, other.digits[0].probabilities, atol=1e-4
    )
