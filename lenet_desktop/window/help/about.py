"""The About dialog."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import cast

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from lenet_desktop.theme.metrics import text_width
from lenet_desktop.widgets.screen import available_size

translate = QCoreApplication.translate

PAPER = "https://doi.org/10.1109/5.726791"
PEN_DIGITS = "https://archive.ics.uci.edu/dataset/81"
_CHARACTERS = 44
"""Width of the text."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def show_about(window: QWidget) -> None:
    """Show the version, the purpose, the licence and the credits of the program."""
    box = QMessageBox(window)
    box.setObjectName("about")
    box.setWindowTitle(translate("About", "About LeNet Desktop"))
    box.setIconPixmap(window.windowIcon().pixmap(64, 64))
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText(_text() + _credits())
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    # A message box is otherwise as narrow with large text as with small text.
    text = cast("QLabel", box.findChild(QLabel, "qt_msgbox_label"))
    width = text_width(text.font(), _CHARACTERS)
    text.setMinimumWidth(min(width, available_size(window).width() // 2))
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def _text() -> str:
    return translate(
        "About",
        "<b>LeNet Desktop {version}</b><p>Handwritten digit recognition with LeNet-5, implemented"
        " from scratch in NumPy and CuPy.</p><p>Your drawings never leave this computer.</p>",
    ).format(version=version("lenet-desktop"))


def _credits() -> str:
    return translate(
        "About",
        "<p>MIT licence. Copyright 2026 The LeNet Desktop authors.</p>"
        "<p>LeNet-5 and MNIST: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, <a href='{paper}'>"
        "Gradient-based learning applied to document recognition</a>, 1998; MNIST also by C. Cortes"
        " and C. Burges.</p>"
        "<p>The bundled weights were also trained on <a href='{pen_digits}'>Pen-Based Recognition"
        " of Handwritten Digits</a> by E. Alpaydin and F. Alimoglu, UCI Machine Learning"
        " Repository, <a href='{licence}'>CC BY 4.0</a>.</p>"
        "<p>Python {python}, Qt {qt}, NumPy {numpy}</p>",
    ).format(
        paper=PAPER,
        pen_digits=PEN_DIGITS,
        licence=LICENCE,
        python=platform.python_version(),
        qt=qVersion(),
        numpy=np.__version__,
    )
