"""The table of metrics of each digit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.evaluation.confusion import DigitMetrics
from lenet_desktop.text.numbers import share, whole
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT, scaled_font
from lenet_desktop.widgets.card import caption

Index = QModelIndex | QPersistentModelIndex
SORT = Qt.ItemDataRole.UserRole
"""The role of the unformatted value of a cell."""
_WEAK = QColor(238, 138, 36, 56)


class PerDigitTable(QTableView):
    """Shows the metrics of each digit; sortable, and can be copied as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("per_digit_table")
        self.setAccessibleName(self.tr("Metrics of each digit"))
        self._model = _DigitModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(SORT)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setMinimumSectionSize(self.fontMetrics().height() + 4)
        self.setWordWrap(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setHighlightSections(False)

    def show_metrics(self, metrics: Sequence[DigitMetrics]) -> None:
        """Show metrics and keep the sort order."""
        self._model.show(metrics)
        self._fit_columns()

    def to_texts(self) -> list[list[str]]:
        """Return the header and the rows as shown and sorted."""
        return [[str(cell) for cell in row] for row in self._rows(Qt.ItemDataRole.DisplayRole)]

    def to_values(self) -> list[list[object]]:
        """Return the header and the rows as values; ratios are 0-1."""
        return self._rows(SORT)

    def copy(self) -> None:
        """Copy the selected rows, or all, to the clipboard, separated by tabs."""
        names, *rows = self.to_texts()
        selected = sorted({index.row() for index in self.selectedIndexes()})
        chosen = [rows[row] for row in selected] or rows
        text = "\n".join("\t".join(cells) for cells in [names, *chosen])
        QGuiApplication.clipboard().setText(text)

    def _fit_columns(self) -> None:
        """Divide the width in proportion to the contents of the columns."""
        advance, room = self.fontMetrics().horizontalAdvance, self.viewport().width()
        columns = zip(*self.to_texts(), strict=True)
        needs = [max(map(advance, texts)) + UNIT for texts in columns]
        edges = [0, *(room * need // sum(needs) for need in accumulate(needs))]
        for column, (left, right) in enumerate(pairwise(edges)):
            self.horizontalHeader().resizeSection(column, right - left)

    def _rows(self, role: int) -> list[list[object]]:
        model = self._sorted
        columns, rows = range(model.columnCount()), range(model.rowCount())
        head = [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
        cells = [[model.index(row, column).data(role) for column in columns] for row in rows]
        return [head, *cells]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width."""
        super().resizeEvent(event)
        self._fit_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with the platform's shortcut."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)


class DigitsPanel(QWidget):
    """Shows the table, a legend and a button to copy it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PerDigitTable(self)
        note = caption(self.tr("The weakest digits are highlighted."), self)
        note.setMinimumWidth(1)
        copy = QToolButton(self)
        copy.setObjectName("copy_table_button")
        copy.setText(self.tr("Copy"))
        copy.setIcon(icon("copy"))
        copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        copy.setAccessibleName(self.tr("Copy the table as text"))
        copy.setToolTip(self.tr("Copy the selected rows, or the whole table, as text"))
        copy.clicked.connect(self.table.copy)
        foot = QHBoxLayout()
        foot.addWidget(note, 1)
        foot.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)


class _DigitModel(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._metrics: Sequence[DigitMetrics] = ()
        self._weak: frozenset[int] = frozenset()
        self._names = (
            (self.tr("Digit"), self.tr("The true digit")),
            (
                self.tr("Accuracy"),
                self.tr("Share of the images predicted correctly; also called recall"),
            ),
            (self.tr("Correct"), self.tr("Number of images predicted correctly")),
            (self.tr("Total"), self.tr("Number of images of the digit")),
            (
                self.tr("Precision"),
                self.tr("Share of the predictions of this digit that are correct"),
            ),
            (self.tr("Recall"), self.tr("Share of the images predicted correctly")),
            (self.tr("F1"), self.tr("Harmonic mean of precision and recall")),
        )

    def show(self, metrics: Sequence[DigitMetrics]) -> None:
        self.beginResetModel()
        self._metrics, self._weak = metrics, weakest(metrics)
        self.endResetModel()

    def _value(self, row: int, column: int) -> int | float:
        metrics = self._metrics[row]
        return (
            metrics.digit,
            metrics.accuracy,
            metrics.correct,
            metrics.total,
            metrics.precision,
            metrics.accuracy,
            metrics.f1,
        )[column]

    def _text(self, row: int, column: int) -> str:
        metrics = self._metrics[row]
        accuracy = share(metrics.correct, metrics.total)
        return (
            whole(metrics.digit),
            accuracy,
            whole(metrics.correct),
            whole(metrics.total),
            share(metrics.correct, metrics.predicted),
            accuracy,
            share(2 * metrics.correct, metrics.total + metrics.predicted),
        )[column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._metrics)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._names)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        name, explanation = self._names[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return explanation
        return name if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_weak = self._metrics[index.row()].digit in self._weak
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index.row(), index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.BackgroundRole if is_weak:
                return _WEAK
            case Qt.ItemDataRole.FontRole if is_weak and index.column() == 0:
                return scaled_font(QFont(), weight=QFont.Weight.DemiBold)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole if is_weak:
                return self.tr("One of the weakest digits")
            case _ if role == SORT:
                return self._value(index.row(), index.column())
            case _:
                return None


def weakest(metrics: Sequence[DigitMetrics]) -> frozenset[int]:
    """Return the digits whose accuracy is more than a standard deviation below the mean."""
    present = [row for row in metrics if row.total]
    if not present:
        return frozenset()
    accuracies = np.array([row.accuracy for row in present])
    limit = float(accuracies.mean() - accuracies.std())
    return frozenset(row.digit for row in present if row.accuracy < limit)
