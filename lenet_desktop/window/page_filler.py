"""Gives the pages their content after the first paint, so that none blocks the window for long."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from lenet_desktop.widgets.page import Page, Tabs


class PageFiller(QObject):
    """Fills the pages that have not been shown, in several turns of the event loop.

    Parameters
    ----------
    tabs
        The tabs with the pages, which become the parent.
    """

    finished = Signal()
    """Emitted once, when every page has its content."""

    def __init__(self, tabs: Tabs) -> None:
        super().__init__(tabs)
        self._steps = _fill(tabs)
        self._is_finished = False
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)

    def start(self) -> None:
        """Begin, unless that has been done."""
        if not (self._is_finished or self._turn.isActive()):
            self._turn.start()

    def stop(self) -> None:
        """Do nothing more."""
        self._turn.stop()
        self._is_finished = True

    def _go_on(self) -> None:
        if next(self._steps, None) is None:
            self.stop()
            self.finished.emit()


def _fill(tabs: Tabs) -> Iterator[Page]:
    """Do a step of the work before each page is yielded."""
    for page in tabs.pages:
        if not page.is_filled:
            page.fill()
            yield page
        page.polish()
        yield page
