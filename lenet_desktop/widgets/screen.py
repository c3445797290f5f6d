"""The room that the screen has for windows and dialogs."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

_FRAME = QSize(4, 40)
"""Room for the frame and the title bar, which are unknown before the window is shown."""


def available_size(window: QWidget) -> QSize:
    """Return the largest size of a window, without its frame, on the window's screen."""
    # Not `window.screen()`: PySide makes the screen a child of the window, and deletes it with it.
    middle = window.frameGeometry().center()
    screen = QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()
    return screen.availableGeometry().size() - _FRAME


def resize_dialog(dialog: QDialog, size: QSize) -> None:
    """Give a dialog its first size, but no more than the screen of its parent has room for.

    Qt itself gives a dialog at most two thirds of the screen, which cuts off large text.
    """
    parent = dialog.parentWidget()
    dialog.resize(size.boundedTo(available_size(parent.window() if parent else dialog)))
