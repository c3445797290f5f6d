from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from core.digits import SIDE
from core.ink.render import BOX, CENTRE, PEN_WIDTH, draw, to_image, to_images


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def a_seven():
    """Two strokes with a curve and a bar, about 60 units high."""
    t = np.linspace(0, 1, 40)[:, None]
    top = np.array([10.0, 12.0]) + t * np.array([35.0, 0.0])
    down = np.array([45.0, 12.0]) + t * np.array([-22.0, 60.0]) + 6 * np.sin(3 * t) * [1, 0]
    return [np.concatenate([top, down]), np.array([[20.0, 40.0], [44.0, 38.0]])]


def a_line(*points):
    return [np.array(points, float)]


def centre_of_mass(image):
    pixels = np.arange(SIDE)
    return image.sum(0) @ pixels / image.sum(), image.sum(1) @ pixels / image.sum()


def grey_levels_apart(one, other):
    return 255 * np.abs(one - other).max()


@pytest.mark.parametrize("offset", [(0, 0), (0.37, -0.81), (-900, 4000), (1e6, 1e6)])
def test_position_does_not_matter(offset):
    moved = [stroke + np.array(offset) for stroke in a_seven()]
    assert grey_levels_apart(to_image(moved), to_image(a_seven())) < 0.1


@pytest.mark.parametrize("scale", [1e-300, 1e-4, 0.3, 1.01, 50, 1e300])
def test_size_does_not_matter(scale):
    scaled = [stroke * scale for stroke in a_seven()]
    assert grey_levels_apart(to_image(scaled), to_image(a_seven())) < 0.1


def test_points_rounded_to_screen_pixels_change_little():
    wide, narrow = ([np.rint(stroke * scale) for stroke in a_seven()] for scale in (8, 3))
    assert grey_levels_apart(to_image(wide), to_image(narrow)) < 40
    assert np.abs(to_image(wide) - to_image(narrow)).mean() < 0.005


def test_spacing_and_repetition_of_points_do_not_matter():
    dense = []
    for stroke in a_seven():
        at = np.linspace(0, len(stroke) - 1, 20 * (len(stroke) - 1) + 1)
        along = np.arange(len(stroke))
        points = np.stack([np.interp(at, along, column) for column in stroke.T], 1)
        dense.append(np.repeat(points, 2, axis=0))
    assert grey_levels_apart(to_image(dense), to_image(a_seven())) < 2


def test_order_and_direction_of_strokes_do_not_matter():
    backwards = [stroke[::-1] for stroke in reversed(a_seven())]
    assert grey_levels_apart(to_image(backwards), to_image(a_seven())) < 0.1


def test_drawing_over_a_line_twice_leaves_it_where_it_was():
    lower_half = [np.array([[0.0, 50.0], [0.0, 100.0], [0.0, 50.0]])]
    line = a_line([0, 0], [0, 100])
    assert grey_levels_apart(to_image(line + lower_half), to_image(line)) < 0.1


def test_image_is_white_ink_on_black():
    image = to_image(a_seven())
    assert image.shape == (SIDE, SIDE)
    assert image.dtype == np.float32
    assert image.min() == 0
    assert image.max() == 1


def test_centre_of_mass_is_where_mnist_has_it():
    assert centre_of_mass(to_image(a_seven())) == pytest.approx((CENTRE, CENTRE), abs=0.05)


@pytest.mark.parametrize("pen_width", [1.0, PEN_WIDTH, 5.0])
def test_vertical_line_is_as_high_as_the_box_and_as_wide_as_the_pen(pen_width):
    image = to_image(a_line([3, 10], [3, 90]), pen_width=pen_width)
    assert image.sum(0).max() == pytest.approx(image[14].max() * BOX, abs=pen_width)
    np.testing.assert_allclose(image[7:21].sum(1), pen_width, atol=0.15)
    ends = 2 * (1 - np.pi / 4) * (pen_width / 2) ** 2  # what round ends lack of a rectangle
    assert image.sum() == pytest.approx(BOX * pen_width - ends, rel=0.05)


@pytest.mark.parametrize("line", [a_line([0, 0], [0, 9]), a_line([0, 0], [9, 0])])
def test_straight_lines_lie_across_the_middle(line):
    image = to_image(line)
    assert centre_of_mass(image) == pytest.approx((CENTRE, CENTRE), abs=0.05)
    rows, columns = image.sum(1), image.sum(0)
    assert sorted([(rows > 0.5).sum(), (columns > 0.5).sum()]) == [3, 21]


@pytest.mark.parametrize(
    "strokes",
    [
        a_line([5, 5]),
        a_line([5, 5], [5, 5], [5, 5]),
        a_line([0.1 + 0.2, 0.3], [0.3, 0.1 + 0.2]),
        a_line([0, 0]),
    ],
)
def test_dot_is_a_disc_of_the_pens_size_in_the_middle(strokes):
    image = to_image(strokes)
    assert image.sum() == pytest.approx(np.pi * (PEN_WIDTH / 2) ** 2, rel=0.1)
    assert image[14, 14] == 1
    assert centre_of_mass(image) == pytest.approx((CENTRE, CENTRE), abs=0.05)


@pytest.mark.parametrize(
    "strokes",
    [[], [np.empty((0, 2))], a_line([np.nan, 1], [2, np.inf])],
    ids=["no strokes", "a stroke without points", "no finite point"],
)
def test_empty_drawing_is_black(strokes):
    image = to_image(strokes)
    assert image.shape == (SIDE, SIDE)
    assert not image.any()


def test_points_that_are_not_finite_are_left_out():
    torn = [np.insert(stroke, 1, [np.nan, 5], axis=0) for stroke in a_seven()]
    torn[0] = np.append(torn[0], [[np.inf, -np.inf]], axis=0)
    assert grey_levels_apart(to_image(torn), to_image(a_seven())) < 0.1


def test_top_heavy_ink_stays_inside_the_picture():
    flag = a_line([0, 0], [0, 100])[0]
    blob = np.array([[x, y] for y in range(12) for x in range(0, 60, 2)], float)
    image = to_image([flag, blob])
    assert (image.sum(1) > 0).sum() >= 20
    assert image.sum(1)[-1] == pytest.approx(PEN_WIDTH, abs=1.5)


def test_scribble_of_thousands_of_points_keeps_its_shape(rng):
    angles, radii = rng.uniform(0, 2 * np.pi, 5000), np.sqrt(rng.uniform(0, 1, 5000))
    scribble = np.stack([radii * np.cos(angles), radii * np.sin(angles)], 1)
    rows, columns = np.mgrid[:SIDE, :SIDE] - CENTRE
    distance = np.hypot(rows, columns)
    image = to_image([scribble])
    assert image[distance < 8.5].min() == 1
    assert image[distance > 11].max() == 0


def test_thousands_of_dots_are_drawn(rng):
    image = to_image(list(rng.uniform(0, 300, (5000, 1, 2))))
    assert image[5:23, 5:23].min() > 0.9


def test_pixels_depend_on_the_distance_to_the_nearest_line(rng):
    lines, widths = rng.uniform(0, 27, (3, 2, 2)), [1.5, 3.0, 5.0]
    rows, columns = np.mgrid[:SIDE, :SIDE].reshape(2, -1)
    places = np.stack([columns, rows], 1)
    expected = np.zeros(SIDE * SIDE)
    for (start, end), width in zip(lines, widths, strict=True):
        step = end - start
        along = np.clip((places - start) @ step / (step @ step), 0, 1)
        distance = np.hypot(*(places - start - along[:, None] * step).T)
        expected = np.maximum(expected, (width / 2 + 0.55 - distance) / 1.1)
    image = draw([lines[0], np.empty((0, 2)), lines[1], lines[2]], [1.5, 9.0, 3.0, 5.0])
    np.testing.assert_allclose(image.ravel(), np.minimum(expected, 1), atol=1e-5)


def test_thousands_of_lines_are_drawn_where_they_are(rng):
    lower_right = [rng.uniform(14, 27, (5000, 2))]
    image = draw(lower_right, [PEN_WIDTH])
    assert image[15:27, 15:27].min() == 1
    assert image[:12].max() == image[:, :12].max() == 0


def test_strokes_are_not_written_to():
    strokes = a_seven()
    for stroke in strokes:
        stroke.flags.writeable = False
    to_image(strokes)


def test_drawings_are_rendered_alike_alone_and_together(rng):
    scribble = [rng.uniform(0, 300, (5000, 2))]
    torn = [np.array([[np.nan, 1.0], [3.0, 4.0], [9.0, 2.0]])]
    long = [np.stack([np.linspace(0, 9, 700), np.sin(np.linspace(0, 9, 700))], 1)]
    kinds = [a_seven(), [], a_line([5, 5]), scribble, torn, long, [np.empty((0, 2))], a_seven()]
    drawings = [kinds[index] for index in rng.integers(len(kinds), size=70)]
    widths = rng.uniform(1, 6, 70)
    together = np.concatenate(list(to_images(drawings, widths)))
    alone = [to_image(strokes, width) for strokes, width in zip(drawings, widths, strict=True)]
    np.testing.assert_array_equal(together, np.stack(alone))
    np.testing.assert_array_equal(
        np.concatenate(list(to_images(drawings))), np.stack([to_image(each) for each in drawings])
    )
    assert not list(to_images([]))


@pytest.mark.parametrize("shape", [(1, 20_000), (2_000, 10)])
def test_memory_grows_with_the_points_and_no_faster(shape):
    """Twice the ink takes at most twice the memory, whether in one stroke or in many."""
    n_strokes, n_points = shape
    rng = np.random.default_rng(3)
    steps = rng.normal(0, 0.01, (2 * n_strokes, n_points, 2)).cumsum(axis=1)
    strokes = list(rng.random((2 * n_strokes, 1, 2)) + steps)
    peaks = []
    for n in (n_strokes, 2 * n_strokes):
        tracemalloc.start()
        to_image(strokes[:n])
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2.1 * peaks[0] < 100e6
