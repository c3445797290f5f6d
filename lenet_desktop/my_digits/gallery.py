"""The card of My Digits as tiles, all of them or one digit's; some of them can be chosen."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from core.ink.drawing import Drawing
from lenet_desktop.my_digits.label_filter import LabelFilter
from lenet_desktop.state.my_digits.reading import DigitsRead
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card
from lenet_desktop.widgets.images.example_tiles import ExampleModel, ReadExample
from lenet_desktop.widgets.images.tile_list import TileList


class MyDigitsGallery(Card):
    """Shows what was read, the newest drawing first; misread ones are set off."""

    choice_changed = Signal()
    """`chosen` are others, or look otherwise."""
    open_requested = Signal()
    """The chosen drawing is wanted elsewhere: it was clicked twice, or Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: DigitsRead | None = None
        self._arrived: set[Drawing] = set()
        self.counts = LabelFilter(self)
        self.counts.changed.connect(self._show_others)
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
        """The drawings that are chosen, the one that is looked at last."""
        if self._read is None:
            return []
        current = self.tiles.currentIndex().row()
        rows = [index.row() for index in self.tiles.selectedIndexes()]
        numbers = self._model.numbers
        rows.sort(key=lambda row: row == current)
        return [self._read.drawings[int(numbers[row])] for row in rows]

    @property
    def example(self) -> ReadExample | None:
        """How the one that is looked at was read."""
        index = self.tiles.currentIndex()
        return self._model.example(index.row()) if index.isValid() else None

    def note_arrival(self, drawings: Iterable[Drawing]) -> None:
        """Leave the choice as it is when these come in: another window kept them."""
        self._arrived.update(drawings)

    def show_read(self, read: DigitsRead) -> None:
        """Show drawings; the newest that came in is chosen, else what was chosen stays so."""
        chosen, row = self.chosen, max(self.tiles.currentIndex().row(), 0)
        drawings = () if self._read is None else self._read.drawings
        known = {id(drawing.strokes) for drawing in (*drawings, *self._arrived)}
        self._arrived.difference_update(read.drawings)
        self._read = read
        self._show()
        inks = [id(read.drawings[int(number)].strokes) for number in self._model.numbers]
        came_in = [place for place, ink in enumerate(inks) if ink not in known]
        wanted = [id(drawing.strokes) for drawing in chosen]
        rows = [place for place, ink in enumerate(inks) if ink in wanted]
        if came_in:
            self._choose([came_in[0]], came_in[0])
        elif rows:
            self._choose(rows, inks.index(wanted[-1]) if wanted[-1] in inks else rows[0])
        elif inks:
            place = min(row, len(inks) - 1)
            self._choose([place], place)

    def _show(self) -> None:
        """Show the tiles of the digit wanted."""
        if self._read is None:
            return
        labels, digit = self._read.assessment.examples.labels, self.counts.digit
        is_shown = np.ones(len(labels), bool) if digit is None else labels == digit
        self._model.show(self._read.assessment, None, np.flatnonzero(is_shown)[::-1])
        self.choice_changed.emit()

    def _show_others(self) -> None:
        """Show the tiles of another digit, and look at the first."""
        self._show()
        if self._model.rowCount():
            self._choose([0], 0)

    def _choose(self, rows: list[int], current: int) -> None:
        """Choose tiles, one of them to be looked at."""
        selection, model = QItemSelection(), self.tiles.selectionModel()
        for row in rows:
            selection.select(self._model.index(row), self._model.index(row))
        flag = QItemSelectionModel.SelectionFlag
        model.setCurrentIndex(self._model.index(current), flag.NoUpdate)
        model.select(selection, flag.ClearAndSelect)
