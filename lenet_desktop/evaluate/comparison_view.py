"""Two networks on the same examples: which digits and which images only one of them reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.evaluation.assessment import Assessment
from core.evaluation.confusion import Cell
from lenet_desktop.state.evaluation_session import Evaluation
from lenet_desktop.text.numbers import per_cent, signed, whole
from lenet_desktop.theme.metrics import UNIT

translate = QCoreApplication.translate


class Agreement(Enum):
    """Examples told apart by who reads them right."""

    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"
    NEITHER = "neither"


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two assessments of the same examples."""

    first_name: str
    first: Assessment
    second_name: str
    second: Assessment

    def group(self, group: Agreement) -> npt.NDArray[np.intp]:
        """Find the examples of a group: their places in the data."""
        labels = self.first.examples.labels
        by_first, by_second = self.first.predicted == labels, self.second.predicted == labels
        match group:
            case Agreement.ONLY_FIRST:
                chosen = by_first & ~by_second
            case Agreement.ONLY_SECOND:
                chosen = by_second & ~by_first
            case Agreement.NEITHER:
                chosen = ~by_first & ~by_second
        return np.flatnonzero(chosen)

    def differing(self, place: Cell) -> npt.NDArray[np.intp]:
        """Find the examples of a cell, row or column that the two read as different digits."""
        first, second = self.first.predicted, self.second.predicted
        chosen = first != second
        if place.true is not None:
            chosen &= self.first.examples.labels == place.true
        if place.predicted is not None:
            chosen &= (first == place.predicted) | (second == place.predicted)
        return np.flatnonzero(chosen)

    def to_values(self) -> list[list[object]]:
        """Digit, both accuracies and their difference, 0-1, below the names of the columns."""
        pairs = zip(
            self.first.confusion.per_digit(), self.second.confusion.per_digit(), strict=True
        )
        rows: list[list[object]] = [
            [one.digit, one.accuracy, other.accuracy, one.accuracy - other.accuracy]
            for one, other in pairs
        ]
        return [[*self._names()], *rows]

    def to_texts(self) -> list[list[str]]:
        """The same as a person reads it."""
        names, *rows = self.to_values()
        return [[str(name) for name in names], *map(self._write_row, rows)]

    def _write_row(self, row: list[Any]) -> list[str]:
        digit, first, second, difference = row
        return [
            whole(digit),
            per_cent(first, 2),
            per_cent(second, 2),
            signed(difference, per_cent(abs(difference), 2)),
        ]

    def _names(self) -> list[str]:
        return [
            translate("Comparison", "Digit"),
            self.first_name,
            self.second_name,
            translate("Comparison", "Difference"),
        ]


def comparison_of(evaluation: Evaluation) -> Comparison | None:
    """The comparison that an evaluation holds, if it is one."""
    request = evaluation.request
    if evaluation.reference is None or request.reference is None:
        return None
    return Comparison(
        request.weights.name, evaluation.assessment, request.reference.name, evaluation.reference
    )


class ComparisonView(QWidget):
    """Shows how two networks differ; a group of examples can be chosen."""

    group_chosen = Signal(object)
    """A `Agreement`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparison_view")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        self._buttons: dict[Agreement, QPushButton] = {}
        for group in Agreement:
            button = self._buttons[group] = QPushButton(self)
            button.setObjectName(f"{group.value}_button")
            button.setProperty("group", group.value)
            button.clicked.connect(self._choose)
            layout.addWidget(button)
        self._table = QTableWidget(10, 4, self)
        self._table.setObjectName("comparison_table")
        self._table.setAccessibleName(self.tr("Accuracy of each digit, of both"))
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setTabKeyNavigation(False)
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.setFrameShape(QTableWidget.Shape.NoFrame)
        self._table.verticalHeader().hide()
        for header in (self._table.verticalHeader(), self._table.horizontalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().setMinimumSectionSize(self.fontMetrics().height() + 4)
        self._table.horizontalHeader().setHighlightSections(False)
        self._table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        layout.addWidget(self._table, 1)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison."""
        names = {"first": comparison.first_name, "second": comparison.second_name}
        texts = {
            Agreement.ONLY_FIRST: self.tr("{count} read by {first} alone"),
            Agreement.ONLY_SECOND: self.tr("{count} read by {second} alone"),
            Agreement.NEITHER: self.tr("{count} read by neither"),
        }
        for group, button in self._buttons.items():
            count = len(comparison.group(group))
            button.setText(texts[group].format(count=whole(count), **names).replace("&", "&&"))
            button.setEnabled(count > 0)
        head, *rows = comparison.to_texts()
        self._table.setHorizontalHeaderLabels(head)
        for column, name in enumerate(head):
            self._table.model().setHeaderData(
                column, Qt.Orientation.Horizontal, name, Qt.ItemDataRole.ToolTipRole
            )
        for row, texts_of_row in enumerate(rows):
            for column, text in enumerate(texts_of_row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self._table.setItem(row, column, item)

    def _choose(self) -> None:
        self.group_chosen.emit(Agreement(self.sender().property("group")))
