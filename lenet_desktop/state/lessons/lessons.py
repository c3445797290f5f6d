"""The lesson that is open, and how far the reader is in each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.paths import absolute
from lenet_desktop.state.lessons.facts import Desk, Facts, Start, start_of
from lenet_desktop.state.lessons.lesson import Lesson, Step, load_lesson
from lenet_desktop.state.lessons.library import in_language, is_shipped
from lenet_desktop.state.workspace import Workspace


@dataclass(frozen=True)
class Place:
    """How far a reader is in a lesson.

    Attributes
    ----------
    step
        The step that was shown last, from 0.
    done
        The steps that are done.
    """

    step: int = 0
    done: frozenset[int] = frozenset()


class Lessons(QObject):
    """Opens a lesson, checks its steps, and remembers the place in it.

    Parameters
    ----------
    workspace
        What the steps are checked against.
    """

    changed = Signal()
    """Another lesson or step is open, or a step was done."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._settings = workspace, workspace.settings
        self.lesson: Lesson | None = None
        """The open lesson; None for the list of lessons."""
        self._place = Place()
        self._start: Start | None = None

    @property
    def place(self) -> Place:
        """The place in the open lesson."""
        return self._place

    @property
    def step(self) -> Step | None:
        """The step that is shown; None without a lesson."""
        return self.lesson.steps[self._place.step] if self.lesson else None

    @property
    def is_done(self) -> bool:
        """Whether the step that is shown is done."""
        return self._place.step in self._place.done

    def place_in(self, lesson: Lesson) -> Place:
        """Return the remembered place in a lesson."""
        step, done = self._settings.lesson_place(_key(lesson.file))
        last = len(lesson.steps) - 1
        return Place(min(step, last), frozenset(number for number in done if number <= last))

    def open(self, file: Path) -> None:
        """Open a lesson where it was left.

        Raises
        ------
        UserError
            If the file cannot be read; nothing changes.
        """
        lesson = load_lesson(file)
        self.lesson, self._place = lesson, self.place_in(lesson)
        self._begin()

    def leave(self) -> None:
        """Close the lesson; its place is remembered."""
        self.lesson = None
        self.changed.emit()

    def go(self, step: int) -> None:
        """Show another step; a step without a condition that is passed is done."""
        assert self.lesson is not None
        done = self._place.done
        if step > self._place.step and not self.lesson.steps[self._place.step].checks:
            done |= {self._place.step}
        self._place = Place(min(max(step, 0), len(self.lesson.steps) - 1), done)
        self._begin()

    def finish(self) -> None:
        """Pass the last step and close the lesson, which begins at its first step next time."""
        assert self.lesson is not None
        self.go(len(self.lesson.steps))
        self.go(0)
        self.leave()

    def check(self, desk: Desk) -> None:
        """Note if the step that is shown is done now."""
        step = self.step
        if step is None or not step.checks or self.is_done:
            return
        if self._start is None:
            self._start = start_of(self._workspace, desk)
        facts = Facts(self._workspace, desk, self._start)
        if all(check(facts) for check in step.checks):
            self._place = Place(self._place.step, self._place.done | {self._place.step})
            self._remember()
            self.changed.emit()

    def speak(self, language: str) -> None:
        """Read the open lesson in another language, if it has one; the place stays."""
        if self.lesson is None:
            return
        file = in_language(self.lesson.file, language)
        if file != self.lesson.file:
            self.lesson = load_lesson(file)
            self.changed.emit()

    def _begin(self) -> None:
        self._start = None
        self._remember()
        self.changed.emit()

    def _remember(self) -> None:
        assert self.lesson is not None
        place = self._place
        self._settings.set_lesson_place(_key(self.lesson.file), place.step, sorted(place.done))


def _key(file: Path) -> str:
    """Return what the place in a lesson is remembered under: the same in each language."""
    return file.stem if is_shipped(file) else str(absolute(file))
