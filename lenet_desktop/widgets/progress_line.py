"""How far something is, in words and as a bar, with a way out."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.progress_bar import ProgressBar


class ProgressLine(QWidget):
    """A line of words over a bar, and a button beside them.

    Parameters
    ----------
    name
        What the parts' object names begin with.
    title
        What the bar shows the progress of.
    way_out, way_out_name
        What the button says, with a mnemonic, and what its object name ends with.
    """

    def __init__(
        self,
        name: str,
        title: str,
        way_out: str,
        way_out_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        self._text.setObjectName(f"{name}_progress_text")
        self._bar = ProgressBar(f"{name}_progress", title, self)
        self.button = QPushButton(way_out, self)
        self.button.setObjectName(f"{name}_{way_out_name}_button")
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
        """The words."""
        return self._text.text()

    def show_progress(self, text: str, done: int, total: int) -> None:
        """Tell how far it is; a total of 0 is not known."""
        self._text.setText(text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
