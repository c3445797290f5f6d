"""A row of buttons of which exactly one is checked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton, QWidget


class SegmentedControl(QFrame):
    """Lets the user choose one of a few views."""

    chosen = Signal(int)
    """The index of the button that is checked now."""

    def __init__(self, texts: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for place, text in enumerate(texts):
            button = QToolButton(self)
            button.setObjectName(f"{name}_{place}")
            button.setText(text)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(text)
            self._group.addButton(button, place)
            layout.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(self._report)

    @property
    def current(self) -> int:
        """The index of the checked button."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Check a button without emitting a signal."""
        blocked = self._group.blockSignals(True)
        self._group.button(place).setChecked(True)
        self._group.blockSignals(blocked)

    def offer(self, place: int, is_offered: bool) -> None:
        """Show or hide a button."""
        self._group.button(place).setVisible(is_offered)

    def _report(self, place: int, is_down: bool) -> None:
        if is_down:
            self.chosen.emit(place)
