"""Buttons by their names, and the click of a mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def button(parent: QWidget, name: str) -> QAbstractButton:
    """The button of that object name, which must be there."""
    found = parent.findChild(QAbstractButton, name)
    assert found is not None, f"{parent.objectName()} has no button {name}"
    return found


def click(
    widget: QWidget, place: QPoint | None = None, modifiers: Qt.KeyboardModifier = NO_MODIFIER
) -> None:
    """Click with the left button on a place of a widget, by default its middle."""
    place = widget.rect().center() if place is None else place
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifiers, place)
