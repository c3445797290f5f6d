"""What a network learns from a few drawings: a style, another shape, what is not a digit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.ink_examples import draw_examples
from core.device import cpu
from core.digits import LABELS, NOT_A_DIGIT
from core.evaluation.assessment import assess
from core.handwriting.digit_glyphs import GLYPHS, glyph
from core.handwriting.sign_glyphs import SHAPES
from core.handwriting.writing import Hand, write, write_digits
from core.ink.drawing import Drawing
from core.network.weights import Weights
from core.progress import result_of
from core.training.events import TrainingDone
from core.training.fine_tuning import Scores
from core.training.presets import PRESETS
from core.training.train import train
from tests.support.fine_tuning import result, right


def test_ten_drawings_teach_a_style_and_little_else_is_forgotten(weights, rehearsal, odd_sevens):
    taught, unseen = odd_sevens[:10], draw_examples(odd_sevens[10:])
    tuned = result(weights, taught, rehearsal)
    assert right(tuned.weights, unseen) > right(weights, unseen) + 0.4 * len(unseen)
    assert tuned.others_after.accuracy > tuned.others_before.accuracy - 0.03


@pytest.fixture(scope="module")
def american() -> tuple[Weights, Dataset]:
    """A network that has seen no 1 with an upstroke, and the digits that it was trained on."""
    hand = Hand(GLYPHS, (0.1,) * 10)
    train_set, test_set = (
        Examples(*result_of(write_digits(n, seed, hand))) for n, seed in ((3000, 0), (600, 1))
    )
    data = Dataset("American digits", train_set, test_set)
    *_, done = train(replace(PRESETS["quick"], epochs=5), data, cpu())
    assert isinstance(done, TrainingDone)
    return done.weights, data


def test_three_french_ones_are_enough_and_fours_stay(american):
    weights, rehearsal = american
    tent = glyph(
        1,
        "-40 84, -50 96, -36 92, -14 34, 0 0!, 4 50, 6 100"
        "| -56 80, -66 90, -50 92, -20 34, 0 0!, 4 50, 6 90",
    )
    rng = np.random.default_rng(5)
    ones = [Drawing(write([tent], rng), "1") for _ in range(100)]
    taught, unseen = ones[:3], draw_examples(ones[3:])
    fours = Examples(
        *(
            part[rehearsal.test.labels == 4]
            for part in (rehearsal.test.images, rehearsal.test.labels)
        )
    )
    tuned = result(weights, taught, rehearsal)
    before, after = (len(unseen) - right(each, unseen) for each in (weights, tuned.weights))
    assert before > 0.2 * len(unseen)
    assert after < 0.5 * before
    assert right(tuned.weights, fours) >= right(weights, fours) - 0.04 * len(fours)


def test_five_drawings_of_what_is_not_a_digit_are_rejected_from_then_on(weights, rehearsal):
    """Of the signs that the network knows, it takes this one for a digit most often."""
    rng = np.random.default_rng(1)
    bolts = [Drawing(write(SHAPES["lightning"], rng), LABELS[NOT_A_DIGIT]) for _ in range(65)]
    unseen = draw_examples(bolts[5:])
    tuned = result(weights, bolts[:5], rehearsal)
    read_before, read_after = (
        np.count_nonzero(~result_of(assess(each, unseen)).is_unsure)
        for each in (weights, tuned.weights)
    )
    assert read_before > 0.2 * len(unseen)
    assert read_after < 0.5 * read_before
    assert tuned.mine_after == Scores(5, 5)
    assert tuned.others_after.accuracy > tuned.others_before.accuracy - 0.02
