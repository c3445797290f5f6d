"""The validation split: size, reproducibility and separation from the training set."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examples import Examples
from core.data.splits import random_part, split_validation
from core.errors import UserError


@pytest.fixture
def examples(rng):
    return random_examples(480, rng)


def random_examples(n, rng):
    return Examples(
        rng.integers(0, 256, (n, 28, 28), np.uint8), rng.integers(0, 10, n).astype(np.uint8)
    )


def test_one_example_in_twelve_is_held_out_and_always_the_same(examples):
    training, validation = split_validation(examples)
    assert (len(training), len(validation)) == (440, 40)
    joined = np.concatenate([training.images, validation.images]).reshape(480, -1)
    assert sorted(map(bytes, joined)) == sorted(map(bytes, examples.images.reshape(480, -1)))
    np.testing.assert_array_equal(split_validation(examples)[1].images, validation.images)


def test_too_few_examples_cannot_be_split(rng):
    with pytest.raises(UserError, match="At least 24"):
        split_validation(random_examples(23, rng))


def test_variants_of_what_is_held_out_are_on_neither_side(examples):
    mixed = Examples(
        np.tile(examples.images, (3, 1, 1)),
        np.tile(examples.labels, 3),
        np.tile(np.arange(480), 3),
    )
    training, validation = split_validation(mixed)
    assert (len(training), len(validation)) == (3 * 440, 40)
    held_out = set(map(bytes, validation.images.reshape(40, -1)))
    assert held_out.isdisjoint(map(bytes, training.images.reshape(3 * 440, -1)))
    np.testing.assert_array_equal(validation.images, split_validation(examples)[1].images)
    assert (np.bincount(training.originals) == 3).all()
    np.testing.assert_array_equal(training.images[training.originals], training.images)


def test_a_part_of_the_examples_is_always_the_same(examples):
    part = random_part(examples, 50)
    assert len(part) == 50
    whole = list(map(bytes, examples.images.reshape(480, -1)))
    places = [whole.index(bytes(image.ravel())) for image in part.images]
    assert len(set(places)) == 50
    np.testing.assert_array_equal(part.labels, examples.labels[places])
    np.testing.assert_array_equal(random_part(examples, 50).images, part.images)
    for n in (0, 480, 1000):
        assert random_part(examples, n) is examples
