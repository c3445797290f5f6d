"""The panel of lessons: their list, or the one that is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.errors import UserError
from lenet_desktop.lessons.desk import WindowDesk
from lenet_desktop.lessons.highlight import Highlight
from lenet_desktop.lessons.lesson_list import LessonList
from lenet_desktop.lessons.step_view import StepView
from lenet_desktop.state.lessons.lesson import Step
from lenet_desktop.state.lessons.lessons import Lessons
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.text.plain import shortened
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, heading
from lenet_desktop.widgets.controls.buttons import icon_button

INTERVAL = 200
"""Milliseconds between two checks of a step that is not done."""
WIDTH = 320


class LessonsPanel(Card):
    """Shows the lessons beside the pages, and points at controls of these.

    While a step waits to be done, it is checked several times a second: what ends it may be any
    choice in any control.
    """

    closed = Signal()
    """The user has closed the panel."""
    preset_requested = Signal(object)
    """A `Preset` that the user wants on the Train page."""
    experiment_requested = Signal(str)
    """The name of a prepared experiment that the user wants on the Train page."""

    def __init__(
        self,
        lessons: Lessons,
        desk: WindowDesk,
        highlight: Highlight,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lessons_panel")
        self._lessons, self._desk, self._highlight = lessons, desk, highlight
        self._notices = notices
        self._pointed: Step | None = None
        self._to_list = icon_button("lessons_list_button", "previous", self.tr("All lessons"), self)
        self._to_list.clicked.connect(lessons.leave)
        close = icon_button("lessons_close_button", "close", self.tr("Close the lessons"), self)
        close.clicked.connect(self.closed)
        self.list = LessonList(lessons, settings, notices, self)
        self.list.chosen.connect(self.open)
        self._step = StepView(lessons, desk, self)
        self._step.point_requested.connect(self._point)
        self._step.setup_requested.connect(self._set_up)
        self._step.link_clicked.connect(self._follow_link)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._step)
        head = QHBoxLayout()
        head.addWidget(self._to_list)
        head.addWidget(heading(self.tr("Lessons"), self), 1)
        head.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        self._checks = QTimer(self, interval=INTERVAL)
        self._checks.timeout.connect(self._check)
        lessons.changed.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        """Return a width at which the text can be read."""
        return QSize(WIDTH - 5 * UNIT, 300)

    def sizeHint(self) -> QSize:
        """Return a comfortable width."""
        return QSize(WIDTH, 600)

    def open(self, file: Path) -> None:
        """Open a lesson; if that fails, a message says why and nothing changes."""
        try:
            self._lessons.open(file)
        except UserError as error:
            self._notices.error(error)

    def _follow(self) -> None:
        """Show the list or the step, and arrange the window for it."""
        if not self.isVisible():
            return
        lesson, step = self._lessons.lesson, self._lessons.step
        self._stack.setCurrentIndex(0 if step is None else 1)
        self._to_list.setVisible(step is not None)
        waits = step is not None and bool(step.checks) and not self._lessons.is_done
        if waits != self._checks.isActive():
            self._checks.start() if waits else self._checks.stop()
        if step is None:
            self.list.refresh()
        if step is not self._pointed:
            self._pointed = step
            self._desk.forget_clicks()
            self._desk.hide_only(lesson.hides if lesson else ())
            self._point()
        if waits:
            self._check()

    def _point(self) -> None:
        """Show the page of the step and the control that it points at."""
        step = self._lessons.step
        if step is None or not step.page:
            self._highlight.point_at(None)
        if step is None:
            return
        if step.page:
            self._desk.show_page(step.page)
        self._highlight.point_at(self._desk.control(step.point) if step.point else None)
        self._highlight.reveal()

    def _set_up(self) -> None:
        step = self._lessons.step
        assert step is not None
        if step.preset is not None:
            self.preset_requested.emit(step.preset)
        if step.experiment:
            self.experiment_requested.emit(step.experiment)

    def _follow_link(self, address: str) -> None:
        """Show what a link names within the program; the address of a web page is copied."""
        kind, _, name = address.partition(":")
        match kind:
            case "page":
                self._desk.show_page(name)
            case "control":
                self._highlight.point_at(self._desk.control(name))
                self._highlight.reveal()
            case "https":
                QGuiApplication.clipboard().setText(address)
                text = self.tr("The address was copied: {address}")
                self._notices.info(text.format(address=shortened(address)))
            case _:
                self._notices.info(self.tr("This link leads to nothing in the program."))

    def _check(self) -> None:
        self._lessons.check(self._desk)

    def showEvent(self, event: QShowEvent) -> None:
        """Take up the lesson where it was left."""
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the window as it is without a lesson."""
        super().hideEvent(event)
        self._checks.stop()
        self._pointed = None
        self._desk.hide_only(())
        self._highlight.point_at(None)
