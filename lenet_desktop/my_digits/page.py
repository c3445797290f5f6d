"""The page of My Digits: all of them, one in large, and what the network makes of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.progress import Progress
from lenet_desktop.my_digits.details import DigitDetails
from lenet_desktop.my_digits.empty import EmptyMyDigits
from lenet_desktop.my_digits.fine_tuning import FineTuningPanel
from lenet_desktop.my_digits.gallery import MyDigitsGallery
from lenet_desktop.my_digits.header import MyDigitsHeader
from lenet_desktop.state.my_digits import digit_of
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.file_dialogs import ask_to_open, ask_to_save
from lenet_desktop.widgets.focus import forget_hidden_focus
from lenet_desktop.widgets.label_buttons import pressed_digit

DETAILS_WIDTHS = 300, 400
"""Least and greatest width of the card of what is chosen."""


class MyDigitsPage(QWidget):
    """Lets a person look through the drawings that were kept, and set them right.

    Keys mean the drawings, not the pad: a digit says what the chosen ones show, Delete takes them
    out, undo and redo go through what was done here.
    """

    pad_requested = Signal()
    """A person wants to draw."""
    drawing_chosen = Signal(object)
    """A `Drawing` that a person wants on the pad."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("my_digits_page")
        self._network, self._settings = workspace.network, workspace.settings
        self._digits = workspace.my_digits
        self.reading = workspace.my_digits_reading
        self.empty = EmptyMyDigits(self)
        self.bar = MyDigitsHeader(self)
        self.fine_tuning = FineTuningPanel(
            workspace.network, workspace.my_digits, workspace.settings, workspace.notices, self
        )
        self.gallery = MyDigitsGallery(self)
        self.details = DigitDetails(self)
        splitter = QSplitter(self)
        splitter.setHandleWidth(2 * UNIT)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.gallery)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 1)
        least, greatest = DETAILS_WIDTHS
        self.details.setMinimumWidth(least)
        self.details.setMaximumWidth(greatest)
        content = QWidget(self)
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2 * UNIT)
        inside.addWidget(self.bar)
        inside.addWidget(self.fine_tuning)
        inside.addWidget(splitter, 1)
        self._body = QStackedWidget(self)
        self._body.addWidget(self.empty)
        self._body.addWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.addWidget(self._body)
        self._connect()

    def close_learning(self) -> None:
        """Stop what goes on in the background and wait for it."""
        self.fine_tuning.close_job()

    def _connect(self) -> None:
        self._digits.arrived.connect(self.gallery.note_arrival)
        self._digits.changed.connect(self._follow)
        self._network.changed.connect(self._follow)
        self.reading.changed.connect(self._show)
        self.reading.progressed.connect(self._show_progress)
        self.gallery.choice_changed.connect(self._show_chosen)
        self.gallery.open_requested.connect(self._open)
        self.details.pad_requested.connect(self._open)
        self.details.deletion_requested.connect(self._delete)
        self.details.label_requested.connect(self._relabel)
        self.bar.import_requested.connect(self._import)
        self.bar.export_requested.connect(self._export)
        self.bar.fine_tuning_requested.connect(self.fine_tuning.start)
        self.fine_tuning.began.connect(self._follow_fine_tuning)
        self.fine_tuning.ended.connect(self._follow_fine_tuning)
        self.empty.start_requested.connect(self.pad_requested)
        self.empty.import_button.clicked.connect(self._import)

    def _follow_fine_tuning(self) -> None:
        """Allow the next fine-tuning once the result of the last is kept or discarded."""
        self.bar.learn_button.setEnabled(self.fine_tuning.isHidden())

    def _follow(self) -> None:
        """Read anew; while nobody looks that can wait."""
        digits = [digit_of(drawing) for drawing in self._digits.drawings]
        self._turn(1 if digits else 0)
        self.gallery.counts.show_counts([digits.count(digit) for digit in range(10)])
        if self.isVisible():
            self.reading.refresh()

    def _turn(self, page: int) -> None:
        """Turn to the empty page or to the digits; the focus follows only if it was here."""
        if page != self._body.currentIndex():
            has_focus = self._has_focus
            self._body.setCurrentIndex(page)
            if has_focus:
                self._first_control.setFocus()

    @property
    def _has_focus(self) -> bool:
        return self.isAncestorOf(QApplication.focusWidget() or self)

    @property
    def _first_control(self) -> QWidget:
        """What receives the keys when the page is first shown."""
        return self.gallery.tiles if self._body.currentIndex() else self.empty.button

    def _focus_first_control(self) -> None:
        if self._has_focus:
            self._first_control.setFocus()

    def _show_progress(self, progress: Progress) -> None:
        self.bar.show_progress(progress.done, progress.total)

    def _show(self) -> None:
        if read := self.reading.newest:
            self.bar.show_read(read, self._network.path.name)
            self.gallery.show_read(read)
        elif drawings := self._digits.drawings:
            self.bar.show_failure(len(drawings))

    def _show_chosen(self) -> None:
        self.details.show_chosen(self.gallery.example, self.gallery.chosen)

    def _relabel(self, digit: int) -> None:
        self._digits.relabel(self.gallery.chosen, digit)
        self._show_chosen()

    def _delete(self) -> None:
        self._digits.delete(self.gallery.chosen)

    def _open(self) -> None:
        if chosen := self.gallery.chosen:
            self.drawing_chosen.emit(chosen[-1])

    def _import(self) -> None:
        filters = self.tr("Ink (*.jsonl *.jsonl.gz)")
        if path := ask_to_open(self, self._settings, self.tr("Import Digits"), filters):
            self._digits.import_from(path)

    def _export(self) -> None:
        filters = self.tr("Ink (*.jsonl);;Compressed ink (*.jsonl.gz)")
        title, name = self.tr("Export My Digits"), "my-digits.jsonl"
        if path := ask_to_save(self, self._settings, title, name, filters):
            self._digits.export_to(path)

    def _command_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does on this page."""
        keys, digit = QKeySequence.StandardKey, pressed_digit(event)
        if digit is not None:
            return partial(self._relabel, digit)
        for key, command in (
            (keys.Delete, self._delete),
            (keys.Undo, self._digits.undo),
            (keys.Redo, self._digits.redo),
        ):
            if event.matches(key):
                return command
        return None

    def minimumSizeHint(self) -> QSize:
        """The smallest page on which everything can be reached."""
        return QSize(860, 480)

    def event(self, event: QEvent) -> bool:
        """Keep the page's keys from the pad's commands, which work all over the window."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._command_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key asks for."""
        if command := self._command_of(event):
            command()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the drawings that were kept while the page was hidden."""
        super().showEvent(event)
        forget_hidden_focus(self)
        if not cast("QWidget | None", self.focusWidget()):
            # Only after this event does Qt move the focus to the page, if it does.
            QTimer.singleShot(0, self._focus_first_control)
        self.reading.refresh()
