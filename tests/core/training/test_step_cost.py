"""What a training step does must not grow with the number of examples.

Time is not measured: the calls of a step are counted, and the values that its operations on the
examples read, for two datasets of different sizes.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from core.data.augment import Augmentation
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import cpu
from core.training.events import BatchesDone
from core.training.plan import Plan
from core.training.train import train

PLAN = Plan(preset="quick", epochs=9, batch_size=30, learning_rate=0.05, schedule="linear")
STEPS = 4


class CountedArray(np.ndarray):
    """Counts the values that operations on it, and on arrays made from it, read."""

    read = 0

    @classmethod
    def _count(cls, arrays):
        cls.read += sum(array.size for array in arrays if isinstance(array, CountedArray))

    def __array_ufunc__(self, ufunc, method, *inputs, out=(), **options):
        self._count(inputs)
        plain = [np.asarray(each) if isinstance(each, CountedArray) else each for each in inputs]
        if out:
            options["out"] = tuple(np.asarray(each) for each in out)
        result = getattr(ufunc, method)(*plain, **options)
        return result.view(CountedArray) if isinstance(result, np.ndarray) else result

    def __array_function__(self, function, types, arguments, options):
        self._count([*arguments, *options.values()])
        result = super().__array_function__(function, types, arguments, options)
        return result.view(CountedArray) if isinstance(result, np.ndarray) else result

    def __getitem__(self, key):
        result = super().__getitem__(key)
        CountedArray.read += np.size(result)
        return result

    def take(self, *arguments, **options):
        result = np.asarray(self).take(*arguments, **options)
        CountedArray.read += result.size
        return result


@pytest.fixture(autouse=True)
def _nothing_counted(monkeypatch):
    monkeypatch.setattr(CountedArray, "read", 0)


def examples(n, variants):
    """Originals, each followed by its variants."""
    rng = np.random.default_rng(0)
    n_all = n * (1 + variants)
    arrays = (
        rng.integers(0, 256, (n_all, 28, 28), np.uint8),
        rng.integers(0, 10, n_all).astype(np.uint8),
        np.arange(n_all) // (1 + variants) * (1 + variants),
    )
    return Examples(*(array.view(CountedArray) for array in arrays))


def cost_of_a_step(plan, n, variants):
    """The calls of a step and the values that it reads."""
    data = Dataset("counted", examples(n, variants), examples(30, 0))
    events = train(plan, data, cpu(), threads=1)
    costs = []
    for event in events:
        if isinstance(event, BatchesDone):
            calls, read = 0, CountedArray.read

            def count(_frame, kind, _argument):
                nonlocal calls
                calls += kind in ("call", "c_call")

            sys.setprofile(count)
            try:
                following = next(events)
            finally:
                sys.setprofile(None)
            assert isinstance(following, BatchesDone)
            costs.append((calls, CountedArray.read - read))
            if len(costs) == STEPS:
                break
    events.close()
    return min(costs)  # the first steps also fill caches


@pytest.mark.parametrize("variants", [0, 6], ids=["originals", "variants"])
@pytest.mark.parametrize(
    "change",
    [
        {},
        {"average_decay": 0.99, "weight_decay": 1e-4},
        {"augmentation": Augmentation(5, 0.05, 0.05, 1, 0.3)},
    ],
    ids=["plain", "average", "augmentation"],
)
def test_a_step_costs_the_same_for_more_examples(change, variants):
    plan = replace(PLAN, **change)
    few, many = (cost_of_a_step(plan, n, variants) for n in (300, 3000))
    assert few == many
    calls, read = few
    assert calls > 100
    # The images and labels of a batch, the labels twice.
    assert 30 * 28 * 28 < read < 1.1 * 30 * 28 * 28


def test_reading_all_examples_is_counted():
    labels = examples(50, 0).labels
    for read_all in (
        lambda: np.bincount(labels),
        lambda: labels != 3,
        lambda: (labels == 3).sum(),
        lambda: np.unique(labels),
        lambda: labels[:],
    ):
        before = CountedArray.read
        read_all()
        assert CountedArray.read - before >= 50
