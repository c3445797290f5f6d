"""The confusion matrix and metrics derived from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array
from core.digits import NOT_A_DIGIT


@dataclass(frozen=True)
class DigitMetrics:
    """Metrics of one digit; ratios are 0-1, and 0 if the denominator is 0.

    Attributes
    ----------
    correct
        Number of examples of the digit that were predicted correctly.
    total
        Number of examples of the digit.
    predicted
        Number of examples of any digit that were predicted as this digit.
    """

    digit: int
    correct: int
    total: int
    predicted: int

    @property
    def accuracy(self) -> float:
        """Share of the digit's examples that were predicted correctly; also called recall."""
        return self.correct / max(self.total, 1)

    @property
    def precision(self) -> float:
        """Share of the examples predicted as this digit that are correct."""
        return self.correct / max(self.predicted, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of accuracy and precision."""
        return 2 * self.correct / max(self.total + self.predicted, 1)


@dataclass(frozen=True, eq=False)
class Confusion:
    """A confusion matrix.

    Attributes
    ----------
    counts
        int64 (10, 10), read-only: row = true digit, column = predicted digit.
    """

    counts: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        self.counts.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Confusion):
            return NotImplemented
        return np.array_equal(self.counts, other.counts)

    __hash__ = None  # type: ignore[assignment]

    @property
    def n(self) -> int:
        """Number of examples."""
        return int(self.counts.sum())

    @property
    def correct(self) -> int:
        """Number of correct predictions."""
        return int(self.counts.trace())

    @property
    def accuracy(self) -> float:
        """Share of correct predictions, 0-1; 0 without examples."""
        return self.correct / max(self.n, 1)

    def per_digit(self) -> list[DigitMetrics]:
        """Compute the metrics of the digits 0 to 9."""
        return [
            DigitMetrics(digit, int(row[digit]), int(row.sum()), int(self.counts[:, digit].sum()))
            for digit, row in enumerate(self.counts)
        ]


def confusion_of(labels: Array, predicted: Array) -> Confusion:
    """Count pairs of true and predicted digits.

    Parameters
    ----------
    labels, predicted
        Host arrays (N,) of integers 0-9. Labels may be `NOT_A_DIGIT`, which is not counted.
    """
    is_digit = labels != NOT_A_DIGIT
    pairs = labels[is_digit].astype(np.int64) * 10 + predicted[is_digit]
    return Confusion(np.bincount(pairs, minlength=100).reshape(10, 10))


@dataclass(frozen=True)
class Cell:
    """A cell, row or column of the matrix; None selects all rows or all columns."""

    true: int | None
    predicted: int | None


ALL = Cell(None, None)
