"""Cards, and the headings, captions and separators on them.

The style sheet selects these widgets by their dynamic properties, so an object name remains free to
identify a single widget. Unlike a font set in code, its rules also survive a change of appearance.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from lenet_desktop.text.plain import shortened

HeadingKind = Literal["heading", "title", "headline"]


class Card(QFrame):
    """A raised area with a border that holds related controls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")


class Label(QLabel):
    """A label with plain text, which is shown as it is and shortened if it is very long.

    A QLabel would interpret markup, which may come from a file.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802
        """Show a text."""
        super().setText(shortened(text))


def heading(text: str, parent: QWidget | None = None, kind: HeadingKind = "heading") -> Label:
    """Return a label with bold text.

    Parameters
    ----------
    kind
        The size of the text: that of the application's font, larger, or largest; see
        `lenet_desktop.theme.metrics`.
    """
    label = Label(text, parent)
    label.setProperty("kind", kind)
    return label


def caption(text: str, parent: QWidget | None = None, *, is_small: bool = False) -> Label:
    """Return a label with text in the secondary colour."""
    label = Label(text, parent)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    if is_small:
        label.setProperty("small", True)
    return label


def separator(parent: QWidget | None = None) -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame(parent)
    line.setProperty("kind", "separator")
    line.setFixedHeight(1)
    return line
