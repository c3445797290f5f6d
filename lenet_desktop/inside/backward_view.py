"""The backward pass: the gradient of the loss in place of the values, and a check of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from core.digits import N_DIGITS
from core.network.weights import Weights
from core.recognition.activations import sections_of
from core.recognition.gradient_check import GradientCheck, check_gradient
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.text.networks import layer_title
from lenet_desktop.text.numbers import decimal, significant, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label, caption
from lenet_desktop.widgets.controls.buttons import push_button

_SHOWN = 2
"""Parameters whose two gradients are written out."""


class BackwardView(QWidget):
    """Chooses a digit for the loss, and checks the gradient of a layer."""

    def __init__(self, inspection: Inspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._listed: Weights | None = None
        self._label = QComboBox(self)
        self._label.setObjectName("backward_box")
        self._label.setAccessibleName(self.tr("Digit that the loss takes as correct"))
        self._label.addItem(self.tr("Show values"), None)
        for digit in range(N_DIGITS):
            self._label.addItem(self.tr("If this were a {digit}").format(digit=digit), digit)
        self._layer = QComboBox(self)
        self._layer.setObjectName("gradient_layer_box")
        self._layer.setAccessibleName(self.tr("Layer whose gradient is checked"))
        self._check = push_button("gradient_check_button", self.tr("Check gradient"), self)
        self._loss_text, self._check_text = Label("", self), Label("", self)
        self._lay_out()
        self._list_layers()
        self._label.currentIndexChanged.connect(self._choose)
        self._check.clicked.connect(self._check_now)
        self._layer.currentIndexChanged.connect(self._forget_check)
        inspection.drawn_changed.connect(self._list_layers)
        inspection.rested.connect(self._follow)
        self._follow()

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(UNIT)
        layout.setVerticalSpacing(UNIT)
        layout.addWidget(caption(self.tr("Gradient of the loss"), self), 0, 0)
        layout.addWidget(self._label, 1, 0)
        layout.addWidget(self._loss_text, 2, 0)
        layout.setColumnMinimumWidth(1, 2 * UNIT)
        layout.addWidget(caption(self.tr("Finite differences in float64"), self), 0, 2, 1, 2)
        layout.addWidget(self._layer, 1, 2)
        layout.addWidget(self._check, 1, 3)
        layout.addWidget(self._check_text, 2, 2, 1, 2)
        for text in (self._loss_text, self._check_text):
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
        for column in (0, 2):
            layout.setColumnStretch(column, 1)
        layout.setRowStretch(2, 1)

    def minimumSizeHint(self) -> QSize:
        """Return room for the controls and a line of text."""
        return QSize(400, 5 * self.fontMetrics().height() + 6 * UNIT)

    def _list_layers(self) -> None:
        """Offer the layers of the network that have weights."""
        weights = self._inspection.weights
        if weights is self._listed:
            return
        self._listed = weights
        names = [n for n in sections_of(weights.network) if f"{n}.weight" in weights.arrays]
        if names != [self._layer.itemData(place) for place in range(self._layer.count())]:
            self._layer.clear()
            for name in names:
                self._layer.addItem(layer_title(name), name)
        # The layers of an ensemble are those of its networks.
        for control in (self._layer, self._check):
            control.setEnabled(bool(names))

    def _choose(self) -> None:
        self._inspection.target = self._label.currentData()

    def _follow(self) -> None:
        self._forget_check()
        if not self.isVisible():
            return
        slopes = self._inspection.gradients
        if slopes is None:
            text = self.tr("Choose a digit to see the gradient of the loss in place of the values.")
        else:
            text = self.tr(
                "Loss: {loss}. Blue: a larger value would raise the loss; orange: lower it. "
                "A training step moves every weight against its gradient."
            ).format(loss=decimal(slopes.loss, 4))
        self._loss_text.setText(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Describe the current gradient."""
        super().showEvent(event)
        self._follow()

    def _forget_check(self) -> None:
        self._check_text.setText(
            self.tr("Compares the backward pass with the change of the loss on this very image.")
        )

    def _check_now(self) -> None:
        inspection = self._inspection
        values = inspection.activations.values
        label = inspection.target
        if label is None:
            label = int(values[tuple(values)[-1]].argmax())
        stage = str(self._layer.currentData())
        check = check_gradient(inspection.weights, inspection.image, label, stage)
        self._check_text.setText(self._describe(check))

    def _describe(self, check: GradientCheck) -> str:
        pairs = zip(check.names, check.backward, check.differences, strict=True)
        lines = [
            f"{name}: {_precise(found)} | {_precise(expected)}" for name, found, expected in pairs
        ]
        text = self.tr(
            "Relative error over {count} weights: {error}. Backward pass | differences:"
        ).format(count=whole(len(check.names)), error=significant(check.relative_error, 2))
        return "\n".join([text, *lines[:_SHOWN]])


def _precise(value: float) -> str:
    return significant(value, 7).replace("-", "−")
