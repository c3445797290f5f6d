"""A list of things to choose from, to which files can be added."""

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

from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.buttons import icon_button
from lenet_desktop.widgets.card import caption


class ChoiceBox(QWidget):
    """A caption, a list, and a button that opens what is not in it."""

    open_requested = Signal()
    """A person wants something else than the list has."""

    def __init__(self, title: str, name: str, open_tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        label = caption(title, self)
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
        """What stands behind the chosen entry."""
        return cast("object", self.box.currentData())

    @property
    def text(self) -> str:
        """The chosen entry."""
        return self.box.currentText()

    def add(self, text: str, value: object, tip: str = "") -> None:
        """Add an entry at the end, unless what stands behind it is there already."""
        if self._place(value) < 0:
            self.box.addItem(text, value)
            self.box.setItemData(self.box.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def remove(self, value: object) -> None:
        """Take an entry off, if there is one."""
        self.box.removeItem(self._place(value))

    def choose(self, value: object) -> None:
        """Choose the entry of a value."""
        self.box.setCurrentIndex(self._place(value))

    def rename(self, value: object, text: str) -> None:
        """Call the entry of a value something else."""
        self.box.setItemText(self._place(value), text)

    def _place(self, value: object) -> int:
        values = [cast("object", self.box.itemData(place)) for place in range(self.box.count())]
        return values.index(value) if value in values else -1


class _ElidingBox(QComboBox):
    """A list whose chosen entry, where it is too long, is cut in the middle, not at its end."""

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
