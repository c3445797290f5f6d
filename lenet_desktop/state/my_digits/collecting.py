"""Collecting digits: the program asks for one after the other in a mixed order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.digits import N_DIGITS
from core.ink.shared_drawings import ink_of
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps


@dataclass(frozen=True, eq=False)
class _Collected:
    digit: int
    content: PadContent


class Collecting(QObject):
    """Asks for digits, and adds what is drawn on the pad to My Digits.

    Each round of ten asks for every digit once, so that all are collected about equally often.

    Parameters
    ----------
    pad_history
        Contents of the pad.
    my_digits
        The collection.
    seed
        The seed of the order; None for a different one each time.
    """

    changed = Signal()
    """`digit` or `count` has changed."""

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
        self._coming: list[int] = []
        self._collected: list[_Collected] = []
        self.digit: int | None = None
        """The digit to draw; None while nothing is collected."""

    @property
    def is_active(self) -> bool:
        """Whether digits are being collected."""
        return self.digit is not None

    @property
    def count(self) -> int:
        """Number of digits collected since the start."""
        return len(self._collected)

    def start(self) -> None:
        """Clear the pad and ask for the first digit."""
        self._collected, self._coming = [], []
        self._clear()
        self._ask()

    def stop(self) -> None:
        """Stop asking; what was collected is kept."""
        self.digit = None
        self.changed.emit()

    def accept(self) -> None:
        """Add the drawing to My Digits and ask for the next digit; a blank pad changes nothing."""
        self._pad_history.commit(steps.stroke)
        content, digit = self._pad_history.value, self.digit
        if digit is None or not content.strokes:
            return
        strokes = [stroke.points for stroke in content.strokes]
        self._my_digits.keep(strokes, digit)
        if self._my_digits.label_of(strokes) != digit:
            return  # It cannot be kept, and a message says why.
        self._collected.append(_Collected(digit, content))
        self._clear()
        self._ask()

    def skip(self) -> None:
        """Ask for another digit; the skipped one comes again later."""
        if self.digit is not None:
            self._coming.insert(0, self.digit)
            self._ask()

    def undo(self) -> None:
        """Take the last digit out of My Digits and put it on the pad, to be drawn once more."""
        if self.digit is None or not self._collected:
            return
        last = self._collected.pop()
        ink = ink_of([stroke.points for stroke in last.content.strokes])
        self._my_digits.delete(
            [drawing for drawing in self._my_digits.drawings if ink_of(drawing.strokes) == ink]
        )
        self._coming.append(self.digit)
        self._pad_history.replace(last.content, steps.stroke)
        self.digit = last.digit
        self.changed.emit()

    def _clear(self) -> None:
        if not self._pad_history.value.is_blank:
            self._pad_history.replace(PadContent(), steps.clear)

    def _ask(self) -> None:
        """Ask for the next digit, which is another one than before."""
        if len(self._coming) <= 1:
            self._coming = self._rng.permutation(N_DIGITS).tolist() + self._coming
        if self._coming[-1] == self.digit:
            self._coming.insert(0, self._coming.pop())
        self.digit = self._coming.pop()
        self.changed.emit()
