"""How well digits are read: the confusion matrix and the figures that follow from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.arrays import Array


@dataclass(frozen=True)
class DigitMetrics:
    """How well one digit is read; all shares are 0-1, and 0 where there is nothing to count.

    Attributes
    ----------
    correct
        Examples of the digit that were read as it.
    total
        Examples of the digit.
    predicted
        Examples of any digit that were read as it.
    """

    digit: int
    correct: int
    total: int
    predicted: int

    @property
    def accuracy(self) -> float:
        """Share of its examples read right, as in the report's table; also called recall."""
        return self.correct / max(self.total, 1)

    @property
    def precision(self) -> float:
        """Share of the examples read as it that show it."""
        return self.correct / max(self.predicted, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of accuracy and precision."""
        return 2 * self.correct / max(self.total + self.predicted, 1)


@dataclass(frozen=True, eq=False)
class Confusion:
    """What was read for what.

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
        """How many examples were read."""
        return int(self.counts.sum())

    @property
    def correct(self) -> int:
        """How many of them right."""
        return int(self.counts.trace())

    @property
    def accuracy(self) -> float:
        """Share read right, 0-1; 0 without examples."""
        return self.correct / max(self.n, 1)

    def per_digit(self) -> list[DigitMetrics]:
        """The figures of the digits 0 to 9."""
        return [
            DigitMetrics(digit, int(row[digit]), int(row.sum()), int(self.counts[:, digit].sum()))
            for digit, row in enumerate(self.counts)
        ]


def confusion_of(labels: Array, predicted: Array) -> Confusion:
    """Count pairs of true and predicted digits.

    Parameters
    ----------
    labels, predicted
        Host arrays (N,) of integers 0-9.
    """
    pairs = labels.astype(np.int64) * 10 + predicted
    return Confusion(np.bincount(pairs, minlength=100).reshape(10, 10))


@dataclass(frozen=True)
class Cell:
    """A cell of the matrix; None for all rows or all columns, so also a row or a column."""

    true: int | None
    predicted: int | None


ALL = Cell(None, None)
