"""Explaining the control that the user clicks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from lenet_desktop.text.glossary import term_of


class ControlFinder(QObject):
    """Waits for a click on a control, which does nothing else; Escape ends it."""

    found = Signal(str)
    """Emitted with the name of the term that explains the control; empty if there is none."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._application = cast("QApplication", QApplication.instance())
        self._is_active = False

    def start(self) -> None:
        """Wait for a click."""
        if not self._is_active:
            self._is_active = True
            QApplication.setOverrideCursor(Qt.CursorShape.WhatsThisCursor)
            # Only while it waits: the filter sees every event of the program.
            self._application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the click."""
        del watched
        match event:
            case QMouseEvent() if event.type() in (
                QEvent.Type.MouseButtonPress,
                QEvent.Type.MouseButtonDblClick,
            ):
                self._end()
                control = QApplication.widgetAt(event.globalPosition().toPoint())
                self.found.emit(term_of(names_around(control)) or "")
                return True
            case QKeyEvent() if event.key() == Qt.Key.Key_Escape:
                self._end()
                return True
            case _:
                return False

    def _end(self) -> None:
        self._is_active = False
        self._application.removeEventFilter(self)
        QApplication.restoreOverrideCursor()


def names_around(control: QWidget | None) -> Iterator[str]:
    """Yield the object names of a control and of the widgets around it."""
    while control is not None:
        yield control.objectName()
        control = control.parentWidget()
