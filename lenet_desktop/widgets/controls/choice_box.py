"""A drop-down list to which files can be added."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.controls.buttons import icon_button


class ChoiceBox(QWidget):
    """A caption, a drop-down list, and a button to open other files."""

    open_requested = Signal()
    """The user wants to open a file that is not in the list."""

    def __init__(self, title: str, name: str, open_tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        label = caption(title, self)
        self._values: list[object] = []  # Of the entries: to ask the box for each takes long.
        self.box = _ElidingBox(self)
        self.box.setObjectName(f"{name}_box")
        self.box.setAccessibleName(title)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(10)
        self.box.setMinimumHeight(4 * UNIT)
        label.setBuddy(self.box)
        self.open_button = icon_button(f"{name}_open_button", "open", open_tip, self, size=16)
        # As high as the list.
        policy = QSizePolicy.Policy
        self.open_button.setSizePolicy(policy.Fixed, policy.Ignored)
        self.open_button.clicked.connect(self.open_requested)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(UNIT // 2)
        layout.setVerticalSpacing(4)
        layout.addWidget(label, 0, 0)
        layout.addWidget(self.box, 1, 0)
        layout.addWidget(self.open_button, 1, 1)
        layout.setColumnStretch(0, 1)

    @property
    def value(self) -> object:
        """The value of the chosen entry."""
        return cast("object", self.box.currentData())

    @property
    def text(self) -> str:
        """The text of the chosen entry."""
        return self.box.currentText()

    @property
    def values(self) -> list[object]:
        """What stands behind each entry."""
        return list(self._values)

    def add(self, text: str, value: object, tip: str = "") -> None:
        """Append an entry unless its value is already in the list."""
        if self._place(value) < 0:
            self._values.append(value)  # First, because the first entry is chosen at once.
            self.box.addItem(text, value)
            self.box.setItemData(self.box.count() - 1, literal(tip), Qt.ItemDataRole.ToolTipRole)

    def remove(self, value: object) -> None:
        """Remove the entry of a value, if there is one."""
        if (place := self._place(value)) >= 0:
            del self._values[place]
            self.box.removeItem(place)

    def choose(self, value: object) -> None:
        """Choose the entry of a value."""
        self.box.setCurrentIndex(self._place(value))

    def rename(self, value: object, text: str) -> None:
        """Change the text of the entry of a value."""
        self.box.setItemText(self._place(value), text)

    def _place(self, value: object) -> int:
        return self._values.index(value) if value in self._values else -1


class _ElidingBox(QComboBox):
    """A drop-down list that elides a long entry in the middle."""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        option, style, control = QStyleOptionComboBox(), self.style(), QStyle.ComplexControl
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(control.CC_ComboBox, option, field, self).width()
        option.currentText = option.fontMetrics.elidedText(
            option.currentText, Qt.TextElideMode.ElideMiddle, room
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(control.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
