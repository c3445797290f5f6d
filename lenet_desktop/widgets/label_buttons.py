"""A row of buttons to label a drawing with one of the ten digits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.digits import N_DIGITS
from lenet_desktop.text.plain import literal
from lenet_desktop.widgets.card import caption

_SHIFT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
"""Modifiers that some keyboards need to type digits."""


class LabelButtons(QWidget):
    """Ten buttons; that of the current label is checked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digit_row")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(caption(self.tr("This is"), self))
        layout.addSpacing(4)
        self._buttons = [QToolButton(self) for _ in range(N_DIGITS)]
        for digit, button in enumerate(self._buttons):
            button.setObjectName(f"digit_{digit}")
            button.setText(str(digit))
            button.setCheckable(True)
            button.setProperty("small", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(1)
            button.setAccessibleName(self.tr("This is {digit}").format(digit=digit))
            button.setToolTip(
                literal(
                    self.tr("Keep it in My Digits as {digit} (key {digit})").format(digit=digit)
                )
            )
            button.clicked.connect(partial(self._choose, digit))
            layout.addWidget(button, 1)
        self._digit: int | None = None

    @property
    def digit(self) -> int | None:
        """The checked digit."""
        return self._digit

    def show_digit(self, digit: int | None) -> None:
        """Check the button of a label, or none."""
        self._digit = digit
        for place, button in enumerate(self._buttons):
            button.setChecked(place == digit)

    def _choose(self, digit: int) -> None:
        # It is down once it is kept, not because it was clicked.
        self.show_digit(self._digit)
        self.chosen.emit(digit)


def pressed_digit(event: QKeyEvent) -> int | None:
    """Return the digit of a key; None for other keys and for key repeats."""
    is_plain = not event.modifiers() & ~_SHIFT
    text = event.text()
    is_digit = text.isascii() and text.isdecimal()
    return int(text) if is_digit and is_plain and not event.isAutoRepeat() else None
