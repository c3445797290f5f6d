from __future__ import annotations

import numpy as np
import pytest

from core.handwriting.writing import EVERYBODY, write_digits, write_drawings
from core.ink.render import to_image
from core.progress import result_of


@pytest.fixture(scope="module")
def digits():
    return result_of(write_digits(600, seed=4))


def stroke_widths(images):
    """Twice the area over the outline's length, for each image."""
    padded = np.pad(images / 255.0, ((0, 0), (1, 1), (1, 1)))
    falling = padded[:, 1:, 1:] - padded[:, :-1, :-1]
    rising = padded[:, 1:, :-1] - padded[:, :-1, 1:]
    return 2 * padded.sum((1, 2)) / np.sqrt((falling**2 + rising**2) / 2).sum((1, 2))


def test_shapes_and_types_are_those_of_a_dataset(digits):
    images, labels = digits
    assert images.shape == (600, 28, 28)
    assert labels.shape == (600,)
    assert images.dtype == labels.dtype == np.uint8


@pytest.mark.parametrize("n", [0, 1, 7, 600])
def test_every_digit_has_its_share(n):
    counts = np.bincount([int(drawing.label) for drawing in write_drawings(n, 0)], minlength=10)
    assert counts.sum() == n
    assert np.ptp(counts) <= 1


def test_no_digits_are_an_empty_dataset():
    images, labels = result_of(write_digits(0, seed=0))
    assert images.shape == (0, 28, 28)
    assert labels.shape == (0,)


def test_labels_come_in_random_order(digits):
    _, labels = digits
    assert (np.diff(labels.astype(int)) == 0).mean() == pytest.approx(0.1, abs=0.06)


def test_same_seed_writes_the_same_digits():
    first, second = (result_of(write_digits(40, seed=9)) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one, other)


def test_other_seed_writes_other_digits():
    (one, _), (other, _) = (result_of(write_digits(40, seed=seed)) for seed in (9, 10))
    assert not (one == other).all((1, 2)).any()


def test_no_two_digits_are_alike(digits):
    images, _ = digits
    assert len(np.unique(images.reshape(600, -1), axis=0)) == 600


def test_drawings_are_the_strokes_behind_the_images():
    images, labels = result_of(write_digits(60, seed=2))
    for image, label, drawing in zip(images, labels, write_drawings(60, seed=2), strict=True):
        assert drawing.label == str(label)
        drawn = to_image(drawing.strokes)
        assert np.corrcoef(drawn.ravel(), image.ravel())[0, 1] > 0.7


def test_pens_vary_around_mnists_stroke_width(digits):
    images, _ = digits
    widths = stroke_widths(images)
    assert widths.mean() == pytest.approx(2.6, abs=0.15)
    assert widths.std() == pytest.approx(0.7, abs=0.2)


def test_every_glyph_can_be_written():
    for label, skeletons in EVERYBODY.glyphs.items():
        assert 0 <= label <= 9
        for glyph in skeletons:
            assert glyph.share > 0
            assert to_image([forms[0] for forms in glyph.strokes]).sum() > 25


@pytest.mark.parametrize("digit", range(10))
def test_digits_of_a_kind_resemble_each_other_more_than_others(digit, digits):
    images, labels = digits
    means = np.stack([images[labels == label].mean(0) for label in range(10)]).reshape(10, -1)
    of_digit = images[labels == digit].reshape(-1, 784)
    likeness = np.corrcoef(np.concatenate([means, of_digit]))[10:, :10]
    assert (likeness.argmax(1) == digit).mean() > 0.4
