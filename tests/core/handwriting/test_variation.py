from __future__ import annotations

import numpy as np
import pytest

from core.handwriting.variation import Variation, add_upstroke, sample_sparsely, vary
from core.ink.render import to_image

SEVEN = (
    np.array([[10.0, 10], [60, 8], [40, 50], [30, 100]]),
    np.array([[20.0, 55], [55, 52]]),
)


def test_strokes_keep_their_number_and_their_points():
    (varied,) = vary([SEVEN], np.random.default_rng(0))
    assert [stroke.shape for stroke in varied] == [stroke.shape for stroke in SEVEN]


def test_same_chance_gives_the_same_strokes_and_other_chance_others():
    one, same, other = (vary([SEVEN], np.random.default_rng(seed))[0] for seed in (3, 3, 4))
    np.testing.assert_array_equal(np.concatenate(one), np.concatenate(same))
    assert np.abs(np.concatenate(one) - np.concatenate(other)).max() > 0.01


@pytest.mark.parametrize(("scale", "shift"), [(1e-6, 0.0), (1e6, -5e6), (3.0, 40.0)])
def test_unit_and_position_do_not_matter(scale, shift):
    (plain,) = vary([SEVEN], np.random.default_rng(1))
    (other,) = vary([[stroke * scale + shift for stroke in SEVEN]], np.random.default_rng(1))
    np.testing.assert_allclose(np.concatenate(other), np.concatenate(plain), atol=1e-6)


def test_a_dot_stays_a_dot_and_nothing_stays_nothing():
    ((dot,),) = vary([[np.array([[3.0, 4.0]])]], np.random.default_rng(0))
    assert dot.shape == (1, 2)
    assert np.isfinite(dot).all()
    assert vary([[], []], np.random.default_rng(0)) == [(), ()]
    assert vary([], np.random.default_rng(0)) == []


def test_the_drawing_is_varied_and_still_itself():
    clean = to_image(SEVEN)
    rng = np.random.default_rng(7)
    likeness = [np.vdot(clean, to_image(varied)) for varied in vary([SEVEN] * 50, rng)]
    assert np.std(likeness) > 0.02 * np.vdot(clean, clean)
    assert min(likeness) > 0.2 * np.vdot(clean, clean)


def test_drawings_are_varied_alike_alone_and_together():
    drawings = [SEVEN, [], (np.array([[3.0, 4.0]]),), SEVEN[::-1]]
    together = vary(drawings, np.random.default_rng(2))
    rng = np.random.default_rng(2)
    alone = [vary([drawing], rng)[0] for drawing in drawings]
    assert [len(strokes) for strokes in together] == [2, 0, 1, 2]
    for one, other in zip(together, alone, strict=True):
        for stroke, same in zip(one, other, strict=True):
            np.testing.assert_allclose(stroke, same, rtol=1e-12, atol=1e-12)


def test_waves_displace_by_the_given_strength():
    still = Variation(warp=2.0, wave_lengths=(20, 60), aspect=(0, 0), slant=(0, 0), rotation=0)
    points = np.random.default_rng(0).uniform(0, 100, (400, 2))
    rng = np.random.default_rng(1)
    moves = np.stack([still.apply(points, rng) - points for _ in range(200)])
    np.testing.assert_allclose(moves.std(axis=(0, 1)), 2.0, rtol=0.1)


def test_shape_alone_slants_to_the_right_upwards_and_keeps_the_area():
    slanting = Variation(warp=0, wave_lengths=(1, 2), aspect=(0.3, 0), slant=(0.5, 0), rotation=0)
    square = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    bent = slanting.apply(square, np.random.default_rng(0))
    # y points downwards: the top lies to the right of the bottom.
    assert bent[0, 0] > bent[3, 0]
    sides = np.stack([bent[1] - bent[0], bent[3] - bent[0]])
    assert np.linalg.det(sides) == pytest.approx(1)
    assert np.linalg.norm(sides[0]) == pytest.approx(np.exp(0.15))


@pytest.mark.parametrize("flag", [[], [[-20.0, 25.0]]])
def test_a_one_gets_another_upstroke(flag):
    stem = [[0.0, 0.0], [1.0, 30.0], [2.0, 60.0], [0.0, 100.0]]
    base = np.array([[-20.0, 100.0], [20.0, 100.0]])
    starts = []
    for seed in range(100):
        first, second = add_upstroke((np.array(flag + stem), base), np.random.default_rng(seed))
        np.testing.assert_array_equal(first[-len(stem) :], stem)
        np.testing.assert_array_equal(second, base)
        left, down = np.abs(first[0])
        assert first[0, 0] < 0 < first[0, 1] <= 110.001
        assert 19.9 <= np.degrees(np.arctan2(down, left)) <= 85.1
        starts.append(first[0, 1])
    assert min(starts) < 30
    assert max(starts) > 90


@pytest.mark.parametrize(
    "strokes",
    [
        [[[0, 0], [60, 10], [10, 100], [70, 100]]],  # Too wide for a stem.
        [[[0, 100], [2, 60], [4, 30], [5, 0]]],  # Drawn upwards.
        [[[3, 3]]],
    ],
)
def test_what_is_not_a_stem_keeps_its_start(strokes):
    given = tuple(np.array(stroke, float) for stroke in strokes)
    kept = add_upstroke(given, np.random.default_rng(0))
    assert [stroke.tolist() for stroke in kept] == [stroke.tolist() for stroke in given]


def test_few_points_remain_near_the_stroke_and_its_ends_do():
    turn = np.linspace(0, 2 * np.pi, 200)
    circle, dot = np.stack([np.cos(turn), np.sin(turn)], 1) / 2, np.zeros((1, 2))
    for seed in range(20):
        few, same = sample_sparsely((circle, dot), np.random.default_rng(seed))
        np.testing.assert_array_equal(same, dot)
        np.testing.assert_allclose(few[[0, -1]], circle[[0, -1]], atol=1e-12)
        assert np.pi / 0.3 <= len(few) <= np.pi / 0.12 + 2
        np.testing.assert_allclose(np.hypot(*few.T), 0.5, atol=1e-3)


def test_a_stroke_of_few_points_stays_as_it_is():
    (kept,) = sample_sparsely((SEVEN[1] / 100,), np.random.default_rng(0))
    np.testing.assert_array_equal(kept, SEVEN[1] / 100)
