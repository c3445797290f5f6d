"""The table of the digits with what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from lenet_desktop.evaluate.digit_table import PerDigitTable
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT


class DigitsPanel(QWidget):
    """Shows the table, says what its colour means, and copies it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PerDigitTable(self)
        note = QLabel(self.tr("The weakest digits stand out."), self)
        note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        note.setMinimumWidth(1)
        copy = QToolButton(self)
        copy.setObjectName("copy_table_button")
        copy.setText(self.tr("Copy"))
        copy.setIcon(icon("copy"))
        copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        copy.setAccessibleName(self.tr("Copy the table as text"))
        copy.setToolTip(self.tr("Copy the selected rows, or the whole table, as text"))
        copy.clicked.connect(self.table.copy)
        foot = QHBoxLayout()
        foot.addWidget(note, 1)
        foot.addWidget(copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
