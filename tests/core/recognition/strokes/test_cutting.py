"""Strokes that draw two digits."""

from __future__ import annotations

import numpy as np
import pytest

import resources
from core.handwriting.writing import write_drawings
from core.network.lenet5 import initialise
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.recognition.reading import DrawingReader, read_drawing
from core.recognition.recognizer import Recognition, Recognizer
from core.recognition.strokes.cutting import cuts_of

ONE = np.array([[0.0, 0.0], [2, 50], [0, 100]])
ZERO = np.array([[30.0, 0.0], [0, 50], [30, 100], [60, 50], [30, 0]])
TEN = np.concatenate([ONE, ZERO + np.array([50, 0])])
BAR = np.array([[85.0, 50.0], [120, 50]])


class ByWidth(Recognizer):
    """Reads narrow ink as a 1 and other ink as a 0; wide ink and what it is told are unsure."""

    def __init__(self, unsure: str = "") -> None:
        super().__init__(Weights(initialise(0)))
        self._unsure = unsure
        self.calls = 0

    def recognize(self, image):
        self.calls += 1
        columns, rows = (np.ptp(np.flatnonzero((image > 0.3).any(axis))) for axis in (0, 1))
        label = int(columns < rows / 3)
        unsure = columns > 0.9 * rows or str(label) in self._unsure
        probabilities = np.full(10, 0.01, np.float32)
        probabilities[label] = 0.91
        return Recognition(probabilities, label, bool(unsure))


def test_a_stroke_is_cut_between_two_digits():
    cuts = cuts_of([TEN])
    assert 0 < len(cuts) <= 6
    for (left,), (right,) in cuts:
        assert left[:, 0].max() - right[:, 0].min() < 20
        assert min(np.ptp(left[:, 1]), np.ptp(right[:, 1])) > 50
    assert any(np.ptp(left[:, 0]) < 20 for (left,), _ in cuts)


def test_the_line_that_joins_them_is_left_out_of_some_cuts():
    gaps = [right[0, 0] - left[-1, 0] for (left,), (right,) in cuts_of([TEN])]
    assert min(gaps) == pytest.approx(0)
    assert max(gaps) > 10


def test_other_strokes_stay_on_their_side():
    for left, right in cuts_of([TEN, BAR]):
        assert len(left) == 1
        np.testing.assert_array_equal(right[1], BAR)


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [np.empty((0, 2))],
        [np.array([[3.0, 3.0]])],
        [ONE],
        [np.array([[0.0, 0.0], [300, 1]])],
        [np.array([[np.nan, 0], [np.inf, 3]])],
        [np.array([[-1e308, -1e308], [1e308, 1e308]])],
    ],
)
def test_what_can_be_one_digit_only_is_not_cut(strokes):
    assert cuts_of(strokes) == []


@pytest.mark.parametrize(("scale", "shift"), [(1e-6, 0.0), (1e6, -5e6)])
def test_unit_and_position_do_not_matter(scale, shift):
    for (left, _), (same, _) in zip(cuts_of([TEN]), cuts_of([TEN * scale + shift]), strict=True):
        np.testing.assert_allclose((same[0] - shift) / scale, left[0], atol=1e-6)


def test_a_reading_has_both_digits_with_their_boxes_and_paths():
    reading = DrawingReader(ByWidth()).read([TEN, ZERO + np.array([300, 0])])
    assert reading.text == "100"
    assert not reading.unsure
    assert [ink.strokes for ink in reading.inks] == [(0,), (0,), (1,)]
    one, zero, _ = reading.inks
    assert one.box.right < zero.box.right == pytest.approx(110, abs=1)
    assert np.concatenate(one.paths)[:, 0].max() == one.box.right


def test_only_an_unsure_digit_is_cut_and_only_into_sure_ones():
    assert DrawingReader(ByWidth(unsure="01")).read([TEN]).text == "0"
    assert DrawingReader(ByWidth()).read([ZERO]).text == "0"


def test_a_stroke_is_cut_once_as_long_as_it_stays():
    recognizer = ByWidth()
    reader = DrawingReader(recognizer)
    right = ONE + np.array([300, 0])
    assert reader.read([TEN, right]).text == "101"
    calls = recognizer.calls
    assert reader.read([TEN, right, ONE + np.array([400, 0])]).text == "1011"
    assert recognizer.calls == calls + 1


def test_a_one_is_cut_off_only_beside_other_digits():
    reader = DrawingReader(ByWidth())
    for _ in range(2):
        assert "1" not in reader.read([TEN]).text
        assert reader.read([TEN, ONE + np.array([300, 0])]).text == "101"


def test_a_scribble_is_not_cut():
    """Each cut would render all of its points again."""
    wide = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    assert cuts_of([wide])
    assert cuts_of([wide] * 13) == []
    assert cuts_of([np.repeat(wide, 3000, axis=0)]) == []


def joined(left, right):
    """Draw two digits of one stroke each without lifting the pen between them."""
    (left,), (right,) = left.strokes, right.strokes
    gap = np.array([left[:, 0].max() - right[:, 0].min() + 25, 0])
    return np.concatenate([left, right + gap])


def test_the_bundled_weights_read_many_pairs_that_are_one_stroke():
    recognizer = Recognizer(load_weights(resources.path("weights/lenet5.safetensors")))
    digits = [drawing for drawing in write_drawings(400, 3) if len(drawing.strokes) == 1]
    pairs = list(zip(digits[:100:2], digits[1:100:2], strict=True))
    texts = [read_drawing(recognizer, [joined(*pair)]).text for pair in pairs]
    labels = [f"{left.label}{right.label}" for left, right in pairs]
    assert np.mean([text == label for text, label in zip(texts, labels, strict=True)]) > 0.3
