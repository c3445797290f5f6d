"""A progress bar, and a line that describes the progress with a button to stop the work."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label


class ProgressBar(QProgressBar):
    """A slim bar without text; with the range 0 to 0 it moves, because the total is unknown.

    Parameters
    ----------
    name
        Object name of the bar.
    title
        What the bar shows the progress of, for screen readers.
    """

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setTextVisible(False)
        self.setFixedHeight(UNIT)
        self.setRange(0, 1)

    def event(self, event: QEvent) -> bool:
        """Stop the animation once there is a range; with a style sheet Qt would continue it."""
        is_animation = event.type() == QEvent.Type.StyleAnimationUpdate
        if is_animation and self.maximum() > self.minimum():
            event.ignore()
            return True
        return super().event(event)


class ProgressLine(QWidget):
    """A line of text above a bar, and a button that stops the work.

    Parameters
    ----------
    name
        Prefix of the object names of the parts.
    title
        What the bar shows the progress of, for screen readers.
    stop_text, stop_name
        Text of the button, with a mnemonic, and the suffix of its object name.
    """

    def __init__(
        self,
        name: str,
        title: str,
        stop_text: str,
        stop_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = Label("", self)
        self._text.setObjectName(f"{name}_progress_text")
        self._bar = ProgressBar(f"{name}_progress", title, self)
        self.button = QPushButton(stop_text, self)
        self.button.setObjectName(f"{name}_{stop_name}_button")
        lines = QVBoxLayout()
        lines.setSpacing(UNIT)
        lines.addWidget(self._text)
        lines.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(lines, 1)
        layout.addWidget(self.button)

    @property
    def text(self) -> str:
        """The text above the bar."""
        return self._text.text()

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Show the progress; a total of 0 means that it is unknown."""
        self._text.setText(text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
