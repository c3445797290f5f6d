"""A badge for the training device."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.device import Device
from lenet_desktop.text.devices import device_name, device_reason
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption


class DeviceBadge(QWidget):
    """Shows the device that training uses and why; an indicator is lit for a GPU."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._indicator = _Indicator(self)
        self._label = caption(self.tr("Looking for a GPU…"), self)
        self._label.setObjectName("device_label")
        self._label.setAccessibleName(self.tr("Device"))
        self._label.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self._indicator, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._label, 1)

    def show_device(self, device: Device) -> None:
        """Show the device that was found."""
        self._indicator.switch(device.kind == "gpu")
        parts = filter(None, (device_name(device), device_reason(device)))
        self._label.setText(" · ".join(parts))
        self._label.setToolTip(
            self.tr("Device used for training. Digits are always recognised on the CPU.")
        )


class _Indicator(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_lit = False
        self.setFixedSize(QSize(UNIT, self.fontMetrics().height()))

    def switch(self, is_lit: bool) -> None:
        self._is_lit = is_lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        role = QPalette.ColorRole.Accent if self._is_lit else QPalette.ColorRole.Dark
        painter.setBrush(self.palette().color(role))
        painter.drawEllipse(QRectF(0, (self.height() - UNIT) / 2, UNIT, UNIT))
