"""A minus, a point and a second row are found; the digits of many writers are not."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.boxes import boxes_of
from core.ink.ink_files import load_drawings
from core.ink.sheets.stroke_rows import rows_of_strokes
from core.network.weight_files import load_weights
from core.recognition.reading import read_drawing
from core.recognition.recognizer import Recognizer
from core.recognition.strokes.misfits import Misfits, find_misfits
from tests.support.inputs.networks import bundled_weights

# One stroke each, in a square of side 1.
FIVE = [(0.9, 0.0), (0.2, 0.0), (0.1, 0.45), (0.6, 0.4), (0.9, 0.7), (0.5, 1.0), (0.0, 0.9)]
THREE = [(0.1, 0.1), (0.5, 0.0), (0.8, 0.2), (0.4, 0.45), (0.9, 0.7), (0.5, 1.0), (0.0, 0.9)]
ONE = [(0.5, 0.0), (0.5, 1.0)]
SIX = [(0.8, 0.0), (0.3, 0.4), (0.1, 0.75), (0.5, 1.0), (0.9, 0.8), (0.5, 0.6), (0.15, 0.75)]
TURN = np.linspace(0, 2 * np.pi, 30)
RING = [*np.stack([0.5 + 0.5 * np.sin(TURN), 0.5 - 0.5 * np.cos(TURN)], axis=1)]


def at(points, x, y=0.3, height=0.4):
    return np.array(points) * [height * 0.6, height] + [x, y]


MINUS, POINT = np.array([[0.2, 0.5], [0.35, 0.5]]), np.array([[0.42, 0.69]])
HIGH, LOW = np.array([[0.85, 0.3], [0.9, 0.34]]), np.array([[1.0, 0.7], [0.99, 0.74]])


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer(load_weights(bundled_weights()))


@pytest.mark.parametrize(
    ("strokes", "text", "misfits"),
    [
        ([MINUS, at(FIVE, 0.5)], "5", Misfits(minus_signs=(0,))),
        ([at(THREE, 0.1), POINT, at(FIVE, 0.5)], "35", Misfits(points=(1,))),
        ([at(THREE, 0.1), at(FIVE, 0.5), HIGH], "35", Misfits(others=(2,))),
        ([MINUS, at(FIVE, 0.5), HIGH, at(THREE, 1.1), LOW], "53", Misfits((0,), (4,), (2,))),
        ([at(THREE, 0.1), at(FIVE, 0.5)], "35", Misfits()),
        ([at(ONE, 0.2, 0.05), at(ONE, 0.6, 0.05), at(ONE, 0.2, 0.55), at(ONE, 0.6, 0.55)],
         "11\n11", Misfits()),
        ([at(FIVE, 0.5, 0.6), np.add(MINUS, [0, 0.3]), at(THREE, 0.3, 0.05), at(SIX, 0.7, 0.05)],
         "36\n5", Misfits(minus_signs=(1,))),
        ([at(RING, 0.3, 0.1), at(RING, 0.3, 0.55)], "8", Misfits()),
        ([at(RING, 0.3, 0.05, 0.3), at(RING, 0.28, 0.5)], "8", Misfits()),
        ([at(RING[:-2], 0.3, 0.1), at(RING[2:], 0.3, 0.55)], "8", Misfits()),
        ([at(SIX, 0.3, 0.1), at(RING, 0.3, 0.6)], "6\n0", Misfits()),
    ],
    ids=[
        "minus", "point", "stray mark", "all three", "number", "two rows",
        "minus in the second row", "8 of rings", "8 of rings with a large gap",
        "8 of open rings", "6 above 0",
    ],
)  # fmt: skip
def test_rows_and_ink_that_does_not_fit_are_found(recognizer, strokes, text, misfits):
    reading = read_drawing(recognizer, strokes)
    assert (reading.text, reading.misfits) == (text, misfits)


def test_a_blank_drawing_and_a_scribble_have_none(recognizer):
    assert read_drawing(recognizer, []).misfits == Misfits()
    scribble = [at(FIVE, 0.3)] * 100
    assert read_drawing(recognizer, scribble).row_lengths == ()


def test_hardly_any_digit_of_thirty_writers_has_any(ink_file):
    drawings = load_drawings(ink_file)[::5]
    boxes = [boxes_of(drawing.strokes) for drawing in drawings]
    found = [find_misfits(each, [([*each], [tuple(each)])]) for each in boxes]
    rows = [rows_of_strokes(each, lambda *_: False) for each in boxes]
    n_doubted = sum(
        bool(misfits.strokes) or len(row) > 1 for misfits, row in zip(found, rows, strict=True)
    )
    assert n_doubted <= len(drawings) / 200
