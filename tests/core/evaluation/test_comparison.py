"""Two networks compared: which examples only one of them predicts correctly."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examples import Examples
from core.evaluation.assessment import Assessment
from core.evaluation.comparison import Agreement, Comparison
from core.evaluation.confusion import ALL, Cell, confusion_of

LABELS = np.array([4, 4, 4, 9, 9], np.uint8)


def assessment_of(predicted):
    predicted = np.array(predicted)
    probabilities = np.eye(10, dtype=np.float32)[predicted]
    return Assessment(
        Examples(np.zeros((5, 28, 28), np.uint8), LABELS),
        probabilities,
        predicted,
        probabilities.max(axis=1),
        probabilities.max(axis=1) < 0.5,
        confusion_of(LABELS, predicted),
    )


@pytest.fixture
def comparison():
    return Comparison("one", assessment_of([4, 9, 9, 9, 4]), "two", assessment_of([4, 4, 7, 4, 9]))


@pytest.mark.parametrize(
    ("group", "numbers"),
    [(Agreement.ONLY_FIRST, [3]), (Agreement.ONLY_SECOND, [1, 4]), (Agreement.NEITHER, [2])],
)
def test_groups_are_by_the_networks_that_predict_correctly(comparison, group, numbers):
    assert comparison.group(group).tolist() == numbers


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (ALL, [1, 2, 3, 4]),
        (Cell(4, None), [1, 2]),
        (Cell(None, 7), [2]),
        (Cell(4, 9), [1, 2]),
        (Cell(9, 4), [3, 4]),
        (Cell(4, 7), [2]),
        (Cell(0, 0), []),
    ],
)
def test_a_cell_has_the_examples_that_only_one_network_puts_there(comparison, cell, numbers):
    assert comparison.differing(cell).tolist() == numbers


def test_accuracies_are_of_each_digit_by_both(comparison):
    accuracies = comparison.accuracies()
    assert [digit for digit, _, _ in accuracies] == list(range(10))
    assert accuracies[4] == (4, 1 / 3, 2 / 3)
