"""Teaching a network some drawings: learned, little forgotten, the same every time, stoppable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import resources
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.ink_examples import draw_examples
from core.device import cpu
from core.digits import LABELS, NOT_A_DIGIT
from core.errors import UserError
from core.evaluation.assessment import assess
from core.handwriting.digit_glyphs import GLYPHS, glyph
from core.handwriting.sign_glyphs import SHAPES
from core.handwriting.writing import Hand, write, write_digits, write_drawings
from core.ink.drawing import Drawing
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.progress import Stage, result_of
from core.recognition.recognizer import Recognizer
from core.training import fine_tuning, fine_tuning_examples
from core.training.events import TrainingDone
from core.training.fine_tuning import FineTuned, Scores, fine_tune
from core.training.presets import PRESETS
from core.training.train import train

NONE = Examples(np.empty((0, 28, 28), np.uint8), np.empty(0, np.uint8))


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights(resources.path("weights/lenet5.safetensors"))


@pytest.fixture(scope="module")
def rehearsal() -> Dataset:
    train, test = (Examples(*result_of(write_digits(n, seed))) for n, seed in ((1000, 0), (300, 1)))
    return Dataset("hand", train, test)


@pytest.fixture(scope="module")
def odd_sevens() -> list[Drawing]:
    """Sevens as nobody writes them: in a mirror."""
    sevens = [drawing for drawing in write_drawings(600, 2) if drawing.label == "7"]
    mirror = np.array([-1, 1])
    return [replace(seven, strokes=tuple(s * mirror for s in seven.strokes)) for seven in sevens]


@pytest.fixture
def short(monkeypatch):
    """For tests that do not depend on the accuracy."""
    monkeypatch.setattr(fine_tuning, "_STEPS", 6)
    monkeypatch.setattr(fine_tuning_examples, "_VARIANTS", 30)


def result(*arguments, **options) -> FineTuned:
    return result_of(fine_tune(*arguments, source_name="drawings", **options))


def right(weights: Weights, examples: Examples) -> int:
    predicted = Recognizer(weights).probabilities(examples.images).argmax(axis=1)
    return int(np.count_nonzero(predicted == examples.labels))


def test_ten_drawings_teach_a_style_and_little_else_is_forgotten(weights, rehearsal, odd_sevens):
    taught, unseen = odd_sevens[:10], draw_examples(odd_sevens[10:])
    tuned = result(weights, taught, rehearsal)
    assert right(tuned.weights, unseen) > right(weights, unseen) + 0.4 * len(unseen)
    assert tuned.others_after.accuracy > tuned.others_before.accuracy - 0.03


def test_the_scores_are_those_of_the_drawings_and_of_the_test_examples(
    short, weights, rehearsal, odd_sevens
):
    tuned = result(weights, odd_sevens[:7], rehearsal)
    mine = draw_examples(odd_sevens[:7])
    assert tuned.mine_before == Scores(right(weights, mine), 7)
    assert tuned.mine_after == Scores(right(tuned.weights, mine), 7)
    assert tuned.others_before == Scores(right(weights, rehearsal.test), 300)
    assert tuned.others_after == Scores(right(tuned.weights, rehearsal.test), 300)
    assert tuned.others_before.accuracy == right(weights, rehearsal.test) / 300


def test_the_seed_decides_every_bit_and_the_number_of_threads_none(
    short, weights, rehearsal, odd_sevens
):
    one, same, other = (
        result(weights, odd_sevens[:3], rehearsal, seed=seed, threads=threads).weights
        for seed, threads in ((4, 1), (4, 3), (5, 1))
    )
    assert one == same
    assert one != other


def test_progress_rises_to_the_end(short, weights, rehearsal, odd_sevens):
    reported = list(fine_tune(weights, odd_sevens[:3], rehearsal, source_name="drawings"))
    stages = [progress.stage for progress in reported]
    assert list(dict.fromkeys(stages)) == [
        Stage.READING, Stage.DRAWING, Stage.TRAINING, Stage.EVALUATING,
    ]  # fmt: skip
    steps = [progress for progress in reported if progress.stage is Stage.TRAINING]
    assert [(step.done, step.total) for step in steps] == [(done, 6) for done in range(6)]


@pytest.mark.parametrize(
    ("stage", "done"),
    [(Stage.READING, 3), (Stage.DRAWING, 0), (Stage.TRAINING, 3), (Stage.EVALUATING, 3)],
)
def test_it_can_be_stopped_anywhere(short, weights, rehearsal, odd_sevens, stage, done):
    before = {name: array.copy() for name, array in weights.arrays.items()}
    events = fine_tune(weights, odd_sevens[:3], rehearsal, source_name="drawings", threads=2)
    for event in events:
        if (event.stage, event.done) == (stage, done):
            break
    else:
        pytest.fail("it ended by itself")
    events.close()
    assert next(events, None) is None
    assert all(np.array_equal(weights.arrays[name], before[name]) for name in before)


def test_a_single_drawing_and_nothing_to_test_are_enough(short, weights, rehearsal, odd_sevens):
    tuned = result(weights, odd_sevens[:1], replace(rehearsal, test=NONE))
    assert tuned.mine_after.total == 1
    assert tuned.others_after == Scores(0, 0)
    assert tuned.others_after.accuracy == 0


def test_every_drawing_is_learned_however_many(monkeypatch, short, weights, rehearsal, odd_sevens):
    painted = []

    def paint(drawings, rng):
        painted.extend(drawings)
        yield from ()
        return np.zeros((len(drawings), 28, 28), np.uint8)

    monkeypatch.setattr(fine_tuning_examples, "paint", paint)
    result(weights, odd_sevens, rehearsal)
    assert len(painted) == len(odd_sevens) > 30


def test_the_card_names_the_added_digits_and_drops_the_outdated_accuracy(
    short, rehearsal, odd_sevens
):
    card = ModelCard(
        activation="tanh",
        pooling="max",
        preset="best",
        seed=3,
        epoch=40,
        dataset="mnist + non-digits",
        test_accuracy=0.9959,
        test_set="mnist",
        temperature=1.2,
    )
    first = result(Weights(initialise(0), card), odd_sevens[:2], rehearsal).weights
    expected = replace(
        card, dataset="mnist + non-digits + my-digits", test_accuracy=None, test_set=""
    )
    assert replace(first.card, program_version="") == expected
    assert first.card.date
    assert first.card.energy_threshold is None
    again = result(first, odd_sevens[:2], rehearsal).weights
    assert again.card.dataset == "mnist + non-digits + my-digits"


def test_as_many_digits_are_rejected_as_before(short, weights, rehearsal, odd_sevens):
    def rejected(weights: Weights) -> int:
        bound = replace(weights.card, temperature=0.5)
        is_unsure = Recognizer(Weights(weights.arrays, bound)).judge(rehearsal.train.images)[1]
        return int(np.count_nonzero(is_unsure))

    rejecting = Weights(weights.arrays, replace(weights.card, energy_threshold=8))
    tuned = result(rejecting, odd_sevens[:5], rehearsal).weights
    assert tuned.card.energy_threshold != 8
    assert rejected(rejecting) > 100
    assert rejected(tuned) == pytest.approx(rejected(rejecting), abs=5)


def test_a_network_with_an_energy_threshold_rehearses_non_digits(
    monkeypatch, short, weights, rehearsal, odd_sevens
):
    painted = []

    def paint_non_digits(n, seed, part):
        painted.append((n, seed))
        yield from ()
        return np.zeros((n, 28, 28), np.uint8)

    monkeypatch.setattr(fine_tuning_examples, "paint_non_digits", paint_non_digits)
    fine_tuning_examples._paint_non_digits.cache_clear()
    result(Weights(weights.arrays, ModelCard()), odd_sevens[:2], rehearsal)
    assert not painted
    rejecting = Weights(weights.arrays, ModelCard(energy_threshold=3))
    for _ in range(2):  # They are painted once.
        result(rejecting, odd_sevens[:2], rehearsal)
        assert sum(n for n, _ in painted) == 1000
    assert len({seed for _, seed in painted}) == len(painted)
    fine_tuning_examples._paint_non_digits.cache_clear()


def test_weights_of_unknown_origin_learned_at_least_my_digits(short, rehearsal, odd_sevens):
    tuned = result(Weights(initialise(0)), odd_sevens[:2], rehearsal)
    assert tuned.weights.card.dataset == "my-digits"


def test_without_drawings_there_is_nothing_to_learn(weights, rehearsal):
    with pytest.raises(UserError, match="My Digits is empty"):
        result(weights, [], rehearsal)


@pytest.mark.parametrize("change", [{"label": "12"}, {"label": None}, {"strokes": ()}])
def test_a_drawing_without_a_digit_is_reported(weights, rehearsal, odd_sevens, change):
    drawings = [odd_sevens[0], replace(odd_sevens[1], **change)]
    with pytest.raises(UserError, match="Drawing 2 of drawings "):
        result(weights, drawings, rehearsal)


def test_the_accuracy_on_unseen_drawings_is_measured_without_them(
    weights, rehearsal, odd_sevens, short, monkeypatch
):
    """The result is that of learning from all; a second network has learned from four fifths."""
    learned = []
    start = fine_tuning._start

    def noted(weights, drawn, *others):
        learned.append(len(drawn))
        return start(weights, drawn, *others)

    monkeypatch.setattr(fine_tuning, "_start", noted)
    few, enough = odd_sevens[:49], odd_sevens[:50]
    assert result(weights, few, rehearsal).unseen_after is None
    measured = result(weights, enough, rehearsal)
    assert learned == [49, 50, 40]
    assert measured.unseen_before.total == measured.unseen_after.total == 10
    assert measured.mine_after.total == 50
    monkeypatch.setattr(fine_tuning, "ENOUGH_TO_HOLD_OUT", 51)
    assert result(weights, enough, rehearsal).weights == measured.weights


def test_both_networks_take_their_steps_together(weights, rehearsal, odd_sevens, short):
    work = fine_tune(weights, odd_sevens[:50], rehearsal, source_name="drawings")
    steps = [(p.done, p.total) for p in work if p.stage is Stage.TRAINING]
    assert steps == [(n, 6) for n in range(6)]


@pytest.fixture(scope="module")
def american() -> tuple[Weights, Dataset]:
    """A network that has seen no 1 with an upstroke, and the digits that it was trained on."""
    hand = Hand(GLYPHS, (0.1,) * 10)
    train_set, test_set = (
        Examples(*result_of(write_digits(n, seed, hand))) for n, seed in ((6000, 0), (1000, 1))
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
