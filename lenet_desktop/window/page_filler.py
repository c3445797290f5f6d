"""Gives the pages their content after the first paint, so that none blocks the window for long."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from lenet_desktop.widgets.page import Tabs


class PageFiller(QObject):
    """Fills the pages in several turns of the event loop, that in front first.

    Parameters
    ----------
    tabs
        The tabs with the pages, which become the parent.
    """

    front_filled = Signal()
    """Emitted once, when the page in front has its content."""
    finished = Signal()
    """Emitted once, when every page has its content."""

    def __init__(self, tabs: Tabs) -> None:
        super().__init__(tabs)
        self._tabs, self._steps = tabs, self._fill()
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
        step = next(self._steps, None)
        if step is None:
            self.stop()
            self.finished.emit()
        else:
            step()

    def _fill(self) -> Iterator[Callable[[], None]]:
        """Yield the steps of the work; none in the turn that began it, which had work enough."""
        yield lambda: None
        front = self._tabs.currentWidget()
        for page in sorted(self._tabs.pages, key=lambda page: page is not front):
            while not page.is_filled:
                yield page.fill_part
            yield page.polish
            if page is front:
                yield self.front_filled.emit
