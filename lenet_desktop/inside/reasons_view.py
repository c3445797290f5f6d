"""Why this answer, and what would make it another: choices, and their results as text."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QSlider, QWidget

from core.digits import N_DIGITS
from core.recognition.activations import PROBABILITIES
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.state.reasons import Reasons
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.numbers import decimal, per_cent, probability
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label, caption

_STEPS = 100


class ReasonsView(QWidget):
    """Chooses an overlay for the pad, and a digit that the drawing is to be changed to."""

    def __init__(
        self, inspection: Inspection, reasons: Reasons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._inspection, self._reasons = inspection, reasons
        self._overlay = QComboBox(self)
        self._overlay.setObjectName("overlay_box")
        self._overlay.setAccessibleName(self.tr("What supports the answer"))
        self._overlay.addItem(self.tr("Show nothing"), None)
        self._overlay.addItem(self.tr("Gradient × input"), "saliency")
        self._overlay.addItem(self.tr("Occlusion"), "occlusion")
        self._target = QComboBox(self)
        self._target.setObjectName("target_box")
        self._target.setAccessibleName(self.tr("Digit to change the drawing to"))
        self._target.addItem(self.tr("Change nothing"), None)
        for digit in range(N_DIGITS):
            self._target.addItem(self.tr("Make it a {digit}").format(digit=digit), digit)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("target_slider")
        self._slider.setAccessibleName(self.tr("From the drawing to the changed image"))
        self._slider.setRange(0, _STEPS)
        self._overlay_text, self._target_text = Label("", self), Label("", self)
        self._lay_out()
        self._overlay.currentIndexChanged.connect(self._ask)
        self._target.currentIndexChanged.connect(self._ask)
        self._slider.valueChanged.connect(self._blend)
        reasons.changed.connect(self._follow)
        inspection.rested.connect(self._describe)

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(4 * UNIT)
        layout.setVerticalSpacing(UNIT)
        for column, (title, box, text) in enumerate(
            (
                (self.tr("Why this answer"), self._overlay, self._overlay_text),
                (self.tr("What would make it another"), self._target, self._target_text),
            )
        ):
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
            layout.addWidget(caption(title, self), 0, column)
            layout.addWidget(box, 1, column)
            layout.addWidget(text, 3, column)
            layout.setColumnStretch(column, 1)
        layout.addWidget(self._slider, 2, 1)
        layout.setRowStretch(3, 1)

    def minimumSizeHint(self) -> QSize:
        """Return room for the controls and a line of text."""
        return QSize(400, 4 * self.fontMetrics().height() + 8 * UNIT)

    def _ask(self) -> None:
        self._reasons.ask(self._overlay.currentData(), self._target.currentData())
        self._describe()

    def _follow(self) -> None:
        """Show what was found: the whole change at first."""
        found = self._reasons.found
        if found is not None and found.changed is not None:
            self._slider.setValue(_STEPS)
            self._blend()
        else:
            self._inspection.blend(None)
        self._describe()

    def _blend(self) -> None:
        found = self._reasons.found
        if found is not None and found.changed is not None:
            self._inspection.blend(found.changed, self._slider.value() / _STEPS)

    def showEvent(self, event: QShowEvent) -> None:
        """Describe what was found while the view was hidden."""
        super().showEvent(event)
        self._describe()

    def _describe(self) -> None:
        if not self.isVisible():
            return
        found = self._reasons.found
        self._slider.setEnabled(found is not None and found.changed is not None)
        self._overlay_text.setText(self._overlay_words())
        self._target_text.setText(self._target_words())

    def _overlay_words(self) -> str:
        method, found = self._reasons.method, self._reasons.found
        if method is None:
            return self.tr("Choose a method to see on the pad which ink the answer rests on.")
        if found is None or found.attribution is None:
            return self._missing_words()
        if not self._inspection.ink:
            return self.tr("The overlay needs a drawing that is redrawn by the program.")
        if method == "saliency":
            text = self.tr(
                "Gradient × input: blue ink raises the logit of {digit}, orange ink lowers it."
            )
            return text.format(digit=found.label)
        text = self.tr(
            "Occlusion: without the 5×5 square around the strongest point, "
            "the probability of {digit} falls by {share}."
        )
        share = per_cent(max(float(found.attribution.max()), 0.0))
        return text.format(digit=found.label, share=share)

    def _missing_words(self) -> str:
        """Return the text that is shown in place of the reasons."""
        if self._reasons.failure is not None:
            return error_message(self._reasons.failure, self.tr("Not found: {reason}"))
        return self.tr("Draw a digit.") if not self._inspection.drawn.any() else ""

    def _target_words(self) -> str:
        target, found = self._reasons.target, self._reasons.found
        if target is None:
            return self.tr("Choose a digit to see the small change of the image that leads to it.")
        if found is None:
            return self._missing_words()
        if found.changed is None:
            return self.tr("No small change makes this a {digit}.").format(digit=target)
        probabilities = self._inspection.activations.values[PROBABILITIES]
        best = int(probabilities.argmax())
        text = self.tr(
            "The image is changed by {change} of its length ({greys} grey levels at most). "
            "Now it is read as {digit}, {share}."
        )
        difference = self._inspection.image - self._inspection.drawn
        change = np.linalg.norm(difference) / np.linalg.norm(self._inspection.drawn)
        return text.format(
            change=per_cent(float(change), 0),
            greys=decimal(float(np.abs(difference).max()) * 255, 0),
            digit=best,
            share=probability(float(probabilities[best])),
        )
