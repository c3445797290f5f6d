"""Four ways to prepare the network's input."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.preparations import placement_of, prepare_picture, prepare_strokes
from core.ink.render import PEN_WIDTH, draw, to_image

SMALL = [np.array([[0.1, 0.1], [0.25, 0.1]]), np.array([[0.25, 0.1], [0.15, 0.4]])]
WIDTHS = [0.03, 0.03]


def extent(image):
    rows, columns = np.nonzero(image > 0.5)
    return np.array([rows.min(), rows.max() + 1, columns.min(), columns.max() + 1])


def mass_of(image):
    rows, columns = np.indices(image.shape)
    return (image * rows).sum() / image.sum(), (image * columns).sum() / image.sum()


def test_the_plain_resize_keeps_place_and_size():
    resized = prepare_strokes(SMALL, WIDTHS).resized
    # 28 pixels a side: from 0.1 - 0.015 to 0.4 + 0.015 down, and to 0.25 + 0.015 across.
    np.testing.assert_allclose(extent(resized), [2.4, 11.6, 2.4, 7.4], atol=1)


def test_the_box_is_filled_and_in_the_middle():
    boxed = prepare_strokes(SMALL, WIDTHS).boxed
    top, bottom, left, right = extent(boxed)
    assert bottom - top == pytest.approx(20, abs=1)
    assert top + bottom == pytest.approx(28, abs=1)
    assert left + right == pytest.approx(28, abs=1)


def test_centring_moves_the_mass_to_that_of_mnist():
    found = prepare_strokes(SMALL, WIDTHS)
    assert mass_of(found.centred) == pytest.approx((14, 14), abs=0.1)
    assert mass_of(found.boxed) != pytest.approx((14, 14), abs=0.5)
    assert found.centred.sum() == pytest.approx(found.boxed.sum(), rel=0.01)


def test_only_the_last_way_does_not_depend_on_the_pen():
    thin, thick = (prepare_strokes(SMALL, [width] * 2) for width in (0.01, 0.1))
    assert thick.centred.sum() > 1.5 * thin.centred.sum()
    assert (thick.redrawn == thin.redrawn).all()
    assert (thin.redrawn == to_image(SMALL)).all()


def test_a_dot_is_prepared_as_a_disc():
    found = prepare_strokes([np.array([[0.9, 0.9]])], [0.05])
    assert mass_of(found.resized) == pytest.approx((24.7, 24.7), abs=0.1)
    np.testing.assert_allclose(extent(found.boxed), [4, 24, 4, 24], atol=1)


def test_ink_at_the_edge_of_the_pad_is_cut_off():
    strokes = [np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])]
    resized = prepare_strokes(strokes, [0.1]).resized
    assert resized[0].min() == 1
    assert resized[:, -1].min() == 1
    assert not resized[5:, :20].any()


def test_a_picture_is_prepared_in_the_same_ways(rng):
    grey = np.zeros((200, 100), np.float32)
    grey[20:60, 10:30] = 1
    grey[60:100, 10:15] = 1
    redrawn = rng.uniform(0, 1, (28, 28)).astype(np.float32)
    found = prepare_picture(grey, redrawn)
    np.testing.assert_allclose(extent(found.resized), [2.8, 14, 2.8, 8.4], atol=1)
    np.testing.assert_allclose(extent(found.boxed), [4, 24, 11.5, 16.5], atol=1)
    assert mass_of(found.centred) == pytest.approx((14, 14), abs=0.6)
    assert found.redrawn is redrawn


def test_an_empty_picture_stays_empty():
    blank = np.zeros((28, 28), np.float32)
    found = prepare_picture(np.zeros((50, 90), np.float32), blank)
    assert not any(image.any() for image in vars(found).values())


@pytest.mark.parametrize("strokes", [SMALL, [np.array([[3.0, 0.0], [3.0, 9.0]])]])
def test_the_placement_leads_from_the_ink_to_its_pixels(strokes):
    placement = placement_of(strokes)
    moved = [stroke * placement.scale + (placement.x, placement.y) for stroke in strokes]
    np.testing.assert_allclose(draw(moved, [PEN_WIDTH] * len(moved)), to_image(strokes), atol=1e-3)


def test_a_dot_has_no_placement():
    assert placement_of([np.array([[0.4, 0.4]])]) is None
    assert placement_of([]) is None
