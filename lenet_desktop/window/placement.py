"""The size of the window, which never exceeds the screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QWidget

from lenet_desktop.widgets.screen import available_size

FIRST_SIZE = QSize(1040, 720)


def place(window: QWidget, saved: QByteArray | None) -> None:
    """Give a new window its saved geometry, or the first size, but no more than the screen has."""
    if saved is None or not window.restoreGeometry(saved):
        window.resize(FIRST_SIZE)
    limit_minimum(window)
    if not window.isMaximized() and not window.isFullScreen():
        window.resize(window.size().boundedTo(available_size(window)))


def limit_minimum(window: QWidget) -> None:
    """Set the minimum size to what the content needs, as far as the screen has room for it."""
    window.setMinimumSize(window.minimumSizeHint().boundedTo(available_size(window)))
