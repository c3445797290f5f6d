"""The confusion matrix, row by column."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.confusion import Confusion, DigitMetrics, confusion_of


def test_rows_are_true_and_columns_predicted():
    counts = confusion_of(np.array([4, 4, 9], np.uint8), np.array([9, 4, 9])).counts
    assert counts[4, 9] == 1
    assert counts[9, 4] == 0
    assert counts.sum() == 3


def test_metrics_follow_from_the_counts():
    confusion = confusion_of(np.array([4, 4, 9, 0]), np.array([9, 4, 9, 0]))
    assert (confusion.n, confusion.correct, confusion.accuracy) == (4, 3, 0.75)
    four, nine = confusion.per_digit()[4], confusion.per_digit()[9]
    assert four == DigitMetrics(4, correct=1, total=2, predicted=1)
    assert (four.accuracy, four.precision, four.f1) == (0.5, 1.0, pytest.approx(2 / 3))
    assert (nine.accuracy, nine.precision, nine.f1) == (1.0, 0.5, pytest.approx(2 / 3))


def test_an_empty_matrix_has_zero_metrics():
    empty = confusion_of(np.empty(0, np.uint8), np.empty(0, np.int64))
    assert (empty.n, empty.accuracy, empty.per_digit()[3].accuracy) == (0, 0, 0)


def test_a_matrix_cannot_be_changed_and_equals_its_copy():
    confusion = confusion_of(np.array([1]), np.array([1]))
    with pytest.raises(ValueError, match="read-only"):
        confusion.counts[0, 0] = 1
    assert confusion == Confusion(confusion.counts.copy())
