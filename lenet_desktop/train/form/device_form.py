"""The choice of the device and the number of CPU threads."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from core.device import Device, DeviceChoice, cores, cpu
from lenet_desktop.state.settings import Settings
from lenet_desktop.text.devices import device_name, device_reason
from lenet_desktop.theme.metrics import UNIT, text_width
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.controls.number_boxes import WholeBox


class DeviceForm(QWidget):
    """Lets the user choose the device and the number of threads, which is saved."""

    changed = Signal()
    """Another device or another number of threads is chosen, or the device was found."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._found: Device | None = None
        self._box = QComboBox(self)
        self._box.setObjectName("train_device_box")
        self._box.setAccessibleName(self.tr("Device"))
        self._box.setMinimumHeight(4 * UNIT)
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.setMinimumContentsLength(8)
        for choice, text in (
            ("auto", self.tr("GPU if available")),
            ("cpu", self.tr("CPU")),
        ):
            self._box.addItem(text, choice)
        self._threads = WholeBox(self)
        self._threads.setObjectName("train_threads_box")
        self._threads.setAccessibleName(self.tr("CPU threads"))
        self._threads.setToolTip(
            self.tr("Number of CPU threads; fewer leave more cores to other programs")
        )
        self._threads.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._threads.setFixedWidth(text_width(self.font(), 6) + 6 * UNIT)
        self._threads.setMinimumHeight(4 * UNIT)
        self._threads.setRange(1, cores())
        self._threads.setValue(settings.train_threads or cores())
        self._label = caption("", self, is_small=True)
        self._label.setObjectName("train_device_label")
        self._label.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(4)
        layout.setHorizontalSpacing(UNIT)
        layout.setColumnStretch(0, 1)
        for column, (text, widget) in enumerate(
            ((self.tr("Device"), self._box), (self.tr("Threads"), self._threads))
        ):
            label = caption(text, self)
            label.setBuddy(widget)
            layout.addWidget(label, 0, column)
            layout.addWidget(widget, 1, column)
        layout.addWidget(self._label, 2, 0, 1, 2)
        self._box.currentIndexChanged.connect(self._describe_device)
        self._threads.valueChanged.connect(self._remember_threads)
        self._describe_device()

    @property
    def device(self) -> DeviceChoice:
        """The chosen device."""
        return cast("DeviceChoice", self._box.currentData())

    @property
    def threads(self) -> int:
        """The number of CPU threads, including a number that is being typed."""
        self._threads.interpretText()
        return self._threads.value()

    @property
    def found(self) -> Device | None:
        """The device that the choice means; None while a GPU is looked for."""
        return cpu() if self.device == "cpu" else self._found

    def show_device(self, device: Device) -> None:
        """Show the device that was found."""
        self._found = device
        self._describe_device()

    def _remember_threads(self, threads: int) -> None:
        self._settings.train_threads = 0 if threads == cores() else threads
        self.changed.emit()

    def _describe_device(self) -> None:
        device = self._found
        if self.device == "cpu":
            self._label.setText(self.tr("Selected by you."))
        elif device is None:
            self._label.setText(self.tr("Looking for a GPU…"))
        else:
            name, reason = device_name(device), device_reason(device)
            text = self.tr("{device}. {reason}").format(device=name, reason=reason)
            self._label.setText(text if reason else name)
        self.changed.emit()
