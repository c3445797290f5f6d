"""The My Digits page: header, fine-tuning, gallery and details."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.data.sources import MY_DIGITS
from core.digits import LABELS
from core.progress import Progress
from lenet_desktop.state.my_digits.collection import number_of
from lenet_desktop.state.pad_content import content_of
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text import steps
from lenet_desktop.theme.metrics import UNIT, scaled_size
from lenet_desktop.widgets.actions import REDO_KEYS, make_action
from lenet_desktop.widgets.controls.label_buttons import pressed_label
from lenet_desktop.widgets.dialogs import ask_to_open, ask_to_save
from lenet_desktop.widgets.page import MenuSection, Page

DETAILS_WIDTHS = 300, 400
"""Minimum and maximum width of the details in pixels, unless their texts need more."""


class MyDigitsPage(Page):
    """Shows the drawings of My Digits with their predictions, to relabel or delete them.

    A digit key, or N for what is not a digit, relabels the selected drawings. Undo and redo apply
    to My Digits.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.setObjectName("my_digits_page")

    def _make_content(self) -> None:
        from lenet_desktop.my_digits.details import DigitDetails
        from lenet_desktop.my_digits.empty import EmptyMyDigits
        from lenet_desktop.my_digits.fine_tuning import FineTuningCard
        from lenet_desktop.my_digits.gallery import MyDigitsGallery
        from lenet_desktop.my_digits.header import MyDigitsHeader

        workspace = self._workspace
        self._network, self._settings = workspace.network, workspace.settings
        self._digits = workspace.my_digits
        self.reading = workspace.my_digits_reading
        self.empty = EmptyMyDigits(self)
        self._body = QStackedWidget(self)
        content = QWidget(self._body)
        self.bar = MyDigitsHeader(content)
        self.fine_tuning = FineTuningCard(workspace.fine_tuning, content)
        splitter = QSplitter(content)
        splitter.setObjectName("my_digits_splitter")
        splitter.setHandleWidth(2 * UNIT)
        splitter.setChildrenCollapsible(False)
        self.gallery, self.details = MyDigitsGallery(splitter), DigitDetails(splitter)
        splitter.setStretchFactor(0, 1)
        least, greatest = DETAILS_WIDTHS
        self.details.setMinimumWidth(least)
        self.details.setMaximumWidth(max(greatest, self.details.sizeHint().width()))
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2 * UNIT)
        inside.addWidget(self.bar)
        inside.addWidget(self.fine_tuning)
        inside.addWidget(splitter, 1)
        self._body.addWidget(self.empty)
        self._body.addWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.addWidget(self._body)
        self._make_actions()
        self._connect()

    @property
    def title(self) -> str:
        """The text of the tab."""
        return self.tr("&My Digits")

    def actions_in(self, section: MenuSection) -> Sequence[QAction]:
        """Return undo and redo of My Digits, and the deletion of the selected drawings."""
        match section:
            case "undo":
                return self._undo, self._redo
            case "edit":
                return (self._remove,)
            case "view":
                return ()

    def _view_state(self) -> dict[str, object]:
        """Return the choices and the chosen drawings."""
        return {**super()._view_state(), "chosen": self.gallery.chosen}

    def _restore(self, state: Mapping[str, Any]) -> None:
        """Make the same choices again."""
        super()._restore(state)
        self.gallery.choose(state["chosen"])

    def _make_actions(self) -> None:
        keys = QKeySequence.StandardKey
        digits = self._digits
        self._undo = make_action(
            self, "action_undo_my_digits", self.tr("&Undo"), digits.undo, shortcut=keys.Undo
        )
        self._redo = make_action(self, "action_redo_my_digits", self.tr("&Redo"), digits.redo)
        self._redo.setShortcuts(REDO_KEYS)
        self._remove = make_action(
            self, "action_delete_my_digits", self.tr("&Delete"), self._delete, shortcut=keys.Delete
        )

    def _connect(self) -> None:
        self._digits.arrived.connect(self.gallery.note_arrival)
        self._digits.changed.connect(self._follow)
        self._digits.undo_stack.changed.connect(self._follow_history)
        self._network.changed.connect(self._follow)
        self.reading.changed.connect(self._show)
        self.reading.progressed.connect(self._show_progress)
        self.gallery.choice_changed.connect(self._show_chosen)
        self.gallery.open_requested.connect(self._open)
        self.details.pad_requested.connect(self._open)
        self.details.inside_requested.connect(self._open_inside)
        self.details.deletion_requested.connect(self._delete)
        self.details.label_requested.connect(self._relabel)
        self.bar.collecting_requested.connect(self._collect)
        self.bar.import_requested.connect(self._import)
        self.bar.export_requested.connect(self._export)
        self.bar.fine_tuning_requested.connect(self._workspace.fine_tuning.start)
        self._workspace.fine_tuning.changed.connect(self._follow_fine_tuning)
        self.empty.start_requested.connect(self.pad_requested)
        self.empty.collect_button.clicked.connect(self._collect)
        self.empty.import_button.clicked.connect(self._import)
        self._follow()
        self._follow_history()
        self._follow_fine_tuning()
        if self.reading.newest:
            self._show()

    def _follow_history(self) -> None:
        """Offer undo and redo while there are steps for them."""
        stack = self._digits.undo_stack
        self._undo.setEnabled(stack.undo_step is not None)
        self._redo.setEnabled(stack.redo_step is not None)

    def _follow_fine_tuning(self) -> None:
        """Allow the next fine-tuning once the result of the last is kept or discarded."""
        self.bar.learn_button.setEnabled(not self._workspace.fine_tuning.is_active)

    def _follow(self) -> None:
        """Update the counts, and the predictions if the page is visible."""
        counts = Counter(number_of(drawing) for drawing in self._digits.drawings)
        self._show_body(1 if counts else 0)
        self.gallery.counts.show_counts([counts[label] for label in range(len(LABELS))])
        if self.isVisible():
            self.reading.refresh()

    def _show_body(self, index: int) -> None:
        """Show the empty state or the digits; keeps the focus inside if it was."""
        if index != self._body.currentIndex():
            has_focus = self._has_focus
            self._body.setCurrentIndex(index)
            if has_focus:
                self._first_control.setFocus()

    @property
    def _has_focus(self) -> bool:
        focused = cast("QWidget | None", self.window().focusWidget())
        return focused is not None and self.isAncestorOf(focused)

    @property
    def _first_control(self) -> QWidget:
        """The widget that gets the focus when the page is first shown."""
        return self.gallery.tiles if self._body.currentIndex() else self.empty.button

    def _focus_first_control(self) -> None:
        if self._has_focus:
            self._first_control.setFocus()

    def _show_progress(self, progress: Progress) -> None:
        self.bar.show_progress(progress.done, progress.total)

    def _show(self) -> None:
        if read := self.reading.newest:
            self.bar.show_read(
                read,
                self._network.name,
                is_trained_on=self._network.weights.card.was_trained_on(MY_DIGITS),
            )
            self.gallery.show_read(read)
        elif drawings := self._digits.drawings:
            self.bar.show_failure(len(drawings))

    def _collect(self) -> None:
        """Ask for digits on the pad."""
        self._workspace.collecting.start()
        self.pad_requested.emit()

    def _show_chosen(self) -> None:
        self.details.show_chosen(self.gallery.example, self.gallery.chosen)

    def _relabel(self, label: int) -> None:
        self._digits.relabel(self.gallery.chosen, label)
        self._show_chosen()

    def _delete(self) -> None:
        self._digits.delete(self.gallery.chosen)

    def _open(self) -> None:
        if chosen := self.gallery.chosen:
            content = content_of(chosen[-1].strokes)
            self._workspace.pad_history.replace(content, steps.opening)
            self.pad_requested.emit()

    def _open_inside(self) -> None:
        self._open()
        self.inside_requested.emit()

    def _import(self) -> None:
        filters = self.tr("Ink (*.jsonl *.jsonl.gz)")
        if path := ask_to_open(self, self._settings, self.tr("Import Digits"), filters):
            self._digits.import_from(path)

    def _export(self) -> None:
        filters = self.tr("Ink (*.jsonl);;Compressed ink (*.jsonl.gz)")
        title, name = self.tr("Export My Digits"), "my-digits.jsonl"
        if path := ask_to_save(self, self._settings, title, name, filters):
            self._digits.export_to(path)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which all controls are usable."""
        return scaled_size(770, 480)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Relabel the selected drawings by a key."""
        label = pressed_label(event)
        if label is None:
            super().keyPressEvent(event)
        else:
            self._relabel(label)

    def showEvent(self, event: QShowEvent) -> None:
        """Update the predictions of drawings added while the page was hidden."""
        super().showEvent(event)
        if not cast("QWidget | None", self.focusWidget()):
            # Qt moves the focus to the page, if at all, only after this event.
            QTimer.singleShot(0, self, self._focus_first_control)
        self.reading.refresh()
