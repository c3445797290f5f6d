"""A row of buttons to label a drawing: one of the ten digits, or not a digit."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.digits import N_DIGITS, NOT_A_DIGIT
from lenet_desktop.text.labels import label_title
from lenet_desktop.text.plain import literal
from lenet_desktop.widgets.card import caption

_SHIFT = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
"""Modifiers that some keyboards need to type digits."""
_ROOMY = 26
"""Width in pixels of a digit's button from which there is room for the caption too."""


class LabelButtons(QWidget):
    """Eleven buttons; that of the current label is checked."""

    chosen = Signal(int)
    """The label of the clicked button, see `core.digits.LABELS`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digit_row")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        self._caption = caption(self.tr("This is"), self)
        self._caption.setContentsMargins(0, 0, 4, 0)
        layout.addWidget(self._caption)
        self._buttons = [self._make_button(digit) for digit in range(N_DIGITS)]
        for digit, button in enumerate(self._buttons):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setMinimumWidth(1)
            button.setAccessibleName(self.tr("This is {digit}").format(digit=digit))
            tip = self.tr("Keep it in My Digits as {digit} (key {digit})")
            button.setToolTip(literal(tip.format(digit=digit)))
            layout.addWidget(button, 1)
        other = self._make_button(NOT_A_DIGIT)
        other.setObjectName("not_a_digit")
        other.setAccessibleName(self.tr("This is not a digit"))
        other.setToolTip(
            self.tr("Keep it in My Digits as an example of what is not a digit (key N)")
        )
        self._buttons.append(other)
        layout.addWidget(other)
        self._label: int | None = None

    def _make_button(self, label: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"digit_{label}")
        button.setText(label_title(label))
        button.setCheckable(True)
        button.setProperty("small", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._choose, label))
        return button

    @property
    def label(self) -> int | None:
        """The checked label."""
        return self._label

    def show_label(self, label: int | None) -> None:
        """Check the button of a label, or none."""
        self._label = label
        for place, button in enumerate(self._buttons):
            button.setChecked(place == label)

    def _choose(self, label: int) -> None:
        # It is down once it is kept, not because it was clicked.
        self.show_label(self._label)
        self.chosen.emit(label)

    def minimumSizeHint(self) -> QSize:
        """Return the size without the caption."""
        hint = super().minimumSizeHint()
        shown = 0 if self._caption.isHidden() else self._caption.minimumSizeHint().width()
        return QSize(hint.width() - shown, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the caption if there is room for it."""
        super().resizeEvent(event)
        needed = self._caption.sizeHint().width() + self._buttons[NOT_A_DIGIT].sizeHint().width()
        self._caption.setVisible(self.width() >= needed + _ROOMY * N_DIGITS)


def pressed_label(event: QKeyEvent) -> int | None:
    """Return the label of a key: a digit, or N; None for other keys and for key repeats."""
    if event.modifiers() & ~_SHIFT or event.isAutoRepeat():
        return None
    text = event.text()
    if text.lower() == "n":
        return NOT_A_DIGIT
    return int(text) if text.isascii() and text.isdecimal() else None
