"""What the program is, told by the program."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show_about(window: QWidget) -> None:
    """Open the box that names the program and its version."""
    text = QCoreApplication.translate(
        "about",
        "<b>LeNet Desktop {version}</b><p>Draw a digit and see it read by a LeNet-5 written by"
        " hand in NumPy and CuPy.</p><p>Nothing you draw leaves this computer.</p>",
    ).format(version=version("lenet-desktop"))
    box = QMessageBox(window)
    box.setObjectName("about")
    box.setWindowTitle(QCoreApplication.translate("about", "About LeNet Desktop"))
    box.setIconPixmap(window.windowIcon().pixmap(64, 64))
    box.setText(text)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
