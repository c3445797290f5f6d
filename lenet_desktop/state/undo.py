"""A stack of steps that can be undone and redone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

MOST_BYTES = 50_000_000
"""Memory of the steps of a history: a dozen pictures, or three million points."""

Text: TypeAlias = Callable[[], str]
"""Writes a text in the language of the moment: a step may outlast a change of the language."""


@dataclass(frozen=True)
class Step:
    """A change that can be undone and redone."""

    text: Text
    """Its name in the Edit menu, or the message about it."""
    undo: Callable[[], None]
    redo: Callable[[], None]
    n_bytes: int = 0
    """The memory that the step keeps, as far as it matters."""


class UndoStack(QObject):
    """Holds the newest steps.

    QUndoStack is not suitable because it owns its commands: Python's garbage collector deletes
    Python commands that are part of a cycle, and the stack then deletes them again.

    Parameters
    ----------
    limit
        Maximum number of steps; the oldest are dropped.
    most_bytes
        Maximum memory of the steps, except that the newest is always kept.
    """

    changed = Signal()
    """A step was pushed, undone or redone."""

    def __init__(
        self, limit: int, parent: QObject | None = None, *, most_bytes: int = MOST_BYTES
    ) -> None:
        super().__init__(parent)
        self._most_bytes = most_bytes
        self._done: deque[Step] = deque(maxlen=limit)
        self._undone: list[Step] = []

    def __len__(self) -> int:
        return len(self._done) + len(self._undone)

    @property
    def undo_step(self) -> Step | None:
        """The next step to undo; None if there is none."""
        return self._done[-1] if self._done else None

    @property
    def redo_step(self) -> Step | None:
        """The next step to redo; None if there is none."""
        return self._undone[-1] if self._undone else None

    def push(self, step: Step) -> None:
        """Execute and add a step; undone steps are dropped."""
        self._undone = [step]
        self.redo()
        n_bytes = sum(each.n_bytes for each in self._done)
        while n_bytes > self._most_bytes and len(self._done) > 1:
            n_bytes -= self._done.popleft().n_bytes

    def undo(self) -> None:
        """Undo the newest step, if there is one."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step)
            step.undo()
            self.changed.emit()

    def redo(self) -> None:
        """Redo the last undone step, if there is one."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step)
            step.redo()
            self.changed.emit()
