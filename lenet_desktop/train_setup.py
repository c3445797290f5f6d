"""What a person fills in before a run: data, plan, where it starts, and the device."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.backend import Device, DeviceChoice
from core.plans import Plan
from lenet_desktop.data_choice import DataChoice
from lenet_desktop.plan_form import PlanForm
from lenet_desktop.session import Session
from lenet_desktop.settings import Settings
from lenet_desktop.theme import UNIT


class TrainSetup(QScrollArea):
    """Scrolls where the window is low."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("train_setup")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.data = DataChoice(settings, self)
        self.form = PlanForm(self)
        self._from_loaded = QCheckBox(self.tr("Train on from the loaded weights"), self)
        self._from_loaded.setObjectName("train_on_box")
        self._from_loaded.setToolTip(
            self.tr("Start with the weights that the pad is read with, not with new ones")
        )
        self._device_box = QComboBox(self)
        self._device_box.setObjectName("train_device_box")
        self._device_box.setAccessibleName(self.tr("Device"))
        self._device_box.setMinimumHeight(4 * UNIT)
        for choice, text in (
            ("auto", self.tr("GPU where there is one")),
            ("cpu", self.tr("CPU")),
        ):
            self._device_box.addItem(text, choice)
        self._device_label = QLabel(self)
        self._device_label.setObjectName("train_device_label")
        self._device_label.setProperty("small", True)
        self._device_label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._device_label.setWordWrap(True)
        caption = QLabel(self.tr("Device"), self)
        caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        caption.setBuddy(self._device_box)
        content = self.content = QWidget(self)
        content.setObjectName("train_setup_content")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addWidget(self.data)
        layout.addWidget(self.form)
        layout.addWidget(self._from_loaded)
        devices = QVBoxLayout()
        devices.setSpacing(4)
        for widget in (caption, self._device_box, self._device_label):
            devices.addWidget(widget)
        layout.addLayout(devices)
        layout.addStretch(1)
        self.setWidget(content)
        self._device_box.currentIndexChanged.connect(self._show_device)
        session.device_found.connect(self._show_device)
        self._show_device()

    @property
    def device(self) -> DeviceChoice:
        """Where to train."""
        return cast("DeviceChoice", self._device_box.currentData())

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

    def _show_device(self) -> None:
        device: Device | None = self._session.device
        if self.device == "cpu":
            self._device_label.setText(self.tr("Chosen by you."))
        elif device is None:
            self._device_label.setText(self.tr("Looking for a GPU…"))
        else:
            text = self.tr("{name}. {reason}") if device.reason else self.tr("{name}.")
            self._device_label.setText(text.format(name=device.name, reason=device.reason))
