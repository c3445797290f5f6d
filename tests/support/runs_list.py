"""The list of earlier runs, as a hand uses it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QListWidget,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
)

OLD, NEW = "2026-01-02 10.00.00", "2026-01-03 09.00.00"


def list_of(panel):
    return panel.findChild(QListWidget, "runs_list")


def texts(panel):
    runs = list_of(panel)
    return [runs.item(row).text() for row in range(runs.count())]


def tool(panel, name):
    return panel.findChild(QToolButton, f"{name}_button")


def text_button(panel, name):
    return panel.findChild(QPushButton, f"{name}_button")


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def select(panel, row):
    runs = list_of(panel)
    place = runs.visualItemRect(runs.item(row)).center()
    QTest.mouseClick(runs.viewport(), Qt.MouseButton.LeftButton, pos=place)


def tick(panel, row):
    """Click into the box of a row."""
    runs = list_of(panel)
    option = QStyleOptionViewItem()
    runs.initViewItemOption(option)
    index = runs.indexFromItem(runs.item(row))
    runs.itemDelegate().initStyleOption(option, index)
    option.rect = QRect(runs.visualItemRect(runs.item(row)))
    element = QStyle.SubElement.SE_ItemViewItemCheckIndicator
    box = runs.style().subElementRect(element, option, runs)
    QTest.mouseClick(runs.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center()))


def compared(panel):
    return [run.folder.name for run in panel.compared]
