"""A field for some of the ten digits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from core.digits import N_DIGITS


class DigitsBox(QLineEdit):
    """Reads every digit that is typed, whatever stands between them.

    As in a number box, nothing typed is refused, and nothing is read before it is committed.
    """

    valueChanged = Signal(tuple)  # noqa: N815 - as in a number box
    """Emitted with the new value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: tuple[int, ...] = ()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText(self.tr("none"))
        self.editingFinished.connect(self.interpretText)

    def value(self) -> tuple[int, ...]:
        """Return the digits in order."""
        return self._value

    def setValue(self, digits: Sequence[int]) -> None:  # noqa: N802
        """Show digits."""
        before, self._value = self._value, tuple(sorted(set(digits)))
        self.setText(digits_text(self._value))
        if self._value != before:
            self.valueChanged.emit(self._value)

    def interpretText(self) -> None:  # noqa: N802
        """Read what was typed."""
        # Digits of any script; a superscript is a digit without a decimal value.
        self.setValue([int(letter) for letter in self.text() if letter.isdecimal()])


def digits_text(digits: Sequence[int]) -> str:
    """Return digits as a list."""
    assert all(0 <= digit < N_DIGITS for digit in digits)
    return ", ".join(map(str, digits))
