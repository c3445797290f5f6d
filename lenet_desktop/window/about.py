"""The About dialog."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show_about(window: QWidget) -> None:
    """Show the name, the version and the purpose of the program."""
    text = QCoreApplication.translate(
        "About",
        "<b>LeNet Desktop {version}</b><p>Handwritten digit recognition with LeNet-5, implemented"
        " from scratch in NumPy and CuPy.</p><p>Your drawings never leave this computer.</p>",
    ).format(version=version("lenet-desktop"))
    box = QMessageBox(window)
    box.setObjectName("about")
    box.setWindowTitle(QCoreApplication.translate("About", "About LeNet Desktop"))
    box.setIconPixmap(window.windowIcon().pixmap(64, 64))
    box.setText(text)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
