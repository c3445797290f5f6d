"""The setup of a run: data, plan, initial weights and device."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from core.device import Device, DeviceChoice
from core.errors import UserError
from core.training.plan import Plan
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.speed import TrainingSpeed
from lenet_desktop.text.numbers import duration, significant
from lenet_desktop.theme.metrics import UNIT, text_width
from lenet_desktop.train.form.data_choice import DataChoice
from lenet_desktop.train.form.device_form import DeviceForm
from lenet_desktop.train.form.plan_form import PlanForm
from lenet_desktop.widgets.card import Label, caption
from lenet_desktop.widgets.controls.number_boxes import WholeBox

MOST_NETWORKS = 20
"""Largest number of networks in an ensemble."""
_EPOCH_OF_MNIST = 55_000
"""Images, without those for validation."""


class TrainSetup(QScrollArea):
    """A scrollable form with the setup of a run."""

    def __init__(
        self,
        my_digits: MyDigits,
        settings: Settings,
        notices: Notices,
        speed: TrainingSpeed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("train_setup")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = self.content = QWidget(self.viewport())
        content.setObjectName("train_setup_content")
        self.data = DataChoice(my_digits, settings, notices, content)
        self.form = PlanForm(content)
        self._from_loaded = QCheckBox(self.tr("Start from the current weights"), content)
        self._from_loaded.setObjectName("train_on_box")
        self._from_loaded.setToolTip(
            self.tr("Continue training the current network instead of new random weights")
        )
        self._networks = WholeBox(content)
        self._networks.setObjectName("ensemble_box")
        self._networks.setAccessibleName(self.tr("Networks"))
        self._networks.setRange(1, MOST_NETWORKS)
        self._networks.setMinimumHeight(4 * UNIT)
        self._networks.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._networks.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._networks.setFixedWidth(text_width(self.font(), 6) + 6 * UNIT)
        self._devices = DeviceForm(settings, content)
        self._speed = speed
        speed.changed.connect(self._show_speed)
        self.form.changed.connect(self._show_speed)
        self.form.unfolded.connect(self._show_speed)
        self._devices.changed.connect(self._show_speed)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addWidget(self.data)
        layout.addWidget(self.form)
        layout.addWidget(self._from_loaded)
        layout.addLayout(self._make_ensemble_row())
        layout.addWidget(self._devices)
        layout.addStretch(1)
        self.setWidget(content)

    def _make_ensemble_row(self) -> QGridLayout:
        label = Label(self.tr("Networks"), self.content)
        label.setBuddy(self._networks)
        text = self.tr(
            "An ensemble: several networks with different seeds are trained one after the other, "
            "and their probabilities are averaged."
        )
        explanation = caption(text, self.content, is_small=True)
        explanation.setWordWrap(True)
        self._networks.setAccessibleDescription(text)
        layout = QGridLayout()
        layout.setVerticalSpacing(2)
        layout.addWidget(label, 0, 0)
        layout.addWidget(self._networks, 0, 1)
        layout.addWidget(explanation, 1, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        return layout

    def minimumSizeHint(self) -> QSize:
        """Return a size at which controls are cut off only at the bottom."""
        margins, bar = self.contentsMargins(), self.verticalScrollBar()
        width = self.content.minimumSizeHint().width() + bar.sizeHint().width()
        return QSize(width, super().minimumSizeHint().height()).grownBy(margins)

    def show_device(self, device: Device) -> None:
        """Show the device that was found."""
        self._devices.show_device(device)

    def _show_speed(self) -> None:
        """Show how long an image takes here, if the network can be chosen and that is measured."""
        device = self._devices.found
        if device is None or not self.form.is_unfolded:
            return
        try:
            speed = self._speed.images_per_second(self.plan, device, self.threads)
        except UserError:  # A setting of another network, which Train reports.
            speed = None
        note = ""
        if speed is not None:
            note = self.tr(
                "The chosen network here: {image} ms per image, {epoch} per epoch of MNIST."
            ).format(image=significant(1000 / speed, 2), epoch=duration(_EPOCH_OF_MNIST / speed))
        self.form.show_note("network", note)

    @property
    def device(self) -> DeviceChoice:
        """The chosen device."""
        return self._devices.device

    @property
    def threads(self) -> int:
        """The chosen number of CPU threads."""
        return self._devices.threads

    @property
    def networks(self) -> int:
        """The number of networks to train and combine, 1 for a single one."""
        self._networks.interpretText()
        return self._networks.value()

    @property
    def starts_from_loaded(self) -> bool:
        """Whether the run starts from the current weights."""
        return self._from_loaded.isChecked()

    @property
    def plan(self) -> Plan:
        """The plan in the form.

        Raises
        ------
        UserError
            If a value is invalid.
        """
        return self.form.plan
