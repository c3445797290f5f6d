"""The card of the drawings of My Digits, filtered by label."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import cast

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, Signal
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from core.ink.drawing import Drawing
from lenet_desktop.my_digits.label_filter import LabelFilter
from lenet_desktop.state.my_digits.reading import DigitsRead
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card
from lenet_desktop.widgets.images.example_tiles import ExampleModel, ReadExample
from lenet_desktop.widgets.images.tile_list import TileList


class MyDigitsGallery(Card):
    """Shows the drawings, the newest first; incorrect predictions are marked."""

    choice_changed = Signal()
    """`chosen` or the predictions have changed."""
    open_requested = Signal()
    """A drawing was double-clicked or activated by Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: DigitsRead | None = None
        self._arrived: set[Drawing] = set()
        self.counts = LabelFilter(self)
        self.counts.changed.connect(self._show_filtered)
        self._model = ExampleModel(self)
        self.tiles = TileList(self._model, self)
        self.tiles.setObjectName("my_digits_tiles")
        self.tiles.setAccessibleName(self.tr("My Digits"))
        self.tiles.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.tiles.delegate.marks_errors = True
        self.tiles.selectionModel().selectionChanged.connect(self.choice_changed)
        self.tiles.selectionModel().currentChanged.connect(self.choice_changed)
        self.tiles.chosen.connect(self.open_requested)
        self.tiles.doubleClicked.connect(self.open_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, UNIT, 12, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.counts)
        layout.addWidget(self.tiles, 1)

    @property
    def chosen(self) -> list[Drawing]:
        """The selected drawings, the current one last."""
        if self._read is None:
            return []
        current = self.tiles.currentIndex().row()
        # Ranges: for a list of indexes, Qt would ask the model about each.
        ranges = cast("list[QItemSelectionRange]", self.tiles.selectionModel().selection())
        rows = [row for part in ranges for row in range(part.top(), part.bottom() + 1)]
        numbers = self._model.numbers
        rows.sort(key=lambda row: row == current)
        return [self._read.drawings[int(numbers[row])] for row in rows]

    @property
    def example(self) -> ReadExample | None:
        """The prediction of the current drawing; None without one."""
        index = self.tiles.currentIndex()
        return self._model.example(index.row()) if index.isValid() else None

    def note_arrival(self, drawings: Iterable[Drawing]) -> None:
        """Keep the selection when these drawings of another window are added."""
        self._arrived.update(drawings)

    def show_read(self, read: DigitsRead) -> None:
        """Show drawings; the newest added one is selected, otherwise the selection is kept."""
        chosen, current = self.chosen, max(self.tiles.currentIndex().row(), 0)
        scrolled = self.tiles.verticalScrollBar().value()
        drawings = () if self._read is None else self._read.drawings
        known = {id(drawing.strokes) for drawing in (*drawings, *self._arrived)}
        self._arrived.difference_update(read.drawings)
        self._read = read
        self._show()
        inks = [id(read.drawings[int(number)].strokes) for number in self._model.numbers]
        added = [row for row, ink in enumerate(inks) if ink not in known]
        if added:
            self._choose([added[0]], added[0])
        elif self.choose(chosen):
            self.tiles.verticalScrollBar().setValue(scrolled)
        elif inks:
            current = min(current, len(inks) - 1)
            self._choose([current], current)

    def choose(self, drawings: Sequence[Drawing]) -> bool:
        """Select drawings, the last one as the current one; return whether any is shown."""
        if self._read is None or not drawings:
            return False
        inks = [id(self._read.drawings[int(number)].strokes) for number in self._model.numbers]
        selected, last = {id(drawing.strokes) for drawing in drawings}, id(drawings[-1].strokes)
        rows = [row for row, ink in enumerate(inks) if ink in selected]
        if rows:
            self._choose(rows, inks.index(last) if last in inks else rows[0])
        return bool(rows)

    def _show(self) -> None:
        """Show the tiles of the label in the filter."""
        if self._read is None:
            return
        labels, label = self._read.assessment.examples.labels, self.counts.label
        is_shown = np.ones(len(labels), bool) if label is None else labels == label
        self._model.show(self._read.assessment, None, np.flatnonzero(is_shown)[::-1])
        self.choice_changed.emit()

    def _show_filtered(self) -> None:
        """Show the tiles of another label, and select the first."""
        self._show()
        if self._model.rowCount():
            self._choose([0], 0)

    def _choose(self, rows: list[int], current: int) -> None:
        """Select tiles, whose rows ascend, and make one of them current."""
        selection, model = QItemSelection(), self.tiles.selectionModel()
        # A range for all that are side by side: Qt compares each with the others.
        for _, group in groupby(enumerate(rows), lambda each: each[1] - each[0]):
            side_by_side = [row for _, row in group]
            selection.select(
                self._model.index(side_by_side[0]), self._model.index(side_by_side[-1])
            )
        flag = QItemSelectionModel.SelectionFlag
        model.setCurrentIndex(self._model.index(current), flag.NoUpdate)
        model.select(selection, flag.ClearAndSelect)
