"""Keeping the keyboard focus off hidden pages.

Qt focuses a widget of a hidden page when asked to; that widget then receives the keys that are
meant for the visible page.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QWidget


def focus_if_visible(widget: QWidget) -> None:
    """Move the keyboard focus to a widget, unless it or its page is hidden."""
    if widget.isVisible():
        widget.setFocus()


def forget_hidden_focus(page: QWidget) -> None:
    """Let a page that is being shown forget which of its widgets had the focus if that is hidden.

    Qt would return the focus to it, although it was hidden while the page was.
    """
    last = cast("QWidget | None", page.focusWidget())
    if last is not None and not last.isVisibleTo(page):
        last.clearFocus()
