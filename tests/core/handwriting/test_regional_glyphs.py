"""The shapes that MNIST lacks: their bounds, and what tells a 1 from a 7."""

from __future__ import annotations

import numpy as np
import pytest

from core.handwriting.digit_glyphs import GLYPHS, glyph
from core.handwriting.punctuation_glyphs import PUNCTUATION
from core.handwriting.regional_glyphs import REGIONAL
from core.handwriting.regional_ones import BETWEEN_1_AND_7
from core.handwriting.writing import EVERYBODY, REGIONAL_HAND, write, write_drawings

ALL = [
    (name, sign)
    for signs in (REGIONAL, PUNCTUATION)
    for name, glyphs in signs.items()
    for sign in glyphs
]


def angle(start, end):
    """The slope of a line in degrees, positive upwards to the right."""
    across, down = end - start
    return np.degrees(np.arctan2(-down, across))


def first_line(stroke):
    """The slope of the line from a stroke's start to its top."""
    return angle(stroke[0], stroke[stroke[:, 1].argmin()])


def is_tie(strokes):
    return np.array_equal(strokes[0], glyph(1, BETWEEN_1_AND_7).strokes[0])


def forms_of(digit):
    """What lies between two forms of each glyph, as written but for the random variation."""
    rng = np.random.default_rng(0)
    for strokes in (sign.strokes for sign in REGIONAL[digit] if not is_tie(sign.strokes)):
        for _ in range(50):
            one, other = rng.integers(len(strokes[0]), size=2)
            share = rng.random()
            yield [share * s[one] + (1 - share) * s[other] for s in strokes]


@pytest.mark.parametrize(("name", "sign"), ALL)
def test_the_forms_of_a_glyph_fit_one_another(name, sign):
    assert len({len(forms) for forms in sign.strokes}) == 1
    for forms in sign.strokes:
        assert forms.shape[2] == 2
        corners = (forms[:, 1:] == forms[:, :-1]).all(axis=2)
        assert (corners == corners[0]).all()
    points = np.concatenate([forms.reshape(-1, 2) for forms in sign.strokes])
    if name in GLYPHS:
        assert -20 <= points[:, 1].min() <= 20
        assert 70 <= np.ptp(points[:, 1]) <= 130
        assert np.ptp(points[:, 0]) <= 150


def test_the_first_line_of_a_one_is_steeper_than_that_of_a_seven():
    ones = [first_line(s[0]) for s in forms_of(1) if np.ptp(s[0][:4, 0]) and s[0][0, 1] > 12]
    assert len(ones) > 300
    assert min(ones) >= 20
    bars = [s[0][s[0][:, 1] < 12] for s in forms_of(7) if len(s) == 1]
    sevens = [angle(bar[bar[:, 0].argmin()], bar[bar[:, 0].argmax()]) for bar in bars]
    assert len(sevens) > 100
    assert max(map(abs, sevens)) < 10


def test_shapes_between_a_one_and_a_seven_are_written_as_often_as_both():
    counts = []
    for digit in (1, 7):
        total = sum(sign.share for sign in REGIONAL[digit])
        tie = sum(sign.share for sign in REGIONAL[digit] if is_tie(sign.strokes))
        counts.append(REGIONAL_HAND.frequencies[digit] * tie / total)
    assert min(counts) > 0.005
    assert max(counts) < 1.2 * min(counts)


@pytest.mark.parametrize("hand", [EVERYBODY, REGIONAL_HAND])
def test_digits_have_their_frequencies(hand):
    labels = [int(drawing.label) for drawing in write_drawings(1000, 0, hand)]
    counts = np.bincount(labels, minlength=10)
    assert np.abs(counts - 1000 * np.array(hand.frequencies)).max() <= 1
    assert sum(hand.frequencies) == pytest.approx(1)


def test_what_is_written_stays_within_the_page():
    rng = np.random.default_rng(1)
    for name, sign in ALL:
        points = np.concatenate([stroke for _ in range(20) for stroke in write([sign], rng)])
        assert np.isfinite(points).all(), name
        assert np.abs(points).max() < 500, name
