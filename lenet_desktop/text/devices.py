"""Names of devices, and the reasons for them, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.device import Device, cores
from lenet_desktop.text.errors import translated


def device_name(device: Device) -> str:
    """Return the display name of a device."""
    if device.kind == "gpu":
        return device.name
    return _Names().cpu(cores())


def device_reason(device: Device) -> str:
    """Return why the GPU is not used; empty for a GPU."""
    return "" if device.reason is None else translated(device.reason)


class _Names(QObject):
    # lupdate extracts plural forms only from `tr`, not from `translate`.

    def cpu(self, n_cores: int) -> str:
        return self.tr("CPU, %n core(s)", "", n_cores)
