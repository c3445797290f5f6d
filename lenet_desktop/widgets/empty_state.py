"""The card that a page shows while it is empty."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lenet_desktop.theme.metrics import UNIT, scaled, text_width
from lenet_desktop.widgets.card import Card, caption, heading
from lenet_desktop.widgets.controls.buttons import push_button

_TEXT_CHARACTERS, _TEXT_WIDTH = 64, 520
"""Width of the text, in characters and in pixels, at most."""


class Sketch(QWidget):
    """A small picture of what the page will show; a subclass paints it in `SIZE`."""

    SIZE = QSize(96, 96)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(self.SIZE)

    @abstractmethod
    def paint(self, painter: QPainter) -> None:
        """Paint the picture, with its top left corner at the origin."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)


class EmptyState(Card):
    """Explains what the page is for, and has a button to start.

    Parameters
    ----------
    sketch
        A small picture of what the page will show.
    title, text
        What the page is for.
    begin, name
        Text and object name of the button.
    """

    start_requested = Signal()

    def __init__(
        self,
        sketch: Sketch,
        title: str,
        text: str,
        begin: str,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        words = caption(text, self)
        words.setWordWrap(True)
        width = min(text_width(self.font(), _TEXT_CHARACTERS), int(scaled(_TEXT_WIDTH)))
        words.setFixedSize(width, words.heightForWidth(width))
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = push_button(name, begin, self, is_primary=True)
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
        """Add another button beside the first."""
        self._buttons.addWidget(button)
