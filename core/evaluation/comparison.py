"""Comparison of two networks on the same examples."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from core.evaluation.assessment import Assessment
from core.evaluation.confusion import Cell
from core.evaluation.significance import mcnemar


class Agreement(Enum):
    """Groups of examples, by the networks whose prediction is correct."""

    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"
    NEITHER = "neither"


@dataclass(frozen=True, eq=False)
class Comparison:
    """The assessments of two networks on the same examples, with the networks' names."""

    first_name: str
    first: Assessment
    second_name: str
    second: Assessment

    def group(self, group: Agreement) -> npt.NDArray[np.intp]:
        """Return the indices of the examples of a group, ascending."""
        by_first, by_second = self.first.is_correct, self.second.is_correct
        match group:
            case Agreement.ONLY_FIRST:
                chosen = by_first & ~by_second
            case Agreement.ONLY_SECOND:
                chosen = by_second & ~by_first
            case Agreement.NEITHER:
                chosen = ~by_first & ~by_second
        return np.flatnonzero(chosen)

    def p_value(self) -> float:
        """Compute the probability of such a difference between equally accurate networks, 0-1."""
        counts = (len(self.group(each)) for each in (Agreement.ONLY_FIRST, Agreement.ONLY_SECOND))
        return mcnemar(*counts)

    def differing(self, cell: Cell) -> npt.NDArray[np.intp]:
        """Return the indices of the examples of a cell whose predictions differ, ascending.

        Parameters
        ----------
        cell
            A cell, row or column of the confusion matrix of either network.
        """
        first, second = self.first.predicted, self.second.predicted
        chosen = first != second
        if cell.true is not None:
            chosen &= self.first.examples.labels == cell.true
        if cell.predicted is not None:
            chosen &= self.first.is_digit
            chosen &= (first == cell.predicted) | (second == cell.predicted)
        return np.flatnonzero(chosen)

    def accuracies(self) -> list[tuple[int, float, float]]:
        """Return each digit with its accuracy by the first and by the second network, 0-1."""
        pairs = zip(
            self.first.confusion.per_digit(), self.second.confusion.per_digit(), strict=True
        )
        return [(first.digit, first.accuracy, second.accuracy) for first, second in pairs]
