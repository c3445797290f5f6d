"""Undo, redo and clear of the pad, as actions for buttons and menus."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.state.undo import Step
from lenet_desktop.text import steps
from lenet_desktop.widgets.actions import REDO_KEYS, make_action, set_tooltip


class HistoryActions(QObject):
    """The actions of a page on the history of the pad.

    Parameters
    ----------
    owner
        The widget that the actions belong to.
    suffix
        Ends the object names, so that those of two pages differ.
    """

    def __init__(
        self, pad_history: SnapshotHistory[PadContent], owner: QWidget, suffix: str = ""
    ) -> None:
        super().__init__(owner)
        self._pad_history = pad_history
        stack = pad_history.undo_stack
        keys = QKeySequence.StandardKey
        self.undo = make_action(
            owner,
            f"action_undo{suffix}",
            self.tr("&Undo"),
            stack.undo,
            shortcut=keys.Undo,
            drawing="undo",
        )
        self.redo = make_action(
            owner, f"action_redo{suffix}", self.tr("&Redo"), stack.redo, drawing="redo"
        )
        self.redo.setShortcuts(REDO_KEYS)
        self.clear = make_action(
            owner,
            f"action_clear{suffix}",
            self.tr("C&lear"),
            self._clear,
            shortcut=keys.Delete,
            drawing="clear",
        )
        stack.changed.connect(self._name_steps)
        pad_history.changed.connect(self._follow_content)
        self._name_steps()
        self._follow_content()

    def _clear(self) -> None:
        self._pad_history.replace(PadContent(), steps.clear)

    def _name_steps(self) -> None:
        stack = self._pad_history.undo_stack
        self._name(self.undo, self.tr("&Undo {step}"), stack.undo_step)
        self._name(self.redo, self.tr("&Redo {step}"), stack.redo_step)

    def _name(self, action: QAction, text: str, step: Step | None) -> None:
        action.setText(text.format(step=step.text() if step else "").strip())
        action.setEnabled(step is not None)
        set_tooltip(action, action.iconText())

    def _follow_content(self) -> None:
        content = self._pad_history.value
        self.clear.setEnabled(not content.is_blank or content.position is not None)
