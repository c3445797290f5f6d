"""The value that a person asks about."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.recognition.activations import PROBABILITIES, Activations
from core.recognition.explain import Explanation, Index, explain_value
from core.recognition.main_path import Step, main_path
from lenet_desktop.state.inspection import Inspection

_LEAST = 0.3
"""Least probability of an answer that evidence is shown for."""


class Question(QObject):
    """Follows the mouse and the keys from value to value, or keeps the value that was pinned."""

    changed = Signal()
    """Another value is asked about, or none."""

    def __init__(self, inspection: Inspection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._hovered: tuple[str, Index] | None = None
        self._pinned: tuple[str, Index] | None = None
        self._traced: tuple[Activations, tuple[Step, ...]] | None = None

    @property
    def pinned(self) -> tuple[str, Index] | None:
        """The stage and the index of the pinned value."""
        return self._pinned

    @property
    def explanation(self) -> Explanation | None:
        """How the value is computed; None if none is asked about."""
        asked = self._pinned or self._hovered
        if asked is None:
            return None
        try:
            return explain_value(self._inspection.activations, *asked)
        except LookupError:
            # The pinned value is one of another network.
            return None

    @property
    def has_answer(self) -> bool:
        """Whether the pad is not blank, and a digit stands out."""
        shares = self._inspection.activations.values[PROBABILITIES]
        return bool(self._inspection.image.any()) and float(shares.max()) >= _LEAST

    @property
    def path(self) -> tuple[Step, ...]:
        """The main path to the answer, while nothing is asked about.

        Empty if there is none: for a blank pad, and if no digit stands out.
        """
        if self.explanation is not None or not self.has_answer:
            return ()
        found = self._inspection.activations
        if self._traced is None or self._traced[0] is not found:
            self._traced = found, main_path(found)
        return self._traced[1]

    def ask(self, stage: str, index: Index | None) -> None:
        """Ask about a value, or about none, unless one is pinned."""
        asked = None if index is None else (stage, index)
        if asked != self._hovered:
            self._hovered = asked
            if self._pinned is None:
                self.changed.emit()

    def pin(self, stage: str, index: Index) -> None:
        """Keep asking about a value; the same value again is released."""
        self._pinned = None if self._pinned == (stage, index) else (stage, index)
        self.changed.emit()

    def release(self) -> None:
        """Let go of the pinned value."""
        if self._pinned is not None:
            self._pinned = None
            self.changed.emit()
