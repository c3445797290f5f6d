"""The list of lessons: those of the program, and those of a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lenet_desktop.state.lessons.lesson import Lesson, load_lesson
from lenet_desktop.state.lessons.lessons import Lessons
from lenet_desktop.state.lessons.library import own_lessons, shipped_files
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.text.language import current_language
from lenet_desktop.text.numbers import whole
from lenet_desktop.text.plain import literal, shortened
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.controls.buttons import push_button
from lenet_desktop.widgets.dialogs import ask_for_folder


class LessonList(QWidget):
    """Offers lessons, and says how much of each is done."""

    chosen = Signal(Path)
    """The file of the lesson that the user wants to open."""

    def __init__(
        self, lessons: Lessons, settings: Settings, notices: Notices, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lessons, self._settings, self._notices = lessons, settings, notices
        intro = caption(
            self.tr(
                "Each lesson is done in the program itself, which checks every step."
                " You can leave a lesson and take it up again at any time."
            ),
            self,
        )
        intro.setWordWrap(True)
        self._list = QListWidget(self)
        self._list.setObjectName("lessons_list")
        self._list.setAccessibleName(self.tr("Lessons"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWordWrap(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setSpacing(UNIT // 4)
        self._list.itemActivated.connect(self._open)
        self._list.itemClicked.connect(self._open)
        folder = push_button("lessons_folder_button", self.tr("Open a &Folder of Lessons…"), self)
        folder.clicked.connect(self._choose_folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(intro)
        layout.addWidget(self._list, 1)
        layout.addWidget(folder)

    def refresh(self) -> None:
        """List the lessons again."""
        row = self._list.currentRow()
        self._list.clear()
        for number, file in enumerate(shipped_files(current_language()), start=1):
            self._add(load_lesson(file), whole(number))
        folder = self._settings.lessons_folder
        if folder is not None:
            for lesson in own_lessons(folder)[0]:
                self._add(lesson)
        self._list.setCurrentRow(min(max(row, 0), self._list.count() - 1))

    def _add(self, lesson: Lesson, number: str = "") -> None:
        title = f"{number}  {lesson.title}" if number else shortened(lesson.title)
        item = QListWidgetItem(f"{title}\n{self._state_of(lesson)}")
        item.setData(Qt.ItemDataRole.UserRole, str(lesson.file))
        item.setToolTip(literal(lesson.summary))
        self._list.addItem(item)

    def _state_of(self, lesson: Lesson) -> str:
        done, steps = len(self._lessons.place_in(lesson).done), len(lesson.steps)
        parts = [self.tr("{n} min").format(n=whole(lesson.minutes))] if lesson.minutes else []
        if done == steps:
            parts.append(self.tr("done"))
        elif done:
            text = self.tr("{done} of {steps} steps done")
            parts.append(text.format(done=whole(done), steps=whole(steps)))
        return " · ".join(parts)

    def _open(self, item: QListWidgetItem) -> None:
        self.chosen.emit(Path(str(item.data(Qt.ItemDataRole.UserRole))))

    def _choose_folder(self) -> None:
        folder = ask_for_folder(self, self._settings, self.tr("Open a Folder of Lessons"))
        if folder is not None:
            self.open_folder(folder)

    def open_folder(self, folder: Path) -> None:
        """List the lessons of a folder too; what cannot be read is reported in one line."""
        lessons, errors = own_lessons(folder)
        if errors:
            self._notices.error(errors[0])
        elif not lessons:
            text = self.tr("{folder} contains no lessons (files ending in .md).")
            self._notices.info(text.format(folder=folder.name))
        if lessons:
            self._settings.lessons_folder = folder
            self.refresh()
