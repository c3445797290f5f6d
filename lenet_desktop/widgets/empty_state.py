"""What a page shows before there is anything to show."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, caption, heading

SKETCH = QSize(96, 96)
_TEXT_WIDTH = 380


class EmptyState(Card):
    """Says what the page is for and offers to begin.

    Parameters
    ----------
    sketch
        A small picture of what the page will show, `SKETCH` large.
    title, text
        What it is for.
    begin, name
        What the button says, and its object name.
    """

    start_requested = Signal()

    def __init__(
        self,
        sketch: QWidget,
        title: str,
        text: str,
        begin: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = caption(text, self)
        words.setWordWrap(True)
        words.setFixedSize(_TEXT_WIDTH, words.heightForWidth(_TEXT_WIDTH))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(begin, self)
        self.button.setObjectName(name)
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self.start_requested)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(UNIT)
        self._buttons.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * UNIT)
        layout.addStretch()
        for widget in (sketch, heading(title, self, "title"), words):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(self._buttons)
        layout.setAlignment(self._buttons, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def add_button(self, button: QWidget) -> None:
        """Offer another way to begin."""
        self._buttons.addWidget(button)
