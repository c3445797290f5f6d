"""The model card of the current network: a summary and a dialog with all details."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.network.weights import Weights
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.text.datasets import title_of_test_set, title_of_training_set
from lenet_desktop.text.networks import (
    activation_names,
    network_name,
    pooling_names,
    preset_name,
)
from lenet_desktop.text.numbers import per_cent
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT, text_width
from lenet_desktop.widgets.card import Label, caption, heading
from lenet_desktop.widgets.controls.buttons import flat_button
from lenet_desktop.widgets.screen import resize_dialog

_CHARACTERS = 32
"""Width of the values."""


class NetworkCard(QWidget):
    """Shows the name and test accuracy of the current network, with buttons for it."""

    change_requested = Signal()
    """The user wants to choose another network."""

    def __init__(self, network: CurrentNetwork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network = network
        self._name = heading("", self)
        self._name.setObjectName("weights_name")
        self._summary = caption("", self)
        self._summary.setObjectName("weights_summary")
        self._summary.setWordWrap(True)
        self._summary.setToolTip(
            self.tr("The architecture, and the accuracy on images that it was not trained on")
        )
        details = flat_button("details_button", self.tr("Detai&ls"), self)
        details.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        details.setToolTip(self.tr("Show the model card of this network"))
        details.setAccessibleName(self.tr("Details of the network"))
        details.clicked.connect(self.show_card)
        change = flat_button("change_network_button", self.tr("Chan&ge…"), self)
        change.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        change.setToolTip(self.tr("Choose another network: bundled, a file, or one of my runs"))
        change.setAccessibleName(self.tr("Change the network"))
        change.clicked.connect(self.change_requested)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(4)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self._name, 0, 0)
        layout.addWidget(change, 0, 1)
        layout.addWidget(details, 0, 2)
        layout.addWidget(self._summary, 1, 0, 1, 3)
        network.changed.connect(self._refresh)
        network.renamed.connect(self._refresh)
        self._refresh()

    def show_card(self) -> None:
        """Open the dialog with all details."""
        show_network_details(self._network, self.window())

    def _refresh(self) -> None:
        card, path = self._network.weights.card, self._network.path
        width = 22 * self.fontMetrics().averageCharWidth()
        name = self._network.name
        elided = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width)
        self._name.setText(elided)
        self._name.setToolTip(literal(str(path)))
        text = self.tr("{network}, test accuracy unknown")
        if card.test_accuracy is not None:
            text = self.tr("{network}, test accuracy {accuracy}")
            if card.test_set:
                text = self.tr("{network}, {accuracy} of {data} correct")
        accuracy, data = _percentage(card.test_accuracy), title_of_test_set(card.test_set)
        self._summary.setText(text.format(network=network_name(card), accuracy=accuracy, data=data))


def show_network_details(network: CurrentNetwork, window: QWidget) -> None:
    """Open the model card of a network in a modeless dialog."""
    dialog = NetworkDetailsDialog(network.weights, network.path, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()


class NetworkDetailsDialog(QDialog):
    """Shows all entries of a model card."""

    def __init__(self, weights: Weights, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("model_card")
        self.setWindowTitle(self.tr("Network"))
        card = weights.card
        parameters = sum(array.size for array in weights.arrays.values())
        functions = (
            (self.tr("Activation"), activation_names()[card.activation]),
            (self.tr("Pooling"), pooling_names()[card.pooling]),
        )
        content = QWidget(self)
        rows = QFormLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(3 * UNIT)
        rows.setVerticalSpacing(UNIT)
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for name, value in (
            (self.tr("File"), str(path)),
            (self.tr("Test accuracy"), _percentage(card.test_accuracy)),
            (self.tr("Test images"), card.test_set and title_of_test_set(card.test_set)),
            (self.tr("Temperature"), _decimal(card.temperature)),
            (self.tr("Energy threshold"), _decimal(card.energy_threshold)),
            (self.tr("Trained on"), title_of_training_set(card.dataset)),
            (self.tr("Preset"), preset_name(card.preset)),
            (self.tr("Epoch"), _integer(card.epoch)),
            (self.tr("Seed"), _integer(card.seed)),
            (self.tr("Network"), network_name(card)),
            *(functions if card.architecture == "lenet5" else ()),
            (self.tr("Parameters"), _integer(parameters)),
            (self.tr("Date"), _date(card.date)),
            (self.tr("Program version"), card.program_version),
        ):
            text = Label(value or self.tr("Unknown"), self)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setWordWrap(True)
            text.setMinimumWidth(text_width(text.font(), _CHARACTERS))
            rows.addRow(caption(name, self), text)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(content)
        for part in (content, area.viewport()):
            part.setAutoFillBackground(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        width = content.sizeHint().width() + area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(width)
        height = content.heightForWidth(width) + buttons.sizeHint().height() + 7 * UNIT
        resize_dialog(self, QSize(width + 6 * UNIT, height))


def _percentage(share: float | None) -> str:
    return "" if share is None else per_cent(share, 2)


def _decimal(value: float | None) -> str:
    return "" if value is None else QLocale().toString(value, "f", 4)


def _integer(value: int | None) -> str:
    return "" if value is None else QLocale().toString(value)


def _date(day: date | None) -> str:
    return (
        ""
        if day is None
        else QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat)
    )
