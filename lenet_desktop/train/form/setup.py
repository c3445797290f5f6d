"""What a person fills in before a run: data, plan, where it starts, and the device."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from core.device import Device, DeviceChoice
from core.training.plan import Plan
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.settings import Settings
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.train.form.data_choice import DataChoice
from lenet_desktop.train.form.device_form import DeviceForm
from lenet_desktop.train.form.plan_form import PlanForm


class TrainSetup(QScrollArea):
    """Scrolls where the window is low."""

    def __init__(
        self, my_digits: MyDigits, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("train_setup")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.data = DataChoice(my_digits, settings, self)
        self.form = PlanForm(self)
        self._from_loaded = QCheckBox(self.tr("Train on from the loaded weights"), self)
        self._from_loaded.setObjectName("train_on_box")
        self._from_loaded.setToolTip(
            self.tr("Start with the weights that the pad is read with, not with new ones")
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
        """Return a size at which the controls are cut off at the bottom only."""
        margins, bar = self.contentsMargins(), self.verticalScrollBar()
        width = self.content.minimumSizeHint().width() + bar.sizeHint().width()
        return QSize(width, super().minimumSizeHint().height()).grownBy(margins)

    def show_device(self, device: Device) -> None:
        """Show the device that was found."""
        self._devices.show_device(device)

    @property
    def device(self) -> DeviceChoice:
        """Where to train."""
        return self._devices.device

    @property
    def threads(self) -> int:
        """How many threads compute on the CPU."""
        return self._devices.threads

    @property
    def starts_from_loaded(self) -> bool:
        """Whether the run starts from the weights in use."""
        return self._from_loaded.isChecked()

    @property
    def plan(self) -> Plan:
        """How to train.

        Raises
        ------
        UserError
            When a value cannot be.
        """
        return self.form.plan
