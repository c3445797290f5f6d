"""The steps that can be undone and redone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Step:
    """A change, as what undoes and what redoes it."""

    text: str
    """Its name in the Edit menu."""
    undo: Callable[[], None]
    redo: Callable[[], None]


class UndoStack(QObject):
    """Holds the newest steps.

    QUndoStack is not used because it owns its commands: Python's garbage collector deletes commands
    that are written in Python and part of a cycle, and the stack then deletes them again.

    Parameters
    ----------
    limit
        The number of steps held; the oldest ones are dropped.
    """

    changed = Signal()
    """Emitted after a step was pushed, undone or redone."""

    def __init__(self, limit: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: deque[Step] = deque(maxlen=limit)
        self._undone: list[Step] = []

    def __len__(self) -> int:
        return len(self._done) + len(self._undone)

    @property
    def undo_step(self) -> Step | None:
        """The step that `undo` undoes, if there is one."""
        return self._done[-1] if self._done else None

    @property
    def redo_step(self) -> Step | None:
        """The step that `redo` redoes, if there is one."""
        return self._undone[-1] if self._undone else None

    def push(self, step: Step) -> None:
        """Do a new step; the undone ones are dropped."""
        self._undone = [step]
        self.redo()

    def undo(self) -> None:
        """Undo the newest step, if there is one."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            step.undo()
            self.changed.emit()

    def redo(self) -> None:
        """Redo the step that was undone last, if there is one."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            step.redo()
            self.changed.emit()
