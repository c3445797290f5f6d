"""The eraser takes what it touches and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from lenet_desktop.state.pad_content import PenStroke
from lenet_desktop.widgets.pad import eraser
from lenet_desktop.widgets.pad.eraser import erase

RADIUS = 0.05
LINE = PenStroke(np.array([[0.1, 0.5], [0.9, 0.5]]), 0.04)
DOT = PenStroke(np.array([[0.5, 0.5]]), 0.04)


def lengths(strokes):
    return [float(np.hypot(*np.diff(stroke.points, axis=0).T).sum()) for stroke in strokes]


def test_splits_a_stroke_where_it_crosses_it():
    left = erase([LINE], (0.5, 0.4), (0.5, 0.6), RADIUS, whole_strokes=False)
    assert lengths(left) == pytest.approx([0.4 - RADIUS] * 2, abs=RADIUS / 4)
    assert left[0].points[0].tolist() == [0.1, 0.5]
    assert left[1].points[-1].tolist() == [0.9, 0.5]


def test_erases_between_the_positions_of_a_fast_movement():
    assert len(erase([LINE], (0.5, 0.0), (0.5, 1.0), RADIUS, whole_strokes=False)) == 2


def test_shortens_a_stroke_at_its_end():
    left = erase([LINE], (0.9, 0.5), (0.9, 0.5), RADIUS, whole_strokes=False)
    assert lengths(left) == pytest.approx([0.8 - RADIUS], abs=RADIUS / 4)


def test_hands_back_a_stroke_it_does_not_touch():
    assert erase([LINE], (0.5, 0.2), (0.9, 0.2), RADIUS, whole_strokes=False) == (LINE,)


def test_removes_whole_strokes_if_requested():
    other = PenStroke(LINE.points + np.array([0, 0.3]), LINE.width)
    assert erase([LINE, other], (0.5, 0.5), (0.5, 0.5), RADIUS, whole_strokes=True) == (other,)


@pytest.mark.parametrize("whole_strokes", [False, True])
def test_takes_a_dot(whole_strokes):
    assert erase([DOT], (0.52, 0.5), (0.52, 0.5), RADIUS, whole_strokes=whole_strokes) == ()


def test_a_stroke_without_length_vanishes_whole():
    still = PenStroke(np.array([[0.5, 0.5], [0.5, 0.5]]), 0.04)
    assert erase([still], (0.5, 0.5), (0.5, 0.5), RADIUS, whole_strokes=False) == ()


def test_leaves_the_strokes_it_was_given_as_they_were():
    before = LINE.points.copy()
    erase([LINE], (0.5, 0.4), (0.5, 0.6), RADIUS, whole_strokes=False)
    assert (LINE.points == before).all()


def test_strokes_out_of_reach_are_not_looked_at_point_by_point(monkeypatch):
    looked_at = []
    subdivided = eraser._subdivided

    def note(points, step):
        looked_at.append(points)
        return subdivided(points, step)

    monkeypatch.setattr(eraser, "_subdivided", note)
    strokes = [PenStroke(np.array([[x, 0.1], [x, 0.9]]), 0.04) for x in (0.1, 0.3, 0.5, 0.7)]
    left = eraser.erase(strokes, (0.45, 0.5), (0.55, 0.5), 0.02, whole_strokes=True)
    assert left == (*strokes[:2], strokes[3])
    assert len(looked_at) == 1
