"""The comparison of two networks: accuracies and groups of examples."""

from __future__ import annotations

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

from core.digits import N_DIGITS
from core.evaluation.comparison import Agreement, Comparison
from core.evaluation.evaluate import Evaluation
from lenet_desktop.text.labels import interval_text
from lenet_desktop.text.numbers import per_cent, signed, significant, whole
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption

translate = QCoreApplication.translate

_SIGNIFICANT = 0.05
"""Usual limit of the p-value."""
_SMALLEST_P = 0.001
"""Smallest p-value that is shown as a number."""


def comparison_of(evaluation: Evaluation) -> Comparison | None:
    """Return the comparison of an evaluation; None without a reference."""
    request = evaluation.request
    if evaluation.reference is None or request.reference is None:
        return None
    return Comparison(
        request.weights.name, evaluation.assessment, request.reference.name, evaluation.reference
    )


class ComparisonView(QWidget):
    """Shows the accuracies of two networks and offers the groups of examples."""

    group_chosen = Signal(object)
    """An `Agreement`."""

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
        self._accuracies = caption("", self)
        self._accuracies.setObjectName("comparison_accuracies")
        self._accuracies.setWordWrap(True)
        layout.addWidget(self._accuracies)
        self._significance = caption("", self)
        self._significance.setObjectName("comparison_significance")
        self._significance.setWordWrap(True)
        self._significance.setToolTip(
            self.tr(
                "McNemar's test counts the digits that only one of the networks reads correctly."
            )
        )
        layout.addWidget(self._significance)
        self._table = QTableWidget(N_DIGITS, 4, self)
        self._table.setObjectName("comparison_table")
        self._table.setAccessibleName(self.tr("Accuracy of each digit for both networks"))
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
            Agreement.ONLY_FIRST: self.tr("{count} correct only in {first}"),
            Agreement.ONLY_SECOND: self.tr("{count} correct only in {second}"),
            Agreement.NEITHER: self.tr("{count} incorrect in both"),
        }
        for group, button in self._buttons.items():
            count = len(comparison.group(group))
            button.setText(texts[group].format(count=whole(count), **names).replace("&", "&&"))
            button.setEnabled(count > 0)
        networks = (
            (comparison.first_name, comparison.first),
            (comparison.second_name, comparison.second),
        )
        lines = [
            self.tr("{network}: {share}, {interval}").format(
                network=name, share=per_cent(of.accuracy, 2), interval=interval_text(of)
            )
            for name, of in networks
        ]
        self._accuracies.setText("\n".join(lines))
        self._significance.setText(significance_text(comparison.p_value()))
        head, *rows = comparison_texts(comparison)
        self._table.setHorizontalHeaderLabels(head)
        for column, name in enumerate(head):
            self._table.model().setHeaderData(
                column, Qt.Orientation.Horizontal, literal(name), Qt.ItemDataRole.ToolTipRole
            )
        for row, texts_of_row in enumerate(rows):
            for column, text in enumerate(texts_of_row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self._table.setItem(row, column, item)

    def _choose(self) -> None:
        self.group_chosen.emit(Agreement(self.sender().property("group")))


def comparison_values(comparison: Comparison) -> list[list[object]]:
    """Return the table with a header row: digit, both accuracies (0-1) and their difference."""
    rows: list[list[object]] = [
        [digit, first, second, first - second] for digit, first, second in comparison.accuracies()
    ]
    return [[*_names(comparison)], *rows]


def comparison_texts(comparison: Comparison) -> list[list[str]]:
    """Return the table of `comparison_values` as formatted text."""
    totals = [metrics.total for metrics in comparison.first.confusion.per_digit()]
    rows = [
        [
            whole(digit),
            per_cent(first, 2),
            per_cent(second, 2),
            signed(first - second, per_cent(abs(first - second), 2)),
        ]
        if total
        else [whole(digit), "–", "–", "–"]
        for (digit, first, second), total in zip(comparison.accuracies(), totals, strict=True)
    ]
    return [_names(comparison), *rows]


def significance_text(p_value: float) -> str:
    """Return whether a difference is larger than chance, with the p-value of McNemar's test."""
    if p_value < _SMALLEST_P:
        number = translate("Comparison", "p < {p}").format(p=significant(_SMALLEST_P, 1))
    else:
        number = translate("Comparison", "p = {p}").format(p=significant(p_value, 2))
    if p_value < _SIGNIFICANT:
        text = translate("Comparison", "The difference is larger than chance explains ({p}).")
    else:
        text = translate("Comparison", "The difference may be due to chance ({p}).")
    return text.format(p=number)


def _names(comparison: Comparison) -> list[str]:
    return [
        translate("Comparison", "Digit"),
        comparison.first_name,
        comparison.second_name,
        translate("Comparison", "Difference"),
    ]
