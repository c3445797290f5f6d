"""A figure in large, with two lines beside it that say what it means."""

from __future__ import annotations

from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lenet_desktop.theme.metrics import UNIT


class Headline(QWidget):
    """Gives a page's result in short.

    Parameters
    ----------
    name
        Of the page: what the labels' object names begin with.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure = QLabel(self)
        self._figure.setObjectName(f"{name}_accuracy")
        font = QFont(self.font())
        font.setPixelSize(28)
        font.setWeight(QFont.Weight.DemiBold)
        self._figure.setFont(font)
        self._counts = QLabel(self)
        self._counts.setObjectName(f"{name}_counts")
        self._counts.setMinimumWidth(1)
        self._what = QLabel(self)
        self._what.setObjectName(f"{name}_what")
        self._what.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._what.setMinimumWidth(1)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._counts)
        lines.addWidget(self._what)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self._figure)
        layout.addLayout(lines, 1)

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self._figure.text()} {self._counts.text()} {self._what.text()}"

    def show_figures(self, figure: str, counts: str, what: str) -> None:
        """Show a figure, what was counted for it, and of what it is told."""
        self._figure.setText(figure)
        self._counts.setText(counts)
        self._what.setText(what)
        self._what.setToolTip(what)
