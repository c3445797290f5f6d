"""The setup of a run: data, plan, initial weights and device."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from core.device import Device, DeviceChoice
from core.training.plan import Plan
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.train.form.data_choice import DataChoice
from lenet_desktop.train.form.device_form import DeviceForm
from lenet_desktop.train.form.plan_form import PlanForm


class TrainSetup(QScrollArea):
    """A scrollable form with the setup of a run."""

    def __init__(
        self,
        my_digits: MyDigits,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("train_setup")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.data = DataChoice(my_digits, settings, notices, self)
        self.form = PlanForm(self)
        self._from_loaded = QCheckBox(self.tr("Start from the current weights"), self)
        self._from_loaded.setObjectName("train_on_box")
        self._from_loaded.setToolTip(
            self.tr("Continue training the current network instead of new random weights")
        )
        self._devices = DeviceForm(settings, self)
        content = self.content = QWidget(self)
        content.setObjectName("train_setup_content")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addWidget(self.data)
        layout.addWidget(self.form)
        layout.addWidget(self._from_loaded)
        layout.addWidget(self._devices)
        layout.addStretch(1)
        self.setWidget(content)

    def minimumSizeHint(self) -> QSize:
        """Return a size at which controls are cut off only at the bottom."""
        margins, bar = self.contentsMargins(), self.verticalScrollBar()
        width = self.content.minimumSizeHint().width() + bar.sizeHint().width()
        return QSize(width, super().minimumSizeHint().height()).grownBy(margins)

    def show_device(self, device: Device) -> None:
        """Show the device that was found."""
        self._devices.show_device(device)

    @property
    def device(self) -> DeviceChoice:
        """The chosen device."""
        return self._devices.device

    @property
    def threads(self) -> int:
        """The chosen number of CPU threads."""
        return self._devices.threads

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
