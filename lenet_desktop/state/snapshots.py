"""The history of an immutable value: preview, commit, undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from lenet_desktop.state.undo import Step, Text, UndoStack

UNDO_STEPS = 500

T = TypeVar("T")


class SnapshotHistory(QObject, Generic[T]):
    """Holds a value, previews changes during a gesture, and commits them as one undo step.

    Values are never modified, so that undoing a step only restores the previous value.

    Parameters
    ----------
    value
        The initial value.
    undo_steps
        Maximum number of steps; the oldest are dropped.
    bytes_of
        Returns the memory of a value that it does not share with another one, in bytes.
    """

    changed = Signal()
    """`value` has changed."""

    def __init__(
        self,
        value: T,
        parent: QObject | None = None,
        *,
        undo_steps: int = UNDO_STEPS,
        bytes_of: Callable[[T, T], int] = lambda _, __: 0,
    ) -> None:
        super().__init__(parent)
        self._bytes_of = bytes_of
        self.undo_stack = UndoStack(undo_steps, self)
        self._value = self._committed = value

    @property
    def value(self) -> T:
        """The current value, including an unfinished gesture."""
        return self._value

    @property
    def is_preview(self) -> bool:
        """Whether the value is that of an unfinished gesture."""
        return self._value is not self._committed

    def show(self, value: T) -> None:
        """Preview a value without adding a step."""
        if value is not self._value:
            self._value = value
            self.changed.emit()

    def commit(self, text: Text = str) -> None:
        """Add the previewed value as a step.

        Parameters
        ----------
        text
            Name of the step in the Edit menu; it must not refer to a widget.
        """
        if self.is_preview:
            undo, redo = (partial(self._settle, v) for v in (self._committed, self._value))
            n_bytes = self._bytes_of(self._value, self._committed)
            self.undo_stack.push(Step(text, undo, redo, n_bytes))

    def revert(self) -> None:
        """Discard the preview."""
        self.show(self._committed)

    def replace(self, value: T, text: Text = str) -> None:
        """Replace the value as a separate step."""
        self.revert()
        self.show(value)
        self.commit(text)

    def _settle(self, value: T) -> None:
        self._committed = value
        self.show(value)
