"""Devices and the reasons for them, in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.device import Device, cores
from lenet_desktop.text.errors import translated


def device_name(device: Device) -> str:
    """Return what a device is called: the GPU's own name, or the CPU with its cores."""
    if device.kind == "gpu":
        return device.name
    return _Names().cpu(cores())


def device_reason(device: Device) -> str:
    """Return why the GPU is not used; empty for a GPU."""
    return "" if device.reason is None else translated(device.reason)


class _Names(QObject):
    # lupdate recognises the count of a plural in `tr` alone, not in `translate`.

    def cpu(self, n_cores: int) -> str:
        return self.tr("CPU, %n core(s)", "", n_cores)
