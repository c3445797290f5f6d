"""The card of the selected digits: an enlarged drawing, its prediction and the commands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.digits import LABELS, NOT_A_DIGIT
from core.ink.drawing import Drawing
from lenet_desktop.my_digits.ink_view import InkView
from lenet_desktop.text.labels import label_in_sentence
from lenet_desktop.text.numbers import probability
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, caption, heading
from lenet_desktop.widgets.controls.buttons import icon_button, push_button
from lenet_desktop.widgets.controls.label_buttons import LabelButtons
from lenet_desktop.widgets.images.example_tiles import ReadExample


class DigitDetails(Card):
    """Shows the current drawing; relabelling and deletion apply to all selected drawings."""

    label_requested = Signal(int)
    """The new label of the selected drawings."""
    pad_requested = Signal()
    inside_requested = Signal()
    deletion_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ink = InkView(self)
        self._title = heading("", self)
        self._title.setObjectName("my_digit_title")
        self._description = caption("", self)
        self._description.setObjectName("my_digit_words")
        self._label_buttons = LabelButtons(self)
        self._label_buttons.chosen.connect(self.label_requested)
        self._open = push_button("open_my_digit_button", self.tr("&Open on the Pad"), self)
        self._open.setToolTip(self.tr("Open this drawing on the pad (Enter)"))
        self._open.clicked.connect(self.pad_requested)
        tip = self.tr("Show how the network reads this drawing")
        self._inside = icon_button("inside_my_digit_button", "network", tip, self)
        self._inside.clicked.connect(self.inside_requested)
        tip = self.tr("Delete from My Digits (Del)")
        self._delete = icon_button("delete_my_digit_button", "delete", tip, self)
        self._delete.setAccessibleName(self.tr("Delete from My Digits"))
        self._delete.clicked.connect(self.deletion_requested)
        foot = QHBoxLayout()
        foot.setSpacing(UNIT)
        foot.addWidget(self._open, 1)
        foot.addWidget(self._inside)
        foot.addWidget(self._delete)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 12)
        layout.setSpacing(UNIT)
        layout.addWidget(self.ink, 1)
        layout.addSpacing(UNIT // 2)
        layout.addWidget(self._title)
        layout.addWidget(self._description)
        layout.addWidget(self._label_buttons)
        layout.addLayout(foot)
        layout.addStretch()
        self.show_chosen(None, ())

    def show_chosen(self, example: ReadExample | None, chosen: Sequence[Drawing]) -> None:
        """Show the selected drawings.

        Parameters
        ----------
        example
            The prediction of the current drawing; None without one.
        chosen
            The selected drawings, the current one last.
        """
        has_any = example is not None and len(chosen) > 0
        self.ink.show_drawing(chosen[-1] if has_any else None)
        for control in (self._label_buttons, self._open, self._delete):
            control.setEnabled(has_any)
        for control in (self._open, self._inside):
            control.setEnabled(len(chosen) == 1)
        labels = {drawing.label or "" for drawing in chosen}
        self._label_buttons.show_label(LABELS.index(labels.pop()) if len(labels) == 1 else None)
        self._description.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        if example is None or not chosen:
            self._title.setText(self.tr("No digit selected"))
            self._description.setText(self.tr("Select a digit to view it."))
        elif len(chosen) > 1:
            self._title.setText(self.tr("%Ln digit(s) selected", "", len(chosen)))
            self._description.setText(
                self.tr("Press a digit key or click a digit to relabel them.")
            )
        else:
            self._show_example(example)

    def _show_example(self, example: ReadExample) -> None:
        label = label_in_sentence(example.label)
        self._title.setText(self.tr("Labelled {digit}").format(digit=label))
        text = self.tr("Predicted {digit} with {share} confidence")
        if example.label == NOT_A_DIGIT and example.is_correct:
            text = self.tr("Rejected; the closest digit is {digit} ({share})")
        share = probability(example.confidence)
        self._description.setText(text.format(digit=example.predicted, share=share))
        if not example.is_correct:
            self._description.setForegroundRole(QPalette.ColorRole.BrightText)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the drawing square and the text below it."""
        self.ink.setMaximumHeight(self.width() - 4 * UNIT)
        super().resizeEvent(event)
