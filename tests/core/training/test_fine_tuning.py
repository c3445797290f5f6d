"""Teaching a network some drawings: learned, little forgotten, the same every time, stoppable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data.examples import Examples
from core.data.ink_examples import draw_examples
from core.errors import UserError
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weights import Weights
from core.progress import Stage
from core.recognition.recognizer import Recognizer
from core.training import fine_tuning, fine_tuning_examples
from core.training.fine_tuning import Scores, fine_tune
from tests.support.fine_tuning import result, right

NONE = Examples(np.empty((0, 28, 28), np.uint8), np.empty(0, np.uint8))


@pytest.fixture
def short(monkeypatch):
    """For tests that do not depend on the accuracy."""
    monkeypatch.setattr(fine_tuning, "_STEPS", 6)
    monkeypatch.setattr(fine_tuning_examples, "_VARIANTS", 30)


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
