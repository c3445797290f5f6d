"""Connected components are found whatever their shape."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.sheets.blobs import find_blobs


def flooded(mask):
    """Return the pixels of each 8-connected component, found by flooding."""
    left, found = set(zip(*np.nonzero(mask), strict=True)), []
    while left:
        front = {min(left)}
        component = set()
        while front:
            component |= front
            left -= front
            front = {(y + dy, x + dx) for y, x in front for dy in (-1, 0, 1) for dx in (-1, 0, 1)}
            front &= left
        found.append(component)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_random_masks(seed):
    rng = np.random.default_rng(seed)
    mask = rng.random(rng.integers(1, 24, 2)) < rng.uniform(0, 1)
    blobs = find_blobs(mask)
    expected = flooded(mask)
    assert len(blobs.areas) == len(expected)
    for number, component in enumerate(expected, 1):
        assert {*zip(*np.nonzero(blobs.labels == number), strict=True)} == component
        low, high = np.min([*component], axis=0), np.max([*component], axis=0) + 1
        assert blobs.boxes[number - 1].tolist() == [low[1], low[0], high[1], high[0]]
        assert blobs.areas[number - 1] == len(component)


@pytest.mark.parametrize("shape", [(0, 0), (3, 4), (1, 1)])
def test_a_blank_mask_has_none(shape):
    blobs = find_blobs(np.zeros(shape, bool))
    assert len(blobs.areas) == len(blobs.boxes) == 0
    assert not blobs.labels.any()


def test_a_spiral_is_one():
    mask = np.zeros((61, 61), bool)
    y = x = 30
    for turn in range(28):
        for _ in range(2 * turn + 1):
            mask[y, x] = True
            y, x = y + (1 - turn % 4 if turn % 2 == 0 else 0), x + (2 - turn % 4 if turn % 2 else 0)
    assert mask.sum() > 200
    assert len(find_blobs(mask).areas) == len(flooded(mask))
