from __future__ import annotations

import numpy as np

from core.data.examples import Examples
from core.data.sampling import epoch_order, epoch_size


def examples_of(originals):
    n = len(originals)
    return Examples(np.zeros((n, 28, 28), np.uint8), np.zeros(n, np.uint8), np.array(originals))


def test_without_variants_an_epoch_is_everything_in_random_order():
    examples = examples_of(range(50))
    order = epoch_order(examples, np.random.default_rng(3))
    assert epoch_size(examples) == 50
    np.testing.assert_array_equal(order, np.random.default_rng(3).permutation(50))


def test_an_epoch_samples_four_of_a_drawing_and_its_variants():
    examples = examples_of([0, 1, 2, 3, 1, 1, 3, 1, 1, 1])
    for seed in range(20):
        order = epoch_order(examples, np.random.default_rng(seed))
        families = examples.originals[order]
        assert len(set(order)) == len(order) == epoch_size(examples) == 8
        assert np.bincount(families).tolist() == [1, 4, 1, 2]


def test_in_time_all_variants_are_seen_equally_often_anywhere_in_the_order():
    examples = examples_of([0, 1, 2, 3, *[3] * 8])
    seen, places = np.zeros(12), []
    for seed in range(900):
        order = epoch_order(examples, np.random.default_rng(seed))
        seen[order] += 1
        places += np.flatnonzero(examples.originals[order] == 3).tolist()
    assert (seen[:3] == 900).all()
    np.testing.assert_allclose(seen[3:], 400, atol=60)
    np.testing.assert_allclose(np.bincount(places) / 3600, 1 / 7, atol=0.03)
