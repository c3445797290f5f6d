"""Collecting digits: which are asked for, and what becomes of the drawings."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from core.digits import LABELS, NOT_A_DIGIT
from core.errors import UserError
from lenet_desktop.state.my_digits.collecting import Collecting
from lenet_desktop.state.my_digits.collection import number_of
from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps


@pytest.fixture
def pad_history(qapp):
    return SnapshotHistory(PadContent())


@pytest.fixture
def collecting(pad_history, my_digits):
    return Collecting(pad_history, my_digits, seed=0)


@pytest.fixture
def write(pad_history):
    """Draw something new on the pad."""
    rng = np.random.default_rng(0)

    def draw():
        stroke = PenStroke(rng.uniform(0.2, 0.8, (5, 2)), 0.05)
        pad_history.replace(PadContent((stroke,)), steps.stroke)
        return stroke.points

    return draw


def kept(my_digits):
    return [number_of(drawing) for drawing in my_digits.drawings]


def test_every_label_is_asked_for_equally_often_and_never_twice_in_a_row(
    pad_history, my_digits, collecting, write
):
    asked = []
    collecting.start()
    for _ in range(50):
        asked.append(collecting.label)
        write()
        collecting.accept()
    assert kept(my_digits) == asked
    counts = Counter(asked)
    assert set(counts) == {*range(10), NOT_A_DIGIT}
    assert max(counts.values()) - min(counts.values()) <= 2
    assert all(one != following for one, following in pairwise(asked))
    assert collecting.count == 50


def test_an_accepted_drawing_leaves_a_blank_pad(pad_history, my_digits, collecting, write):
    collecting.start()
    points = write()
    digit = collecting.label
    collecting.accept()
    assert pad_history.value.is_blank
    (drawing,) = my_digits.drawings
    assert drawing.label == LABELS[digit]
    np.testing.assert_array_equal(drawing.strokes[0], points)


def test_a_blank_pad_is_not_accepted(pad_history, my_digits, collecting):
    collecting.start()
    digit = collecting.label
    collecting.accept()
    assert (collecting.label, collecting.count) == (digit, 0)
    assert kept(my_digits) == []


def test_a_skipped_digit_comes_again(pad_history, my_digits, collecting, write):
    collecting.start()
    while collecting.label == NOT_A_DIGIT:
        collecting.skip()
    skipped = collecting.label
    collecting.skip()
    assert collecting.label != skipped
    asked = set()
    for _ in range(12):
        asked.add(collecting.label)
        write()
        collecting.accept()
    assert skipped in asked


def test_back_takes_the_last_digit_out_and_asks_for_it_once_more(
    pad_history, my_digits, collecting, write
):
    collecting.start()
    write()
    collecting.accept()
    points, digit = write(), collecting.label
    collecting.accept()
    following = collecting.label
    collecting.undo()
    assert (collecting.label, collecting.count) == (digit, 1)
    assert len(kept(my_digits)) == 1
    np.testing.assert_array_equal(pad_history.value.strokes[0].points, points)
    collecting.accept()
    assert collecting.label == following
    assert kept(my_digits)[-1] == digit


def test_the_digits_stay_when_collecting_ends(pad_history, my_digits, collecting, write):
    collecting.start()
    write()
    collecting.accept()
    collecting.stop()
    assert not collecting.is_active
    write()
    collecting.accept()
    collecting.skip()
    collecting.undo()
    assert not collecting.is_active
    assert len(kept(my_digits)) == 1


def test_a_drawing_that_cannot_be_kept_is_asked_for_again(
    pad_history, my_digits, collecting, write, monkeypatch
):
    def refuse(_):
        raise UserError("too large")

    monkeypatch.setattr("lenet_desktop.state.my_digits.collection.check_drawing", refuse)
    collecting.start()
    digit = collecting.label
    write()
    collecting.accept()
    assert (collecting.label, collecting.count) == (digit, 0)
    assert not pad_history.value.is_blank


def test_what_is_always_skipped_is_not_asked_for_more_often(collecting, write):
    collecting.start()
    asked = Counter()
    for _ in range(220):
        asked[collecting.label] += 1
        if collecting.label in (4, NOT_A_DIGIT):
            collecting.skip()
        else:
            write()
            collecting.accept()
    assert asked[NOT_A_DIGIT] <= 220 / 10
    assert asked[4] <= 2 * 220 / 10


def test_a_drawing_is_taken_once_the_pen_rests(qtbot, collecting, my_digits, pad_history, write):
    collecting.is_automatic = True
    collecting._rest.setInterval(1)
    collecting.start()
    asked = []
    for _ in range(12):
        asked.append(collecting.label)
        with qtbot.waitSignal(collecting.changed):
            write()
    assert kept(my_digits) == asked
    assert pad_history.value.is_blank


def test_another_stroke_back_undo_and_the_end_wait(collecting, my_digits, pad_history, write):
    collecting.is_automatic = True
    collecting.start()
    write()
    assert collecting._rest.isActive()
    content = pad_history.value
    pad_history.show(content.with_stroke(content.strokes[0]))  # The pen is down again.
    assert not collecting._rest.isActive()
    pad_history.commit(steps.stroke)
    assert collecting._rest.isActive()
    pad_history.undo_stack.undo()
    assert not collecting._rest.isActive()
    collecting.accept()
    collecting.undo()
    assert pad_history.value.strokes
    assert not collecting._rest.isActive()
    write()
    assert collecting._rest.isActive()
    collecting.stop()
    assert not collecting._rest.isActive()
    write()
    assert not collecting._rest.isActive()
    assert kept(my_digits) == []


def test_nothing_is_taken_by_itself_unless_it_is_chosen(collecting, write):
    collecting.start()
    write()
    assert not collecting._rest.isActive()
