"""The pages, and the panel of lessons beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QWidget

from lenet_desktop.lessons.desk import WindowDesk
from lenet_desktop.lessons.highlight import Highlight
from lenet_desktop.lessons.panel import WIDTH, LessonsPanel
from lenet_desktop.state.lessons.lessons import Lessons
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.widgets.page import Tabs

_LEAST = QSize(560, 460)
"""Room for a page beside the panel; a page that needs more is scrolled."""


class PagesAndLessons(QSplitter):
    """Contains the pages; beside the panel, those that do not fit are scrolled."""

    is_open_changed = Signal(bool)
    """The panel was opened or closed; the smallest size of the window is another."""

    def __init__(
        self,
        lessons: Lessons,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("lessons_splitter")
        self.setChildrenCollapsible(False)
        self._area = _PageArea(self)
        tabs = self.tabs = self._area.tabs
        highlight = Highlight(self._area.viewport())
        self.panel = LessonsPanel(lessons, WindowDesk(tabs), highlight, settings, notices, self)
        self.panel.closed.connect(self._close)
        self.addWidget(self._area)
        self.addWidget(self.panel)
        self.setStretchFactor(0, 1)
        self.panel.hide()

    @property
    def is_open(self) -> bool:
        """Whether the panel is shown."""
        return not self.panel.isHidden()

    @property
    def comfortable_width(self) -> int:
        """Width at which nothing is scrolled sideways, in pixels."""
        return self.tabs.least_size.width() + self.handleWidth() + self.panel.sizeHint().width()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the panel."""
        if is_open != self.is_open:
            self._area.set_scrolled(is_open)
            self.panel.setVisible(is_open)
            self.setSizes([max(self.width() - WIDTH, 1), WIDTH])
            self.is_open_changed.emit(is_open)

    def _close(self) -> None:
        self.set_open(False)


class _PageArea(QScrollArea):
    """Scrolls the pages if there is a panel beside them and they do not fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        tabs = self.tabs = Tabs(self.viewport())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(tabs)
        self._is_scrolled = False
        tabs.hints_changed.connect(self.updateGeometry)
        tabs.currentChanged.connect(self._scroll_to_start)

    def set_scrolled(self, is_scrolled: bool) -> None:
        """Say whether the area may be smaller than the pages."""
        self._is_scrolled = is_scrolled
        self.tabs.fit_current(is_scrolled)
        self.updateGeometry()

    def _scroll_to_start(self) -> None:
        self.horizontalScrollBar().setValue(0)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size of the pages, or less if they are scrolled."""
        least = self.tabs.least_size
        return least.boundedTo(_LEAST) if self._is_scrolled else least

    def sizeHint(self) -> QSize:
        """Return the comfortable size of the pages."""
        return self.tabs.sizeHint()
