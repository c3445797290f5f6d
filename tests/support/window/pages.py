"""Going through the pages of a window."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtTest import QTest

from lenet_desktop.widgets.page import Page
from lenet_desktop.window.main_window import MainWindow


def each_page(window: MainWindow) -> Iterator[Page]:
    """Bring each page to the front, one after the other."""
    for page in window.pages:
        window.tabs.setCurrentWidget(page)
        QTest.qWait(1)
        QTest.qWait(1)  # A page that is shown for the first time is laid out twice.
        yield page
