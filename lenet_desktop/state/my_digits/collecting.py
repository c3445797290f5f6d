"""Collecting digits: the program asks for one after the other in a mixed order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from core.digits import LABELS, NOT_A_DIGIT
from core.ink.drawing import ink_of
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps

PAUSE_MS = 1200
"""Milliseconds for which the pen rests before a drawing is taken: a 4 or a 5 has two strokes."""


@dataclass(frozen=True, eq=False)
class _Collected:
    label: int
    content: PadContent


class Collecting(QObject):
    """Asks for digits, and adds what is drawn on the pad to My Digits.

    Each round of eleven asks for every digit once, so that all are collected about equally often,
    and once for what is not a digit.

    Parameters
    ----------
    pad_history
        Contents of the pad.
    my_digits
        The collection.
    seed
        The seed of the order; None for a different one each time.

    Attributes
    ----------
    is_automatic
        Whether a drawing is accepted once the pen rests.
    """

    changed = Signal()
    """`label` or `count` has changed."""

    def __init__(
        self,
        pad_history: SnapshotHistory[PadContent],
        my_digits: MyDigits,
        parent: QObject | None = None,
        *,
        seed: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._pad_history, self._my_digits = pad_history, my_digits
        self._rng = np.random.default_rng(seed)
        self.is_automatic = False
        self._rest = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._rest.timeout.connect(self.accept)
        pad_history.changed.connect(self._rest.stop)
        pad_history.undo_stack.changed.connect(self._wait_for_rest)
        self._coming: list[int] = []
        self._collected: list[_Collected] = []
        self.label: int | None = None
        """The label of what to draw; None while nothing is collected."""

    @property
    def is_active(self) -> bool:
        """Whether digits are being collected."""
        return self.label is not None

    @property
    def count(self) -> int:
        """Number of drawings collected since the start."""
        return len(self._collected)

    def start(self) -> None:
        """Clear the pad and ask for the first drawing."""
        self._collected, self._coming = [], []
        self._clear()
        self._ask()

    def stop(self) -> None:
        """Stop asking; what was collected is kept."""
        self.label = None
        self._rest.stop()
        self.changed.emit()

    def accept(self) -> None:
        """Add the drawing to My Digits and ask for the next one; a blank pad changes nothing."""
        self._rest.stop()
        self._pad_history.commit(steps.stroke)
        content, label = self._pad_history.value, self.label
        if label is None or not content.strokes:
            return
        strokes = [stroke.points for stroke in content.strokes]
        self._my_digits.keep(strokes, label)
        if self._my_digits.label_of(strokes) != label:
            return  # It cannot be kept, and a message says why.
        self._collected.append(_Collected(label, content))
        self._clear()
        self._ask()

    def skip(self) -> None:
        """Ask for another drawing; a skipped digit comes again later."""
        if self.label is not None:
            if self.label not in (NOT_A_DIGIT, *self._coming):
                self._coming.insert(0, self.label)
            self._ask()

    def undo(self) -> None:
        """Take the last drawing out of My Digits and put it on the pad, to be drawn once more."""
        if self.label is None or not self._collected:
            return
        last = self._collected.pop()
        ink = ink_of([stroke.points for stroke in last.content.strokes])
        self._my_digits.delete(
            [drawing for drawing in self._my_digits.drawings if drawing.ink == ink]
        )
        self._coming.append(self.label)
        self._pad_history.replace(last.content, steps.stroke)
        self._rest.stop()
        self.label = last.label
        self.changed.emit()

    def _wait_for_rest(self) -> None:
        """Accept the drawing in a while if its newest stroke was just drawn."""
        stack = self._pad_history.undo_stack
        step, is_undone = stack.undo_step, stack.redo_step is not None
        is_drawn = step is not None and step.text is steps.stroke and not is_undone
        if self.is_automatic and self.is_active and is_drawn:
            self._rest.start()
        else:
            self._rest.stop()

    def _clear(self) -> None:
        if not self._pad_history.value.is_blank:
            self._pad_history.replace(PadContent(), steps.clear)

    def _ask(self) -> None:
        """Ask for the next drawing, with another label than before."""
        if len(self._coming) <= 1:
            self._coming = self._rng.permutation(len(LABELS)).tolist() + self._coming
        if self._coming[-1] == self.label:
            self._coming.insert(0, self._coming.pop())
        self.label = self._coming.pop()
        self.changed.emit()
