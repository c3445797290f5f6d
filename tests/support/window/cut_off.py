"""Whether a widget has less room than its text needs."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget


def is_cut_off(widget: QWidget) -> bool:
    size = widget.size()
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return size.height() < widget.heightForWidth(size.width())
        # A line is measured a pixel higher once Qt has drawn a glyph of another font beside it.
        needed = widget.sizeHint() - QSize(0, 1)
        return bool(widget.text()) and size.boundedTo(needed) != needed
    least = widget.minimumSizeHint()
    if isinstance(widget, QAbstractButton) and not widget.icon().isNull():
        return size.width() < least.width()
    return size.boundedTo(least) != least
