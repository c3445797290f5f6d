"""The history of an immutable value: what is shown, what is committed, undo and redo."""

from __future__ import annotations

from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from lenet_desktop.state.undo import Step, UndoStack

UNDO_STEPS = 500

T = TypeVar("T")


class SnapshotHistory(QObject, Generic[T]):
    """Holds a value, previews a change while a gesture lasts, and commits it as one undo step.

    The value is never changed in place, so that undoing a step only restores the value before it.

    Parameters
    ----------
    value
        The first value.
    undo_steps
        The number of steps that can be undone; the oldest ones are dropped.
    """

    changed = Signal()
    """Emitted when `value` is replaced by another one."""

    def __init__(
        self, value: T, parent: QObject | None = None, *, undo_steps: int = UNDO_STEPS
    ) -> None:
        super().__init__(parent)
        self.undo_stack = UndoStack(undo_steps, self)
        self._value = self._committed = value

    @property
    def value(self) -> T:
        """The current value, which includes an unfinished gesture."""
        return self._value

    def show(self, value: T) -> None:
        """Preview a value without making it a step."""
        if value is not self._value:
            self._value = value
            self.changed.emit()

    def commit(self, text: str) -> None:
        """Make the previewed value a step, called `text` in the Edit menu."""
        if self._value is not self._committed:
            undo = partial(self._settle, self._committed)
            self.undo_stack.push(Step(text, undo, partial(self._settle, self._value)))

    def revert(self) -> None:
        """Drop what was previewed since the last step."""
        self.show(self._committed)

    def replace(self, value: T, text: str) -> None:
        """Replace the value in a step of its own."""
        self.revert()
        self.show(value)
        self.commit(text)

    def _settle(self, value: T) -> None:
        self._committed = value
        self.show(value)
