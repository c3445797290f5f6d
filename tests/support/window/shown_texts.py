"""Every text that a window shows or tells a screen reader, and a language to recognise them by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QModelIndex, QRect, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QMenu,
    QSpinBox,
    QTableView,
    QTabWidget,
    QWidget,
)

_KEPT = re.compile(r"(\{[^}]*\}|%L?n|<[^>]*>)")
"""What is no text in a text: placeholders and tags."""


class CapitalLetters(QTranslator):
    """A language that differs from English in its capital letters alone."""

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        del context, disambiguation, n
        parts = _KEPT.split(source)
        return "".join(part if _KEPT.fullmatch(part) else part.upper() for part in parts)


def painted_texts(widget: QWidget) -> list[str]:
    """The texts that a visible widget and its children paint, line by line."""
    file = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(file)
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    widget.render(generator)
    root = ElementTree.fromstring(file.data().data())
    return [
        "".join(text.itertext()).strip() for text in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def told_texts(window: QWidget) -> Iterator[str]:
    """The texts of all widgets and actions of a window, hidden ones included."""
    for widget in (window, *window.findChildren(QWidget)):
        yield widget.windowTitle()
        yield widget.toolTip()
        yield widget.accessibleName()
        yield widget.accessibleDescription()
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QMenu():
                yield widget.title()
            case QComboBox():
                yield from (widget.itemText(index) for index in range(widget.count()))
            case QSpinBox() | QDoubleSpinBox():
                yield widget.prefix()
                yield widget.suffix()
            case QTabWidget():
                yield from (widget.tabText(index) for index in range(widget.count()))
            case QAbstractItemView():
                yield from _item_texts(widget)
            case _:
                pass
    for action in window.findChildren(QAction):
        yield action.text()
        yield action.toolTip()


def _item_texts(view: QAbstractItemView) -> Iterator[str]:
    model, role = view.model(), Qt.ItemDataRole
    rows = range(model.rowCount())
    columns = range(model.columnCount()) if isinstance(view, QTableView) else range(1)
    roles = role.DisplayRole, role.ToolTipRole, role.AccessibleTextRole
    for column in columns:
        for each in roles:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, each) or "")
            yield from (
                str(model.index(row, column, QModelIndex()).data(each) or "") for row in rows
            )
