"""Digits on every kind of paper, cropped, framed and soiled, are read like the digits alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.handwriting.writing import write_digits
from core.ink import pictures
from core.ink.pictures import normalise
from core.network.weight_files import load_weights
from core.progress import result_of
from core.recognition.recognizer import Recognizer
from tests.support.inputs.papers import KINDS, framed, tight

WEIGHTS = Path(__file__).parents[3] / "resources" / "weights" / "lenet5.safetensors"
FEWER = {"tight, stretched, 16x16": 0.85, "tight, 8x8": 0.75, "pencil": 0.85}
"""Least share of digits read as before, where it is not 90 %."""

FIVE = """
################
################
................
................
##########......
.........####...
............###.
..............##
..............##
..............##
..............##
............###.
..###########...
"""
SEVEN = """
################
################
............##..
..........##....
.........##.....
........##......
.......##.......
......##........
.....##.........
....##..........
"""


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer(load_weights(WEIGHTS))


@pytest.fixture(scope="module")
def digits(recognizer):
    """Generated digits that are recognised surely, and what they are recognised as."""
    images = result_of(write_digits(80, seed=4))[0] / np.float32(255)
    probabilities, unsure = recognizer.judge(images)
    sure = (probabilities.max(1) > 0.95) & ~unsure
    return images[sure][:40], probabilities.argmax(1)[sure][:40]


def share_kept(recognizer, pictures, labels):
    """Return the share of pictures that are read as these labels."""
    read = [recognizer.recognize(normalise(picture)).label for picture in pictures]
    return np.mean([label == right for label, right in zip(read, labels, strict=True)])


def pixels(text):
    return np.array([[255 * (c == "#") for c in line] for line in text.split()], np.uint8)


def black_squares(page, places, size):
    for row, column in places:
        page[row : row + size, column : column + size] = 0
    return page


@pytest.mark.parametrize("kind", KINDS)
def test_digit_is_read_on_paper(kind, recognizer, digits):
    rng = np.random.default_rng(8)
    pictures = [KINDS[kind](digit, rng) for digit in digits[0]]
    assert share_kept(recognizer, pictures, digits[1]) >= FEWER.get(kind, 0.9)


@pytest.mark.parametrize("side", [16, 40, 160])
def test_polarity_of_a_tight_crop_does_not_matter(side, digits):
    rng = np.random.default_rng(3)
    for digit in digits[0][:10]:
        crop = tight(side)(digit, rng)
        np.testing.assert_allclose(normalise(255 - crop), normalise(crop), atol=0.02)


@pytest.mark.parametrize("text", [FIVE, SEVEN])
@pytest.mark.parametrize("enlarged", [1, 8])
def test_strokes_along_the_border_of_a_tight_crop_are_kept(text, enlarged):
    ink = pixels(text).repeat(enlarged, 0).repeat(enlarged, 1)
    alone = np.pad(ink, 10 * enlarged)
    np.testing.assert_allclose(normalise(ink), normalise(alone), atol=0.1)


@pytest.mark.parametrize("margin", [0, 3, 12])
@pytest.mark.parametrize("width", [1, 4, 9])
def test_frame_is_removed(margin, width, recognizer, digits):
    pictures = []
    for digit in digits[0][:10]:
        page = np.full((140, 140), 255, np.uint8)
        inside = slice(margin, 140 - margin), slice(margin, 140 - margin)
        page[inside] = 0
        inside = tuple(slice(side.start + width, side.stop - width) for side in inside)
        page[inside] = 255
        enlarged = (255 * digit.repeat(3, 0).repeat(3, 1)).astype(np.uint8)
        page[28:112, 28:112] = 255 - enlarged
        pictures.append(page)
    assert share_kept(recognizer, pictures, digits[1][:10]) >= 0.9


def test_frame_is_removed_where_the_digit_touches_it(digits, recognizer):
    rng = np.random.default_rng(2)
    pictures = []
    for digit in digits[0][:20]:
        page = framed(digit, rng)
        pictures.append(np.roll(page, -2, 0))
    assert share_kept(recognizer, pictures, digits[1][:20]) >= 0.85


@pytest.mark.parametrize("size", [2, 5, 9])
def test_speck_alone_is_blank(size):
    page = black_squares(np.full((300, 240), 255, np.uint8), [(200, 90)], size)
    assert not normalise(page).any()


def test_small_digit_beside_a_larger_blot_at_the_border_is_read(digits, recognizer):
    pictures = []
    for digit in digits[0][:10]:
        page = np.full((200, 200), 255, np.uint8)
        page[80:136, 70:126] = 255 - (255 * digit.repeat(2, 0).repeat(2, 1)).astype(np.uint8)
        pictures.append(black_squares(page, [(0, 160)], 40))
    assert share_kept(recognizer, pictures, digits[1][:10]) >= 0.9


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (2, 3), (8, 8), (16, 16)])
def test_picture_full_of_noise_is_an_image(shape):
    image = normalise(np.random.default_rng(1).random(shape))
    assert image.shape == (28, 28)
    assert np.isfinite(image).all()


@pytest.mark.parametrize("side", [1000, 3200])
def test_a_large_page_of_noise_alone_is_searched_only_so_often(side, monkeypatch):
    """What is found in noise is small, and its surroundings are searched once more."""
    shapes = []
    find_ink = pictures._find_ink

    def note(values):
        shapes.append(values.shape)
        return find_ink(values)

    monkeypatch.setattr(pictures, "_find_ink", note)
    grain = np.random.default_rng(0).integers(0, 12, (256, 256), np.uint8)
    paper = np.tile(grain, (side // 256 + 1, side // 256 + 1))[:side, :side]
    image = pictures.normalise(paper + np.linspace(150, 230, side, dtype=np.uint8))
    assert np.isfinite(image).all()
    assert len(shapes) < 30


@pytest.mark.parametrize("side", [100, 200, 400, 800, 1600])
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_blank_page_in_the_light_of_a_window_is_blank(side, turns):
    rng = np.random.default_rng(side)
    page = rng.normal(0, 6, (side, side)) + np.linspace(150, 230, side)
    assert not pictures.normalise(np.rot90(page, turns).clip(0, 255).astype(np.uint8)).any()
