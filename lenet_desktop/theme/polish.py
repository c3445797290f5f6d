"""Giving widgets the colours of another palette.

The style sheet names colours as roles of the palette, which Qt looks up when it polishes a widget.
To polish all widgets would block the window; a page that is hidden can wait until it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_WAITS, _IS_DUE = "waitsForPolish", "isPolishDue"
_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def wait_for_polish(widget: QWidget) -> None:
    """Leave a widget and its children out of `polish` while it is hidden.

    It calls `catch_up` when it is shown.
    """
    widget.setProperty(_WAITS, True)


def catch_up(widget: QWidget) -> None:
    """Polish a widget if it was left out."""
    if widget.property(_IS_DUE):
        widget.setProperty(_IS_DUE, False)
        polish(widget)


def polish(root: QWidget) -> None:
    """Give a widget and its children the colours of the palette, unless they wait."""
    widgets = [each for each in _below(root) if each.testAttribute(_POLISHED)]
    for widget in widgets:
        widget.style().unpolish(widget)
    for widget in widgets:
        widget.style().polish(widget)


def _below(widget: QWidget) -> Iterator[QWidget]:
    if widget.property(_WAITS) and not widget.isVisible():
        widget.setProperty(_IS_DUE, True)
        return
    yield widget
    for child in QWidget.findChildren(widget, QWidget, options=_DIRECT):
        yield from _below(child)
