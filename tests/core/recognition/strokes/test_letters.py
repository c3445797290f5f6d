"""A letter whose bow touches its stem twice is not a number; a 1 beside a digit is one."""

from __future__ import annotations

import numpy as np
import pytest

from core.network.weight_files import load_weights
from core.recognition.reading import read_drawing
from core.recognition.recognizer import Recognizer
from core.recognition.strokes.letters import is_letter
from tests.support.inputs.networks import bundled_weights

STEM = np.array([[0.0, 0.0], [0.02, 0.5], [0.0, 1.0]])
TURN = np.linspace(-np.pi / 2, np.pi / 2, 20)


def arc(x, y, width, height):
    return np.stack([x + width * np.cos(TURN), y + height / 2 * (1 + np.sin(TURN))], axis=1)


BOWS = np.concatenate([arc(0.0, 0.0, 0.4, 0.5), arc(0.02, 0.5, 0.5, 0.5)])
LEG = np.concatenate([arc(0.0, 0.0, 0.4, 0.5), [[0.02, 0.5], [0.5, 1.0]]])


@pytest.mark.parametrize("size", [1e-3, 1.0, 300.0])
@pytest.mark.parametrize("bow", [BOWS, LEG, arc(0, 0, 0.5, 1)], ids="BRD")
def test_letters(bow, size):
    assert is_letter(STEM * size, bow * size)
    assert not is_letter(STEM * size, np.add(bow, [0.3, 0]) * size)


@pytest.mark.parametrize(
    ("stem", "bow"),
    [
        (np.empty((0, 2)), BOWS),
        (np.array([[0.0, 0.0]]), BOWS),
        (STEM, np.array([[0.0, 0.0]])),
        (BOWS, BOWS),
        (STEM, np.add(STEM, [0.05, 0])),
    ],
    ids=["nothing", "dot", "dot beside", "no stem", "line beside"],
)
def test_no_letters(stem, bow):
    assert not is_letter(stem, bow)


def test_a_letter_is_refused_and_the_number_with_a_gap_is_read():
    recognizer = Recognizer(load_weights(bundled_weights()))
    letter = read_drawing(recognizer, [STEM, BOWS])
    assert letter.unsure
    assert len(letter.digits) == 1
    assert read_drawing(recognizer, [STEM, np.add(BOWS, [0.4, 0])]).text == "13"
