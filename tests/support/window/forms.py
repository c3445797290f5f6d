"""Filling in the form of a plan with the mouse and the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSpinBox, QToolButton


def more_button(form):
    return form.findChild(QToolButton, "more_settings_button")


def editor(form, name, kind=QSpinBox):
    return form.findChild(kind, f"{name}_box")


def reset_button(form, name):
    return form.findChild(QToolButton, f"{name}_reset_button")


def type_in(box, text):
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)
