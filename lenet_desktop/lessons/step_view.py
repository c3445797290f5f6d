"""An open lesson: the text of a step, whether it is done, and the way to the next."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lenet_desktop.lessons.desk import WindowDesk
from lenet_desktop.lessons.lesson_text import LessonText
from lenet_desktop.state.lessons.lessons import Lessons
from lenet_desktop.text.numbers import whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label, caption, heading
from lenet_desktop.widgets.controls.buttons import flat_button, push_button
from lenet_desktop.widgets.progress import ProgressBar

_LABEL = re.compile(r"\{\{([\w-]+)\}\}")
"""The name of a control in a text, such as ``{{train_button}}``."""


class StepView(QWidget):
    """Shows the step of the open lesson."""

    point_requested = Signal()
    """The user wants to see which control is meant."""
    setup_requested = Signal()
    """The user wants the settings of the step."""

    link_clicked = Signal(str)
    """The address of a link in the text."""

    def __init__(self, lessons: Lessons, desk: WindowDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lessons, self._desk = lessons, desk
        self._shown: object = None
        self._lesson = caption("", self)
        self._lesson.setWordWrap(True)
        self._count = caption("", self, is_small=True)
        self._count.setObjectName("lesson_count")
        self._bar = ProgressBar("lesson_progress", self.tr("Steps done"), self)
        self._title = heading("", self, "title")
        self._title.setObjectName("lesson_step_title")
        self._title.setWordWrap(True)
        self._text = LessonText(self)
        self._text.link_clicked.connect(self.link_clicked)
        self._state = Label("", self)
        self._state.setObjectName("lesson_state")
        self._state.setWordWrap(True)
        self._point = flat_button("lesson_point_button", self.tr("Show me where"), self)
        self._point.clicked.connect(self.point_requested)
        self._setup = flat_button("lesson_setup_button", self.tr("Fill in these settings"), self)
        self._setup.clicked.connect(self.setup_requested)
        self._back = push_button("lesson_back_button", self.tr("&Back"), self)
        self._back.clicked.connect(self._go_back)
        self._next = push_button("lesson_next_button", "", self)
        self._next.clicked.connect(self._go_on)
        for button in (self._point, self._setup):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        lessons.changed.connect(self._follow)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.addWidget(self._point)
        tools.addWidget(self._setup)
        tools.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        buttons.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        for widget in (self._lesson, self._bar, self._count, self._title):
            layout.addWidget(widget)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._state)
        layout.addLayout(tools)
        layout.addLayout(buttons)

    def _follow(self) -> None:
        lessons = self._lessons
        lesson, step = lessons.lesson, lessons.step
        if lesson is None or step is None:
            return
        number, steps = lessons.place.step, len(lesson.steps)
        self._lesson.setText(lesson.title)
        text = self.tr("Step {step} of {steps}, {done} done")
        done = len(lessons.place.done)
        self._count.setText(
            text.format(step=whole(number + 1), steps=whole(steps), done=whole(done))
        )
        self._bar.setRange(0, steps)
        self._bar.setValue(done)
        if step is not self._shown:
            self._shown = step
            self._title.setText(step.title)
            self._text.show_text(_LABEL.sub(self._label, step.text))
            self.setAccessibleName(step.title)
        self._point.setVisible(bool(step.point or step.page))
        self._setup.setVisible(step.preset is not None or bool(step.experiment))
        self._back.setEnabled(number > 0)
        self._show_state()

    def _show_state(self) -> None:
        lessons, step = self._lessons, self._lessons.step
        assert step is not None
        assert lessons.lesson is not None
        is_open = bool(step.checks) and not lessons.is_done
        is_last = lessons.place.step == len(lessons.lesson.steps) - 1
        if lessons.is_done and step.checks:
            self._state.setText(self.tr("✓ Done"))
        else:
            self._state.setText(self.tr("The lesson continues when you have done this."))
        self._state.setVisible(bool(step.checks))
        self._set_state("open" if is_open else "done")
        text = self.tr("&Finish") if is_last else self.tr("&Next")
        text = self.tr("&Skip") if is_open else text
        self._next.setText(text)
        self._next.setAccessibleName(text.replace("&", ""))

    def _set_state(self, state: str) -> None:
        """Restyle what depends on whether the step is done."""
        self._next.setProperty("primary", state == "done")
        self._state.setProperty("lesson", state)
        for widget in (self._next, self._state):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        if state == "done" and self._state.isVisible():
            QAccessible.updateAccessibility(QAccessibleEvent(self._state, QAccessible.Event.Alert))

    def _label(self, match: re.Match[str]) -> str:
        """Write the text of a control where the lesson names the control."""
        return self._desk.label(match[1])

    def _go_back(self) -> None:
        self._lessons.go(self._lessons.place.step - 1)

    def _go_on(self) -> None:
        lessons = self._lessons
        assert lessons.lesson is not None
        if lessons.place.step + 1 < len(lessons.lesson.steps):
            lessons.go(lessons.place.step + 1)
        else:
            lessons.finish()
