"""The panel beside the pad: prediction, network input, probabilities, network and device."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lenet_desktop.charts.probability_bars import ProbabilityBars
from lenet_desktop.draw.device_badge import DeviceBadge
from lenet_desktop.draw.network_card import NetworkCard
from lenet_desktop.draw.prediction import Prediction
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.reader import Reader
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.actions import make_action
from lenet_desktop.widgets.card import Card, caption, separator
from lenet_desktop.widgets.controls.buttons import flat_button
from lenet_desktop.widgets.controls.label_buttons import LabelButtons
from lenet_desktop.widgets.images.pixel_image import PixelImage

TALL = 1.8
"""Height of the panel, in widths, from which the network input is below the prediction."""
MAX_BARS_HEIGHT = 400
"""Maximum height in pixels of the card of probabilities, unless the panel is very high."""
BARS_SHARE = 0.45
"""Its maximum height as a share of the panel's."""


class ReadingPanel(QWidget):
    """Shows the current reading, its label in My Digits, the network and the device."""

    inside_requested = Signal()
    """The user wants to know why the digit is read so."""
    label_requested = Signal(int)
    """The label that the user gave the selected digit."""

    def __init__(
        self,
        reader: Reader,
        my_digits: MyDigits,
        network: CurrentNetwork,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._reader, self._my_digits = reader, my_digits
        self._prediction = Prediction(self)
        self._network_input = PixelImage(self)
        self._label_buttons = LabelButtons(self)
        self._label_buttons.chosen.connect(self.label_requested)
        self._probabilities = ProbabilityBars(Qt.Orientation.Horizontal, self)
        self._probabilities.setObjectName("probabilities")
        self._probabilities.setToolTip(
            self.tr("Probability of each digit: the softmax of the network's ten outputs")
        )
        self._subject = caption("")
        self._subject.setObjectName("probability_subject")
        self._why = flat_button("why_button", self.tr("Why?"), self)
        self._why.setToolTip(self.tr("Show how the network computes this answer"))
        self._why.clicked.connect(self.inside_requested)
        policy = self._why.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._why.setSizePolicy(policy)
        self._make_actions()
        self.model_card = NetworkCard(network, self)
        self.device = DeviceBadge(self)
        self._cards = (
            self._make_prediction_card(),
            self._make_probability_card(),
            self._make_card(self.model_card, separator(), self.device),
        )
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for card, stretch in zip(self._cards, (1, 1, 0), strict=True):
            layout.addWidget(card, stretch)
        self.set_gap(UNIT)
        reader.changed.connect(self._show_reading)
        my_digits.changed.connect(self._show_label)
        self._prediction.digit_clicked.connect(reader.select)
        self._show_reading()

    def _make_actions(self) -> None:
        self.previous_digit = make_action(
            self,
            "action_previous_digit",
            self.tr("Pre&vious Digit of the Number"),
            self._select_previous,
            shortcut="Alt+Left",
        )
        self.next_digit = make_action(
            self,
            "action_next_digit",
            self.tr("Ne&xt Digit of the Number"),
            self._select_next,
            shortcut="Alt+Right",
        )

    def _select_previous(self) -> None:
        self._reader.select(self._reader.selected - 1)

    def _select_next(self) -> None:
        self._reader.select(self._reader.selected + 1)

    def _show_reading(self) -> None:
        reading, selected = self._reader.reading, self._reader.selected
        is_blank = self._reader.content.is_blank
        self._prediction.show_reading(reading, selected, is_blank=is_blank)
        self._network_input.show_pixels(self._reader.image)
        digit = reading.digits[selected] if reading.digits else None
        self._probabilities.show_probabilities(
            digit.probabilities if digit else None, is_sure=digit is not None and not digit.unsure
        )
        self._why.setVisible(digit is not None)
        self._show_label()
        count = len(reading.digits)
        self.previous_digit.setEnabled(selected > 0)
        self.next_digit.setEnabled(selected + 1 < count)
        self._subject.setText(
            self.tr("Probability, digit {number} of {count}").format(
                number=self.locale().toString(selected + 1), count=self.locale().toString(count)
            )
            if count > 1
            else self.tr("Probability")
        )

    def _show_label(self) -> None:
        """Show the label of the digit in My Digits."""
        self._label_buttons.setEnabled(bool(self._reader.reading.digits))
        self._label_buttons.show_label(self._my_digits.label_of(self._reader.ink))

    def _make_card(self, *widgets: QWidget, gap: int = UNIT) -> Card:
        card = Card(self)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        for widget in widgets:
            layout.addWidget(widget)
        return card

    def _make_prediction_card(self) -> Card:
        network_input = QVBoxLayout()
        network_input.setSpacing(4)
        network_input.addWidget(self._network_input, 1)
        subject = caption(self.tr("Network input"))
        subject.setAlignment(Qt.AlignmentFlag.AlignCenter)
        network_input.addWidget(subject)
        both = QWidget(self)
        answer = self._prediction_layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        answer.setContentsMargins(0, 0, 0, 0)
        answer.setSpacing(2 * UNIT)
        answer.addWidget(self._prediction, 1)
        answer.addLayout(network_input, 1)
        return self._make_card(both, self._label_buttons)

    def _make_probability_card(self) -> Card:
        head = QWidget(self)
        layout = QHBoxLayout(head)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._subject, 1)
        layout.addWidget(self._why)
        return self._make_card(head, self._probabilities, gap=UNIT // 2)

    def set_gap(self, gap: int) -> None:
        """Set the gap between the cards, at least `UNIT`, and their margins accordingly."""
        self._gap = gap
        self._layout.setSpacing(gap)
        inside = UNIT // 2 + gap // 2
        for card in self._cards:
            card.setContentsMargins(2 * UNIT, inside, 2 * UNIT, inside)

    def least_height(self) -> int:
        """Return the least height in pixels, with the smallest gap between the cards."""
        wider = self._gap - UNIT
        gaps, margins = (len(self._cards) - 1) * wider, 2 * len(self._cards) * (wider // 2)
        return self._layout.minimumSize().height() - gaps - margins

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the prediction by the shape of the panel."""
        direction = QBoxLayout.Direction
        is_tall = self.height() >= TALL * self.width()
        self._cards[1].setMaximumHeight(max(MAX_BARS_HEIGHT, round(BARS_SHARE * self.height())))
        self._prediction_layout.setDirection(
            direction.TopToBottom if is_tall else direction.LeftToRight
        )
        super().resizeEvent(event)
