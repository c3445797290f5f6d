"""Creation of actions and buttons with an icon, a shortcut and a tooltip."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from lenet_desktop.text.plain import literal
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import scaled_size

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
    """Create an action that works wherever the focus is in the owner's window.

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
        Its shortcut, which the tooltip of its button shows.
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
    """Set the tooltip of an action, including its shortcut."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(literal(f"{tip} ({keys})" if keys else tip))


def make_button(action: QAction, name: str) -> QToolButton:
    """Create an icon-only button for an action."""
    button = QToolButton()
    button.setObjectName(name)
    button.setDefaultAction(action)
    button.setIconSize(scaled_size(20, 20))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.iconText())
    return button
