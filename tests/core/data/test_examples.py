"""Examples: images and labels that belong together."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examples import Examples


def test_examples_are_read_only_and_leave_the_given_arrays_alone():
    images, labels = np.zeros((3, 28, 28), np.uint8), np.zeros(3, np.uint8)
    examples = Examples(images, labels)
    assert len(examples) == 3
    assert not examples.images.flags.writeable
    assert not examples.labels.flags.writeable
    images[0] = 1


@pytest.mark.parametrize(
    ("images", "labels"),
    [((3, 28, 28), (4,)), ((3, 28, 27), (3,)), ((3, 784), (3,)), ((28, 28), ())],
)
def test_examples_that_do_not_belong_together_are_refused(images, labels):
    with pytest.raises(ValueError, match="images"):
        Examples(np.zeros(images, np.uint8), np.zeros(labels, np.uint8))
    with pytest.raises(ValueError, match="originals"):
        Examples(np.zeros((2, 28, 28), np.uint8), np.zeros(2, np.uint8), np.zeros(3, np.intp))
