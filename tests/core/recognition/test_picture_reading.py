"""Pictures of numbers, of lines and of sheets are read like their digits alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from core.handwriting.writing import write_digits
from core.ink.pictures import normalise
from core.network.weight_files import load_weights
from core.progress import result_of
from core.recognition.pictures.reading import find_in_grey, read_found, read_picture
from core.recognition.recognizer import Recognizer
from tests.support.inputs.networks import bundled_weights
from tests.support.inputs.papers import KINDS
from tests.support.inputs.sheets import PAPERS, grid, lines, number, plain
from tests.support.inputs.signed_numbers import MARKS, signed_number


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer(load_weights(bundled_weights()))


@pytest.fixture(scope="module")
def digits(recognizer):
    """Generated digits that are recognised surely, and what they are recognised as."""
    images = result_of(write_digits(160, seed=4))[0] / np.float32(255)
    probabilities, unsure = recognizer.judge(images)
    sure = (probabilities.max(1) > 0.98) & ~unsure
    return images[sure][:100], probabilities.argmax(1)[sure][:100]


def read(recognizer, grey):
    return read_found(recognizer, find_in_grey(recognizer, grey))


def share_right(reading, sheet, offset=(0.0, 0.0)):
    """Return the share of the digits that are read at their place."""
    n_right = 0
    labels = sheet.text.replace("\n", "")
    for (x, y), label in zip(sheet.centres + offset, labels, strict=True):
        at = [
            digit.label
            for digit, ink in zip(reading.digits, reading.inks, strict=True)
            if ink.box.left <= x <= ink.box.right and ink.box.top <= y <= ink.box.bottom
        ]
        n_right += at == [int(label)]
    return n_right / len(labels)


def offset_of(picture, sheet):
    """Return how far a paper with a margin moves the digits."""
    return (np.array(picture.shape[::-1]) - sheet.coverage.shape[::-1]) / 2


@pytest.mark.parametrize("height", [20, 45, 160])
def test_ten_is_not_a_zero(height, recognizer, digits):
    images, labels = digits
    texts: list[str] = []
    for one, zero in zip(images[labels == 1][:5], images[labels == 0][:5], strict=True):
        sheet = number([one, zero], [1, 0], np.random.default_rng(0), height)
        texts.append(read(recognizer, plain(sheet, np.random.default_rng(0))).text)
    assert texts.count("10") >= 4


@pytest.mark.parametrize("paper", PAPERS)
def test_numbers(paper, recognizer, digits):
    rng = np.random.default_rng(12)
    n_whole = 0
    for _ in range(8):
        chosen = rng.integers(0, len(digits[0]), rng.integers(2, 6))
        sheet = number(digits[0][chosen], digits[1][chosen], rng, int(rng.integers(24, 70)))
        n_whole += read(recognizer, PAPERS[paper](sheet, rng)).text == sheet.text
    assert n_whole >= 6


@pytest.mark.parametrize("paper", PAPERS)
def test_lines(paper, recognizer, digits):
    n_right = 0
    for seed in (15, 16, 17):
        rng = np.random.default_rng(seed)
        chosen = [rng.integers(0, len(digits[0]), n) for n in (4, 2, 6)]
        sheet = lines(
            [digits[0][each] for each in chosen], [digits[1][each] for each in chosen], rng
        )
        picture = PAPERS[paper](sheet, rng)
        reading = read(recognizer, picture)
        is_right = share_right(reading, sheet, offset_of(picture, sheet)) >= 0.9
        n_right += is_right and reading.text.count("\n") == 2
    assert n_right >= 2


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("printed", [0.0, 0.8])
def test_sheets(paper, printed, recognizer, digits):
    rng = np.random.default_rng(3)
    chosen = rng.integers(0, len(digits[0]), 40)
    sheet = grid(digits[0][chosen], digits[1][chosen], 8, rng, 36, printed)
    picture = PAPERS[paper](sheet, rng)
    reading = read(recognizer, picture)
    assert share_right(reading, sheet, offset_of(picture, sheet)) >= 0.9
    assert len(reading.digits) <= 42


@pytest.mark.parametrize("kind", KINDS)
def test_one_digit_stays_one(kind, recognizer, digits):
    rng = np.random.default_rng(8)
    for image in digits[0][:12]:
        assert len(read(recognizer, KINDS[kind](image, rng)).digits) == 1


@pytest.mark.parametrize("kind", ["dark rims", "dark corners", "frames"])
def test_what_surrounds_a_digit_is_seldom_named(kind, recognizer, digits):
    rng = np.random.default_rng(8)
    found = [find_in_grey(recognizer, KINDS[kind](image, rng)) for image in digits[0][:40]]
    named = [each for each in found if each.left_out]
    assert len(named) <= 2
    assert not any(each.misfits.others for each in named)


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (28, 28), (500, 300)])
def test_a_blank_picture_has_no_digits(size, recognizer):
    reading = read_picture(recognizer, Image.new("L", size, 255))
    assert (reading.digits, reading.inks, reading.text) == ((), (), "")


@pytest.mark.parametrize("seed", range(6))
def test_noise_is_no_number(seed, recognizer):
    rng = np.random.default_rng(seed)
    noise = rng.normal(180, 12, rng.integers(30, 200, 2)).clip(0, 255).astype(np.uint8)
    assert len(read(recognizer, noise).digits) <= 1


@pytest.mark.parametrize("seed", range(3))
def test_a_picture_of_any_size_and_content_is_read(seed, recognizer):
    rng = np.random.default_rng(seed)
    for _ in range(30):
        shape = rng.choice([rng.integers(1, 60, 2), [rng.integers(1, 4), rng.integers(1, 900)]])
        grey = np.full(rng.permutation(shape), 255, np.uint8)
        match rng.integers(4):
            case 0:
                grey[:] = rng.integers(0, 256, grey.shape)
            case 1:
                grey[rng.random(grey.shape) < rng.random()] = 0
            case 2:
                grey[:, :: rng.integers(2, 9)] = 0
            case _:
                grey[:] = np.linspace(0, 255, grey.size).reshape(grey.shape)
        read(recognizer, grey)


def test_light_ink_on_dark_paper_is_the_same(recognizer, digits):
    rng = np.random.default_rng(1)
    sheet = number(digits[0][:5], digits[1][:5], rng)
    picture = plain(sheet, rng)
    assert read(recognizer, 255 - picture).text == read(recognizer, picture).text == sheet.text


@pytest.mark.parametrize("kind", MARKS)
def test_what_is_not_a_digit_is_named(kind, recognizer, digits):
    rng = np.random.default_rng(2)
    chosen = [range(place, place + 3) for place in (0, 20, 40, 60)]
    n_named = n_right = 0
    for numbers in chosen:
        images, labels = digits[0][list(numbers)], digits[1][list(numbers)]
        sheet = signed_number(images, labels, kind, rng)
        reading = read(recognizer, PAPERS["uneven light"](sheet, rng))
        n_named += len(getattr(reading.misfits, kind)) == len(reading.misfits.strokes) == 1
        n_right += reading.text == sheet.text
    assert min(n_named, n_right) >= 3


def test_the_minus_of_a_single_digit_is_named(recognizer, digits):
    rng = np.random.default_rng(3)
    texts: list[str] = []
    for image, label in zip(digits[0][:6], digits[1][:6], strict=True):
        sheet = signed_number([image], [label], "minus_signs", rng)
        found = find_in_grey(recognizer, plain(sheet, rng))
        assert len(found.misfits.minus_signs) == len(found.left_out) == 1
        assert found.left_out[0].box.right < found.digits[0].box.right
        texts.append(read_found(recognizer, found).text)
    assert sum(text == str(label) for text, label in zip(texts, digits[1][:6], strict=True)) >= 5


def test_a_number_beside_a_drawing_much_larger_is_read(recognizer, digits):
    n_right = 0
    for first in range(0, 30, 5):
        images, labels = digits[0][first : first + 3], digits[1][first : first + 3]
        rng = np.random.default_rng(first)
        sheet = number(images, labels, rng, 50)
        paper = np.full((600, 800), 235, np.uint8)
        y, x = np.indices(paper.shape)
        off = np.hypot((x - 550) / 200, (y - 330) / rng.uniform(150, 220)) - 1
        paper[abs(off) < 0.03] = 40
        height, width = sheet.coverage.shape
        corner = paper[:height, :width]
        corner[:] = np.minimum(corner, 235 * (1 - 0.8 * sheet.coverage)).astype(np.uint8)
        reading = read(recognizer, paper)
        n_right += reading.text == sheet.text and reading.is_partial
    assert n_right >= 5


def test_ink_much_larger_than_a_digit_is_said_to_be_left_out(recognizer, digits):
    sheet = number(digits[0][10:16], digits[1][10:16], np.random.default_rng(0), 40)
    picture = plain(sheet, np.random.default_rng(0))
    alone = read(recognizer, picture)
    assert not alone.is_partial
    height, width = picture.shape
    paper = np.full((max(height, 200), width + 100), int(np.median(picture)), np.uint8)
    paper[:height, :width] = picture
    paper[40:160, -80:-77] = paper[40:160, -40:-37] = paper[157:160, -80:-37] = 40
    reading = read(recognizer, paper)
    assert reading.text == alone.text
    assert reading.is_partial


@pytest.mark.parametrize("width", [1, 2])
@pytest.mark.parametrize("length", [5, 60, 10000])
def test_a_line_in_a_strip_is_not_a_one(width, length, recognizer, rng):
    for _ in range(10):
        strip = np.full((length, width), 255, np.uint8)
        first, last = np.sort(rng.integers(0, length + 1, 2))
        strip[first:last, : rng.integers(1, width + 1)] = 0
        for grey in (strip, 255 - strip, strip.T, 255 - strip.T):
            assert not find_in_grey(recognizer, grey).rows
            assert not normalise(grey).any()


@pytest.mark.parametrize("length", [12, 16, 22])
@pytest.mark.parametrize("turned", [False, True])
def test_the_pieces_of_a_thin_line_are_not_ones(length, turned, recognizer, digits):
    """The line of a frame breaks where it passes from one column of pixels to the next."""
    images, labels = digits
    texts: list[str] = []
    for image in images[:12]:
        picture = np.full((230, 230), 0.85, np.float32)
        picture[45:185, 60:200] -= 0.6 * np.kron(image, np.ones((5, 5), np.float32))
        for place in range(4):
            first = 20 + 50 * place
            column = 229 - 11 - place if turned else 11 + place
            picture[first : first + length, column] = 0.3
        texts.append(read(recognizer, picture).text)
    assert [len(text) for text in texts] == 12 * [1]
    assert sum(text == str(label) for text, label in zip(texts, labels[:12], strict=True)) >= 9
