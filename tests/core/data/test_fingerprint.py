"""Fingerprints recognise the same examples, also when they are drawn on another computer."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examples import Examples
from core.data.fingerprint import fingerprint_of


@pytest.fixture
def some():
    rng = np.random.default_rng(3)
    return Examples(
        rng.integers(0, 255, (200, 28, 28), np.uint8), rng.integers(0, 10, 200).astype(np.uint8)
    )


def test_the_same_examples_match_also_with_another_rounding(some):
    rounded = some.images.copy()
    rounded[::7, 3, :5] += 1
    assert fingerprint_of(some).matches(fingerprint_of(Examples(rounded, some.labels)))


def test_other_examples_do_not_match(some):
    labels = some.labels.copy()
    labels[-1] = 9 - labels[-1]
    others = {
        "inverted": Examples(255 - some.images, some.labels),
        "one label": Examples(some.images, labels),
        "order": Examples(some.images[::-1], some.labels[::-1]),
        "fainter": Examples((some.images * 0.99).astype(np.uint8), some.labels),
    }
    first = fingerprint_of(some)
    matching = {name for name, other in others.items() if first.matches(fingerprint_of(other))}
    assert matching == set()
