"""Segmentation of constructed drawings, synthetic digits and handwritten digits."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

import resources
from core.handwriting.regional_glyphs import REGIONAL
from core.handwriting.writing import write, write_drawings
from core.ink.ink_files import load_drawings
from core.ink.render import to_image
from core.network.weight_files import load_weights
from core.recognition.recognizer import Recognizer
from core.recognition.strokes.segmentation import find_digits
from tests.support.inputs.composing import numbers_of

ONE = np.array([[0.0, 0.0], [0.0, 100.0]])
SEVEN_STEM = np.array([[0.0, 0.0], [60.0, 0.0], [20.0, 100.0]])
SEVEN_BAR = np.array([[10.0, 50.0], [55.0, 50.0]])
FIVE_BODY = np.array([[5.0, 0.0], [0.0, 45.0], [50.0, 60.0], [45.0, 95.0], [0.0, 100.0]])
FIVE_BAR = np.array([[8.0, 2.0], [60.0, 0.0]])
FOUR_HOOK = np.array([[20.0, 0.0], [0.0, 60.0], [50.0, 60.0]])
FOUR_STEM = np.array([[45.0, 30.0], [40.0, 100.0]])
ZERO = 50 * (1 + np.stack([0.6 * np.cos(a := np.linspace(0, 6.3, 40)), np.sin(a)], axis=1))


def at(x, stroke, y=0.0):
    """Move a stroke to the right and down."""
    return stroke + np.array([x, y])


def unread(groups):
    raise AssertionError(f"asked to read {groups}")


def reading(likely):
    """Return a reader that recognises only the given groups."""

    def read(groups):
        sure, unsure = np.eye(10, dtype=np.float32), np.full(10, 0.1)
        return [sure[likely[group]] if group in likely else unsure for group in groups]

    return read


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer(load_weights(resources.path("weights/lenet5.safetensors")))


def by_network(recognizer, strokes):
    def read(groups):
        images = (to_image([strokes[place] for place in group]) for group in groups)
        return [recognizer.recognize(image).probabilities for image in images]

    return find_digits(strokes, read)


def test_without_ink_there_are_no_digits():
    assert find_digits([], unread) == []
    assert find_digits([np.empty((0, 2)), np.array([[np.nan, 1.0]])], unread) == []


@pytest.mark.parametrize(
    "strokes",
    [
        [ONE],
        [ONE[:1]],
        [at(0, ONE[:1]), at(30, ONE[:1])],
        [at(0, SEVEN_STEM), SEVEN_BAR],
        [FIVE_BODY, FIVE_BAR],
        [ZERO, np.array([[20.0, 90.0], [80.0, 10.0]])],
        [0.5 * ZERO, at(0, 0.5 * ZERO, 50)],
    ],
    ids=["line", "dot", "dots", "7", "5", "slashed 0", "8"],
)
def test_the_strokes_of_one_digit_are_joined(strokes):
    assert find_digits(strokes, unread) == [tuple(range(len(strokes)))]


@pytest.mark.parametrize(
    "strokes",
    [[ZERO, at(48, ONE)], [at(48, ONE), ZERO], [ZERO, at(35, ZERO)], [ZERO, SEVEN_STEM]],
    ids=["1 in 0", "0 round 1", "0 half over 0", "7 over 0"],
)
def test_strokes_on_top_of_each_other_are_one_digit(strokes):
    assert find_digits(strokes, unread) == [(0, 1)]


def test_a_1_with_flag_and_base_is_one_digit():
    flag, base = np.array([[0.0, 20.0], [20.0, 0.0]]), np.array([[0.0, 100.0], [45.0, 100.0]])
    strokes = [flag, at(20, ONE), base, at(90, ZERO)]
    assert find_digits(strokes, reading({(0, 1, 2): 1, (3,): 0})) == [(0, 1, 2), (3,)]


def test_separate_digits_are_split_from_left_to_right_without_reading():
    assert find_digits([at(120, ONE), ZERO, at(160, SEVEN_STEM)], unread) == [(1,), (0,), (2,)]


def test_position_and_size_do_not_matter():
    strokes = [ZERO, at(120, SEVEN_STEM), at(120, SEVEN_BAR), at(220, ONE)]
    digits = [(0,), (1, 2), (3,)]
    for scale, offset in ((1, 0), (1e-3, 5), (700, -1e5)):
        assert find_digits([scale * stroke + offset for stroke in strokes], unread) == digits


def test_a_bar_may_be_drawn_after_the_next_digit():
    strokes = [
        SEVEN_STEM,
        at(90, ONE),
        SEVEN_BAR,
        at(120, FIVE_BODY),
        at(220, ONE),
        at(120, FIVE_BAR),
    ]
    assert find_digits(strokes, unread) == [(0, 2), (1,), (3, 5), (4,)]


def test_two_halves_of_a_4_are_one_digit():
    strokes = [FOUR_HOOK, FOUR_STEM, at(80, ZERO)]
    read = reading({(0,): 6, (1,): 1, (0, 1): 4, (2,): 0})
    assert find_digits(strokes, read) == [(0, 1), (2,)]


def test_touching_digits_are_split_if_both_are_recognised():
    strokes = [ZERO, at(76, ZERO), at(200, ONE)]
    assert find_digits(strokes, reading({(0,): 0, (1,): 0})) == [(0,), (1,), (2,)]


def test_a_bar_over_the_next_digit_belongs_to_its_own_digit():
    strokes = [FIVE_BODY, FIVE_BAR, at(56, ONE)]
    assert find_digits(strokes, reading({(0, 1): 5, (2,): 1})) == [(0, 1), (2,)]


@pytest.mark.parametrize("x", [-30, 95])
def test_an_isolated_mark_belongs_to_no_digit(x):
    dot = np.array([[x, 50.0], [x + 4, 53.0]])
    assert find_digits([ZERO, dot, at(115, ONE)], reading({(0,): 0, (2,): 1})) == [(0,), (2,)]


def test_a_dot_near_a_digit_belongs_to_it():
    strokes = [ZERO, np.array([[50.0, 110.0]]), at(130, ONE)]
    assert find_digits(strokes, unread) == [(0, 1), (2,)]


def test_a_scribble_is_one_group_and_needs_few_readings(rng):
    scribble = [rng.uniform(0, 100, (12, 2)) for _ in range(200)]
    assert find_digits(scribble, unread) == [tuple(range(200))]


def test_many_parallel_lines_need_few_readings(rng):
    asked = []

    def read(groups):
        asked.extend(groups)
        return [np.full(10, 0.1, np.float32)] * len(groups)

    digits = find_digits([at(12.0 * x, ONE) for x in range(60)], read)
    assert sorted(place for digit in digits for place in digit) == list(range(60))
    assert len(asked) <= 4 * 60
    assert len(set(asked)) == len(asked)


def test_extreme_coordinates_are_handled():
    ends = np.array([[-1e308, 0.0], [1e308, 1e-300]])
    assert find_digits([ends, ONE], unread) == [(0, 1)]


def test_synthetic_numbers_are_segmented_correctly(recognizer):
    numbers = list(numbers_of({"hand": write_drawings(200, seed=3)}, 40, (0.15, 0.4), seed=5))
    right = [by_network(recognizer, number.drawing.strokes) == number.digits for number in numbers]
    assert np.mean(right) >= 0.9


@pytest.mark.parametrize("digit", [1, 4, 5, 7, 8, 9])
def test_far_strokes_of_a_digit_belong_together(recognizer, digit):
    rng = np.random.default_rng(0)
    glyphs = [glyph for glyph in REGIONAL[digit] if len(glyph.strokes) > 1]
    drawn = [write([glyph], rng) for glyph in glyphs for _ in range(20)]
    assert np.mean([len(by_network(recognizer, strokes)) == 1 for strokes in drawn]) > 0.9


@pytest.fixture(scope="module")
def pen_digits(ink_file):
    by_writer = {}
    for drawing in load_drawings(ink_file):
        by_writer.setdefault(drawing.extra["writer"], []).append(drawing)
    return by_writer


def test_handwritten_digits_stay_whole(recognizer, pen_digits):
    drawings = [drawing for own in pen_digits.values() for drawing in own[:50]]
    right = [
        by_network(recognizer, drawing.strokes) == [tuple(range(len(drawing.strokes)))]
        for drawing in drawings
    ]
    assert np.mean(right) >= 0.995


def test_handwritten_numbers_are_segmented_correctly(recognizer, pen_digits):
    numbers = list(numbers_of(pen_digits, 150, (0.15, 0.4), seed=7))
    right = [by_network(recognizer, number.drawing.strokes) == number.digits for number in numbers]
    assert np.mean(right) >= 0.98


def test_many_strokes_take_little_memory_and_few_readings():
    """A shaded drawing is one digit: comparing all pairs of its strokes would take gigabytes."""
    rng = np.random.default_rng(4)
    strokes = list(rng.random((4_000, 1, 2)) + rng.normal(0, 0.02, (4_000, 5, 2)).cumsum(axis=1))
    readings = []
    tracemalloc.start()
    groups = find_digits(strokes, readings.append)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert groups == [tuple(range(4_000))]
    assert readings == []
    assert peak < 20e6


def test_many_points_are_not_read_in_every_combination():
    rng = np.random.default_rng(5)
    strokes = list(rng.random((20, 1, 2)) + rng.normal(0, 0.01, (20, 600, 2)).cumsum(axis=1))
    readings = []
    assert find_digits(strokes, readings.append) == [tuple(range(20))]
    assert readings == []
