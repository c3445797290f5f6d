"""The sheet being drawn on, with its undo history."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from lenet_desktop.state.pad_content import Sheet

UNDO_STEPS = 500


class Document(QObject):
    """Holds the sheet, shows a gesture while it lasts and makes it one step that can be undone.

    Sheets never change, so a step back is the sheet from before.
    """

    changed = Signal()
    """Another sheet is shown; `sheet` is the newest."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self._sheet = self._committed = Sheet()

    @property
    def sheet(self) -> Sheet:
        """What is on the pad now, an unfinished gesture included."""
        return self._sheet

    def show(self, sheet: Sheet) -> None:
        """Show a sheet that is not yet a step of the history."""
        if sheet is not self._sheet:
            self._sheet = sheet
            self.changed.emit()

    def commit(self, text: str) -> None:
        """Make what is shown a step of the history, called `text` in the Edit menu."""
        if self._sheet is not self._committed:
            self.undo_stack.push(_Step(self, self._committed, self._sheet, text))

    def revert(self) -> None:
        """Drop what was shown since the last step."""
        self.show(self._committed)

    def replace(self, sheet: Sheet, text: str) -> None:
        """Show a sheet as a step of its own."""
        self.revert()
        self.show(sheet)
        self.commit(text)

    def settle(self, sheet: Sheet) -> None:
        """Show a sheet that is a step of the history."""
        self._committed = sheet
        self.show(sheet)


class _Step(QUndoCommand):
    def __init__(self, document: Document, before: Sheet, after: Sheet, text: str) -> None:
        super().__init__(text)
        self._document, self._before, self._after = document, before, after

    def undo(self) -> None:
        self._document.settle(self._before)

    def redo(self) -> None:
        self._document.settle(self._after)
