"""The name and the notes of a run, which can be edited."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from core.runs.library import RunSummary
from core.runs.notes import LONGEST_NAME, LONGEST_NOTES, RunNotes
from lenet_desktop.state.training.earlier_runs import default_name
from lenet_desktop.theme.metrics import UNIT

_PAUSE_MS = 500
"""Milliseconds without a change after which it is saved."""
_LINES = 2


class NotesEditor(QWidget):
    """Shows the name and the notes of one run; a change is emitted soon, and before another run."""

    edited = Signal(object, object)
    """The `RunSummary` and its new `RunNotes`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunSummary | None = None
        self.name = QLineEdit(self)
        self.name.setObjectName("run_name_edit")
        self.name.setAccessibleName(self.tr("Name of the run"))
        self.name.setMaxLength(LONGEST_NAME)
        self.notes = _Notes(self)
        self.notes.setObjectName("run_notes_edit")
        self.notes.setAccessibleName(self.tr("Notes about the run"))
        self.notes.setPlaceholderText(self.tr("Notes"))
        self.notes.setTabChangesFocus(True)
        line = self.notes.fontMetrics().lineSpacing()
        self.notes.setFixedHeight(_LINES * line + 3 * UNIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self.name)
        layout.addWidget(self.notes)
        self._due = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._due.timeout.connect(self.flush)
        self.name.textEdited.connect(self._due.start)
        self.name.editingFinished.connect(self.flush)
        self.notes.textChanged.connect(self._due.start)
        self.notes.left.connect(self.flush)
        self.show_run(None)

    def show_run(self, run: RunSummary | None) -> None:
        """Show the name and the notes of a run, or of none."""
        is_same = run is not None and self._run is not None and run.folder == self._run.folder
        if not is_same:
            self.flush()
        self.setEnabled(run is not None)
        if is_same and self._due.isActive():
            return
        self._run = run
        notes = run.notes if run else RunNotes()
        if self.name.text().strip() != notes.name:
            self.name.setText(notes.name)
        if self.notes.toPlainText() != notes.notes:
            self._show_notes(notes.notes)
        self.name.setPlaceholderText(default_name(run) if run else self.tr("Name"))

    def flush(self) -> None:
        """Emit a change that has not been emitted."""
        self._due.stop()
        run = self._run
        if run is None:
            return
        name = " ".join(self.name.text().split())
        if len(self.notes.toPlainText()) > LONGEST_NOTES:  # What is shown is what is kept.
            self._show_notes(self.notes.toPlainText()[:LONGEST_NOTES])
        notes = RunNotes(name, self.notes.toPlainText())
        if notes != run.notes:
            self._run = replace(run, notes=notes)
            self.edited.emit(run, notes)

    def _show_notes(self, text: str) -> None:
        with QSignalBlocker(self.notes):
            self.notes.setPlainText(text)

    def hideEvent(self, event: QHideEvent) -> None:
        """Emit a change before the window closes."""
        self.flush()
        super().hideEvent(event)


class _Notes(QPlainTextEdit):
    left = Signal()
    """The focus left the notes."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
