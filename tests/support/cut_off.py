"""Whether a widget has less room than its text needs."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


def is_cut_off(widget: QWidget) -> bool:
    size = widget.size()
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return size.height() < widget.heightForWidth(size.width())
        return bool(widget.text()) and size.boundedTo(widget.sizeHint()) != widget.sizeHint()
    least = widget.minimumSizeHint()
    if isinstance(widget, QAbstractButton) and not widget.icon().isNull():
        return size.width() < least.width()
    return size.boundedTo(least) != least
