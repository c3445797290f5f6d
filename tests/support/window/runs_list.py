"""The table of earlier runs, as a hand uses it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableView, QToolButton

from tests.support.window.clicks import NO_MODIFIER, click

OLD, NEW = "2026-01-02 10.00.00", "2026-01-03 09.00.00"
CONTROL = Qt.KeyboardModifier.ControlModifier


def table_of(parent):
    return parent.findChild(QTableView, "runs_table")


def texts(panel):
    """The texts of the rows, without empty cells."""
    model = table_of(panel).model()
    columns = range(model.columnCount())
    return [
        " | ".join(filter(None, (model.index(row, column).data() for column in columns)))
        for row in range(model.rowCount())
    ]


def headers(panel):
    model = table_of(panel).model()
    columns = range(model.columnCount())
    return [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]


def tool(panel, name):
    return panel.findChild(QToolButton, f"{name}_button")


def text_button(panel, name):
    return panel.findChild(QPushButton, f"{name}_button")


def select(panel, row, modifiers=NO_MODIFIER):
    table = table_of(panel)
    table.scrollTo(table.model().index(row, 0))
    place = table.visualRect(table.model().index(row, 0)).center()
    click(table.viewport(), place, modifiers)


def compared(panel):
    """The names of the folders whose curves are shown, in the order of their colours."""
    runs = panel.compared
    return [runs[number].folder.name for number in sorted(runs)]
