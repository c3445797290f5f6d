"""Making the commands of menus and buttons, each with a name, an icon and its shortcut shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from lenet_desktop.theme.icons import icon

REDO_KEYS = [QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")]


def make_action(
    owner: QWidget,
    name: str,
    text: str,
    do: Callable[[], object],
    *,
    shortcut: QKeySequence | QKeySequence.StandardKey | str | None = None,
    drawing: str | None = None,
) -> QAction:
    """Make a command that works wherever the focus is in the owner's window.

    Parameters
    ----------
    owner
        The widget it belongs to.
    name
        Its object name.
    text
        What the menu calls it, with a mnemonic.
    do
        What happens: a bound method.
    shortcut
        Its keys, which the tooltip of its button tells too.
    drawing
        Name of its icon.
    """
    action = QAction(text, owner)
    action.setObjectName(name)
    if shortcut is not None:
        action.setShortcut(QKeySequence(shortcut))
    if drawing is not None:
        action.setIcon(icon(drawing))
        # Buttons have icons; menus read better without.
        action.setIconVisibleInMenu(False)
    set_tooltip(action, action.iconText())
    action.triggered.connect(do)
    owner.addAction(action)
    return action


def set_tooltip(action: QAction, tip: str) -> None:
    """Set the tooltip of a command, its keys included."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{tip} ({keys})" if keys else tip)


def make_button(action: QAction, name: str) -> QToolButton:
    """Make the button of a command, which shows the icon alone."""
    button = QToolButton()
    button.setObjectName(name)
    button.setDefaultAction(action)
    button.setIconSize(QSize(20, 20))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.iconText())
    return button
