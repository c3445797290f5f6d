"""The steps of a plan: reproducible by the epoch, and what a focus and patience change."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from core.data.augment import Augmentation, deform, strengthened
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import cpu
from core.errors import UserError
from core.training.controls import Controls
from core.training.events import TrainingDone
from core.training.plan import Plan
from core.training.steps import Steps
from core.training.train import train
from tests.support.inputs.small_runs import PLAN, checkpoints, patterns, same

FOCUSED = replace(PLAN, focus=(5, 8))


@pytest.fixture(scope="module")
def examples() -> Examples:
    return patterns(200, 0)


def steps_of(plan, examples, epoch=1):
    steps = Steps(plan, Controls(), examples)
    taken = [step for group in steps.groups(epoch, 2) for step in group]
    assert len(taken) == steps.per_epoch
    return taken


def deviations(steps, examples):
    """Mean distance of the deformations from none, by digit."""
    plain = np.zeros((2, 1, 28))
    plain[0, :, 1] = plain[1, :, 2] = 1
    labels = np.concatenate([examples.labels[step.rows] for step in steps])
    distances = np.concatenate([np.abs(step.deformations - plain).sum((0, 2)) for step in steps])
    return {digit: distances[labels == digit].mean() for digit in range(10)}


def test_digits_in_the_focus_come_twice_in_an_epoch(examples):
    rows = Counter(np.concatenate([step.rows for step in steps_of(FOCUSED, examples)]).tolist())
    assert rows.keys() == set(range(200))
    for row, count in rows.items():
        assert count == (2 if examples.labels[row] in (5, 8) else 1)


def test_digits_in_the_focus_are_deformed_half_as_much_again(examples):
    found = deviations(steps_of(FOCUSED, examples), examples)
    others = np.mean([found[digit] for digit in (0, 1, 2, 3, 4, 6, 7, 9)])
    for digit in (5, 8):
        assert found[digit] == pytest.approx(1.5 * others, rel=0.15)


def test_without_augmentation_only_the_focus_is_deformed(examples):
    found = deviations(steps_of(replace(FOCUSED, augmentation=None), examples), examples)
    assert all((found[digit] > 0.1) == (digit in (5, 8)) for digit in range(10))
    last = steps_of(FOCUSED, examples, epoch=PLAN.epochs)
    assert all(step.deformations is None for step in last)


def test_an_epoch_is_reproducible_by_its_number(examples):
    first, again, other = (steps_of(FOCUSED, examples, epoch) for epoch in (1, 1, 2))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.rows, two.rows)
        np.testing.assert_array_equal(one.deformations, two.deformations)
    assert not np.array_equal(first[0].rows, other[0].rows)


def test_a_focused_run_is_resumed_bit_for_bit(examples):
    data, plan = Dataset("bars", examples, patterns(50, 1)), replace(FOCUSED, epochs=2)
    whole = list(train(plan, data, cpu()))
    first, last = checkpoints(whole)
    assert same(checkpoints(train(plan, data, cpu(), first))[-1], last)
    assert whole[0].batches_per_epoch * 2 == len(last.batch_losses)


def test_patience_ends_a_run_and_its_result_is_that_of_the_best_epoch(examples):
    data = Dataset("bars", examples, patterns(50, 1))
    # Too small to change a prediction: no epoch is better than the first but by its loss.
    plan = replace(PLAN, epochs=30, patience=2, learning_rate=1e-12, average_decay=0.0)
    events = list(train(plan, data, cpu()))
    reached = checkpoints(events)
    last = reached[-1]
    assert last.epoch < 30
    assert last.epoch - last.best_epoch == 2
    assert last.is_final
    assert not any(checkpoint.is_final for checkpoint in reached[:-1])
    assert isinstance(events[-1], TrainingDone)
    assert events[-1].best_epoch == last.best_epoch
    assert checkpoints(train(plan, data, cpu(), last)) == []


def test_a_focus_and_patience_survive_a_file_and_are_checked():
    plan = replace(PLAN, focus=(0, 9), patience=3)
    assert Plan.from_dict(plan.to_dict() | {"focus": [0, 9]}) == plan
    for wrong in ({"focus": (10,)}, {"focus": (9, 8)}, {"focus": (True,)}, {"patience": -1}):
        with pytest.raises(UserError, match="cannot be"):
            replace(PLAN, **wrong)


def test_strengthened_deformations_begin_at_none(rng):
    images = rng.integers(0, 255, (2, 28, 28)).astype(np.uint8)
    drawn = Augmentation(20, 0.2, 0.2, 2, 1).draw(2, rng)
    np.testing.assert_allclose(strengthened(drawn, np.ones(2)), drawn, atol=1e-6)
    unchanged = deform(images, strengthened(drawn, np.zeros(2)))
    np.testing.assert_allclose(unchanged, images, atol=0.02)
