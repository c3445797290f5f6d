"""The view of the table of runs: sorted, with any number of selected rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from core.runs.library import RunSummary
from lenet_desktop.theme.metrics import UNIT, text_width
from lenet_desktop.train.runs.model import SORT, SWATCH, Run, RunsModel

_MEASURED_ROWS = 50  # By which columns are sized: to measure hundreds would block the window.
_LONGEST_NAME = 36
"""Maximum first width of the names, in characters."""


class RunsTable(QTableView):
    """Shows runs, one a row; a click on a header sorts them, a third one restores the order."""

    selected_changed = Signal()
    """The user has selected other runs."""
    delete_requested = Signal()
    """The Delete key was pressed."""
    naming_requested = Signal()
    """F2 was pressed, or a run was clicked twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runs_table")
        self.setAccessibleName(self.tr("Earlier runs"))
        self._runs = RunsModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._runs)
        self._sorted.setSortRole(SORT)
        self._sorted.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._sorted)
        head = self.horizontalHeader()
        head.setResizeContentsPrecision(_MEASURED_ROWS)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setIconSize(QSize(SWATCH, SWATCH))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.selectionModel().selectionChanged.connect(self._announce)
        self.doubleClicked.connect(self.naming_requested)

    @property
    def shown(self) -> list[Run]:
        """The runs in the order shown."""
        return [self._run(row) for row in range(self._sorted.rowCount())]

    @property
    def selected(self) -> list[Run]:
        """The selected runs in the order shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._run(row) for row in rows]

    def show_runs(self, runs: Sequence[Run], selected: Iterable[Path]) -> None:
        """Show runs and select those of some folders; nothing is emitted."""
        widths = {
            column.name: self.columnWidth(place) for place, column in enumerate(self._runs.columns)
        }
        is_first = not self._runs.runs
        bar = self.verticalScrollBar().value()
        with QSignalBlocker(self.selectionModel()):
            self._runs.show(runs)
            self.select(selected)
        for place, column in enumerate(self._runs.columns):
            if not is_first and column.name in widths:
                self.setColumnWidth(place, widths[column.name])
            else:
                self.resizeColumnToContents(place)
                self.setColumnWidth(place, self.columnWidth(place) + UNIT)
        if is_first:
            room = text_width(self.font(), _LONGEST_NAME)
            self.setColumnWidth(0, min(self.columnWidth(0), room))
        self.verticalScrollBar().setValue(bar)

    def select(self, folders: Iterable[Path]) -> None:
        """Select the runs of these folders alone."""
        wanted, flag = set(folders), QItemSelectionModel.SelectionFlag
        self.clearSelection()
        for row, run in enumerate(self.shown):
            if run.folder in wanted:
                index = self._sorted.index(row, 0)
                self.selectionModel().select(index, flag.Select | flag.Rows)
                if not self.currentIndex().isValid():
                    self.selectionModel().setCurrentIndex(index, flag.NoUpdate)

    def mark(self, selected: Sequence[RunSummary], colours: Mapping[Path, QColor]) -> None:
        """Show the colours of curves, by folder, and where the selected runs differ."""
        self._runs.mark(selected, colours)

    def _run(self, row: int) -> Run:
        return self._runs.runs[self._sorted.mapToSource(self._sorted.index(row, 0)).row()]

    def _announce(self, *_: QModelIndex) -> None:
        self.selected_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete runs, or name one."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.naming_requested.emit()
        else:
            super().keyPressEvent(event)
