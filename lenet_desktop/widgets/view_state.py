"""The choices that a person made in the controls of a page, to be made again in another page.

A control is found by its object name. `keep_no_choice` leaves a control out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QSplitter,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)

_KEEPS_NO_CHOICE = "keepsNoChoice"


@dataclass(frozen=True)
class _Choice:
    """A choice by the name of its control, with a way to read it and to make it again."""

    name: str
    read: Callable[[], object]
    write: Callable[[Any], object]


def keep_no_choice(control: QWidget) -> None:
    """Leave a control out of the choices: what it shows is of something that was chosen before."""
    control.setProperty(_KEEPS_NO_CHOICE, True)


def choices_in(root: QWidget) -> dict[str, object]:
    """Return the choices made in the controls below a widget, by name."""
    return {choice.name: choice.read() for choice in _choices(root)}


def choose_in(root: QWidget, choices: Mapping[str, object]) -> None:
    """Make choices again, in the order in which the controls were created.

    Parameters
    ----------
    choices
        As `choices_in` returned them; those without a control are left out.
    """
    for choice in _choices(root):
        if choice.name in choices:
            choice.write(choices[choice.name])


def _choices(root: QWidget) -> Iterator[_Choice]:
    for widget in root.findChildren(QWidget):
        name = widget.objectName()
        if not name or name.startswith("qt_") or widget.property(_KEEPS_NO_CHOICE):
            continue
        match widget:
            case QAbstractButton() if widget.isCheckable() and not _has_action(widget):
                yield _Choice(name, widget.isChecked, widget.setChecked)
            case QComboBox():
                yield _Choice(name, partial(_entry, widget), partial(_choose_entry, widget))
            case QAbstractSlider() | QSpinBox() | QDoubleSpinBox():
                yield _Choice(name, widget.value, widget.setValue)
            case QLineEdit():
                yield _Choice(name, widget.text, widget.setText)
            case QTabWidget():
                yield _Choice(name, widget.currentIndex, widget.setCurrentIndex)
            case QSplitter():
                yield _Choice(name, widget.sizes, partial(_share_out, widget))
            case QTableView():
                yield _Choice(f"{name}.order", partial(_order, widget), partial(_sort, widget))
                yield _Choice(f"{name}.rows", partial(_rows, widget), partial(_select, widget))
            case _:
                pass
        if isinstance(widget, QAbstractScrollArea):
            bar = widget.verticalScrollBar()
            yield _Choice(f"{name}.scroll", bar.value, partial(_LateScroll, widget))


def _has_action(button: QAbstractButton) -> bool:
    """Whether a button only repeats the state of an action."""
    return isinstance(button, QToolButton) and bool(button.defaultAction())


def _entry(box: QComboBox) -> tuple[object, int]:
    return box.currentData(), box.currentIndex()


def _choose_entry(box: QComboBox, entry: tuple[object, int]) -> None:
    data, index = entry
    box.setCurrentIndex(index if data is None else box.findData(data))


def _share_out(splitter: QSplitter, sizes: list[int]) -> None:
    # All are 0 before the splitter is first shown.
    if any(sizes):
        splitter.setSizes(sizes)


def _order(table: QTableView) -> tuple[int, Qt.SortOrder]:
    header = table.horizontalHeader()
    return header.sortIndicatorSection(), header.sortIndicatorOrder()


def _sort(table: QTableView, order: tuple[int, Qt.SortOrder]) -> None:
    if table.isSortingEnabled():
        table.sortByColumn(*order)


def _rows(table: QTableView) -> list[int]:
    return sorted({index.row() for index in table.selectedIndexes()})


def _select(table: QTableView, rows: list[int]) -> None:
    flag = QItemSelectionModel.SelectionFlag
    for row in rows:
        table.selectionModel().select(table.model().index(row, 0), flag.Select | flag.Rows)


class _LateScroll(QWidget):
    """Scrolls an area once it is shown with enough in it, unless a person scrolls before.

    A widget without a size, because children are shown together with their parent.
    """

    def __init__(self, area: QAbstractScrollArea, value: int) -> None:
        super().__init__(area)
        self._area, self._bar, self._value = area, area.verticalScrollBar(), value
        # Queued, because a list that is first shown scrolls to its current item.
        self._bar.rangeChanged.connect(self._scroll, Qt.ConnectionType.QueuedConnection)
        self._bar.actionTriggered.connect(self.deleteLater)
        self.resize(0, 0)

    def _scroll(self) -> None:
        if self._area.isVisible():
            self._bar.setValue(self._value)
            if self._bar.value() == self._value:
                self.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        """Scroll after the area is shown."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._scroll)
