"""The contents of a confusion matrix: the number in each cell, its strength, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication

from core.digits import N_DIGITS
from core.evaluation.confusion import Cell, Confusion
from lenet_desktop.text.numbers import per_cent, short_per_cent, signed, whole

translate = QCoreApplication.translate

_GROUPED_FROM = 10_000
"""Counts below this are read well without separators, and cells are small."""


class Measure(Enum):
    """What the cells of a matrix show."""

    COUNTS = "counts"
    ROWS = "rows"
    COLUMNS = "columns"
    DIFFERENCE = "difference"


@dataclass(frozen=True, eq=False)
class MatrixValues:
    """A confusion matrix seen by one measure.

    Attributes
    ----------
    confusion
        The matrix.
    measure
        What its cells show.
    reference
        The matrix that `Measure.DIFFERENCE` compares with; of the same examples.
    """

    confusion: Confusion
    measure: Measure = Measure.COUNTS
    reference: Confusion | None = None

    @cached_property
    def cells(self) -> npt.NDArray[np.float64]:
        """(10, 10): counts, shares of 1, or counts more than the reference has."""
        counts = self.confusion.counts
        match self.measure:
            case Measure.COUNTS:
                return counts.astype(np.float64)
            case Measure.ROWS:
                return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
            case Measure.COLUMNS:
                return counts / np.maximum(counts.sum(axis=0, keepdims=True), 1)
            case Measure.DIFFERENCE:
                other = self.confusion if self.reference is None else self.reference
                return (counts - other.counts).astype(np.float64)

    @cached_property
    def is_good(self) -> npt.NDArray[np.bool_]:
        """Cells (10, 10) of correct predictions, or better than the reference."""
        diagonal = np.eye(N_DIGITS, dtype=bool)
        if self.measure is Measure.DIFFERENCE:
            return np.where(diagonal, self.cells > 0, self.cells < 0)
        return diagonal

    @cached_property
    def strengths(self) -> npt.NDArray[np.float64]:
        """(10, 10) in [0, 1]: how much colour a cell deserves.

        Right answers have the share of their row, or column; errors are measured by the worst of
        them, or the few of a good network would not be seen beside its diagonal.
        """
        if self.measure is Measure.DIFFERENCE:
            return np.abs(self.cells) / max(self.largest, 1)
        shares = self.cells
        if self.measure is Measure.COUNTS:
            shares = self.cells / np.maximum(self.cells.sum(axis=1, keepdims=True), 1)
        return np.where(self.is_good, shares, self.cells / (self.largest or 1))

    @cached_property
    def largest(self) -> float:
        """The value with the strongest colour: of the errors, or of all differences."""
        if self.measure is Measure.DIFFERENCE:
            return float(np.abs(self.cells).max())
        return float(self.cells[~np.eye(N_DIGITS, dtype=bool)].max())

    def number(self, value: float) -> str:
        """Write a value of this measure as a cell shows it."""
        if self.measure in (Measure.ROWS, Measure.COLUMNS):
            return short_per_cent(value)
        if self.measure is Measure.DIFFERENCE:
            return signed(value, whole(abs(int(value))))
        count = int(value)
        return str(count) if count < _GROUPED_FROM else whole(count)

    def sentence(self, cell: Cell) -> str:
        """Return the sentence of a cell, a row or a column."""
        counts, kind = self.confusion.counts, _kind(cell)
        part = _part(counts, cell)
        if self.measure is Measure.DIFFERENCE and self.reference is not None:
            return _difference_sentences()[kind].format(
                true=cell.true,
                predicted=cell.predicted,
                now=whole(part),
                before=whole(_part(self.reference.counts, cell)),
            )
        by_column = kind == "column" or (kind == "cell" and self.measure is Measure.COLUMNS)
        row_or_column = counts[:, cell.predicted] if by_column else counts[cell.true]
        total = int(row_or_column.sum())
        template = _sentences()["cell by column" if by_column and kind == "cell" else kind]
        return template.format(
            true=cell.true,
            predicted=cell.predicted,
            count=whole(part),
            total=whole(total),
            share=per_cent(part / max(total, 1), 2),
        )


def _kind(cell: Cell) -> str:
    if cell.true is None:
        return "all" if cell.predicted is None else "column"
    return "row" if cell.predicted is None else "cell"


def _part(counts: npt.NDArray[np.int64], cell: Cell) -> int:
    """Return the count of a cell; for rows, columns and all cells, that of correct predictions."""
    true, predicted = cell.true, cell.predicted
    if true is None and predicted is None:
        return int(counts.trace())
    row = predicted if true is None else true
    return int(counts[row, row if predicted is None else predicted])


def _sentences() -> dict[str, str]:
    return {
        "all": translate("MatrixValues", "All digits: {count} of {total} correct ({share})"),
        "row": translate("MatrixValues", "{true}: {count} of {total} correct ({share})"),
        "column": translate(
            "MatrixValues", "Predicted {predicted}: {count} of {total} correct ({share})"
        ),
        "cell": translate(
            "MatrixValues", "{true} predicted as {predicted}: {count} of {total} ({share})"
        ),
        "cell by column": translate(
            "MatrixValues",
            "{true} predicted as {predicted}: {count} of {total} such predictions ({share})",
        ),
    }


def _difference_sentences() -> dict[str, str]:
    return {
        "all": translate(
            "MatrixValues", "All digits: {now} correct, {before} by the other network"
        ),
        "row": translate("MatrixValues", "{true}: {now} correct, {before} by the other network"),
        "column": translate(
            "MatrixValues", "Predicted {predicted}: {now} correct, {before} by the other network"
        ),
        "cell": translate(
            "MatrixValues", "{true} predicted as {predicted}: {now}, {before} by the other network"
        ),
    }
