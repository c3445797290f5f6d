"""Where the values of a stage are."""

from __future__ import annotations

import numpy as np
import pytest

from lenet_desktop.inside.stages.cells import arranged

SHAPES = [(1, 28, 28), (6, 28, 28), (16, 5, 5), (120,), (84,), (10,), (64, 7, 7)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("height", [250, 400, 1500])
def test_every_value_has_its_own_square_of_pixels(shape, height):
    cells = arranged(shape, height, 24)
    places, counts = np.unique(cells.places, return_counts=True)
    n = int(np.prod(shape))
    assert places[:n].tolist() == list(range(n))
    assert set(counts[:n].tolist()) == {cells.scale**2}
    assert cells.size[0] <= height


@pytest.mark.parametrize("shape", SHAPES)
def test_a_pixel_belongs_to_the_value_whose_rectangle_it_is_in(shape, rng):
    cells = arranged(shape, 600, 24)
    for _ in range(30):
        index = tuple(int(rng.integers(side)) for side in shape)
        channel, row, column = (*index, 0, 0)[:3]
        x, y, width, height = cells.rect_of(channel, row, column, row + 1, column + 1)
        assert width == height == cells.scale
        assert cells.index_at(x, y) == index
        assert cells.index_at(x + width - 1, y + height - 1) == index
        assert cells.index_at(x - 1, y) != index


def test_there_is_no_value_between_maps_and_outside():
    cells = arranged((6, 28, 28), 600, 24)
    *_, bottom = cells.rect_of(0, 0, 0, 28, 28)
    assert cells.index_at(0, bottom) is None
    assert cells.index_at(-1, 0) is None
    assert cells.index_at(0, cells.size[0]) is None


def test_the_keys_reach_every_value():
    for shape in ((6, 4, 4), (16, 3, 3), (84,)):
        cells = arranged(shape, 600, 24)
        first = (0,) * len(shape)
        reached, new = {first}, [first]
        while new:
            steps = [
                cells.moved(index, across, down)
                for index in new
                for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1))
            ]
            new = [index for index in dict.fromkeys(steps) if index not in reached]
            reached.update(new)
        assert len(reached) == np.prod(shape)


def test_a_pooled_map_is_at_most_as_large_as_the_one_before():
    before = arranged((6, 28, 28), 600, 24)
    pooled = arranged((6, 14, 14), 600, 24, 28 * before.scale)
    assert 14 * pooled.scale <= 28 * before.scale
    assert pooled.pitch == before.pitch


@pytest.mark.parametrize("height", range(300, 420, 7))
def test_maps_are_as_large_as_their_places_allow(height):
    cells = arranged((6, 28, 28), height, 24)
    assert 28 * (cells.scale + 1) > 0.97 * cells.pitch
    assert cells.scale > 1 or cells.pitch <= 2 * 28
    assert cells.pitch > 28 * cells.scale
