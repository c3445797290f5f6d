"""The About dialog."""

from __future__ import annotations

import platform

import numpy as np
from PySide6.QtCore import QCoreApplication, QSize, Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QWidget

from core.version import program_version
from lenet_desktop.theme.metrics import UNIT, text_width
from lenet_desktop.widgets.screen import available_size

translate = QCoreApplication.translate

PAPER = "https://doi.org/10.1109/5.726791"
PEN_DIGITS = "https://archive.ics.uci.edu/dataset/81"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_CHARACTERS = 64
"""Width of the text."""
_ICON = 64


class AboutDialog(QDialog):
    """Shows the version, the purpose, the licence and the credits of the program."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("about")
        self.setWindowTitle(translate("About", "About LeNet Desktop"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = QLabel(self)
        icon.setPixmap(window.windowIcon().pixmap(QSize(_ICON, _ICON), self.devicePixelRatioF()))
        text = QLabel(_text() + _credits(), self)
        text.setObjectName("about_text")
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        text.setOpenExternalLinks(True)
        width = text_width(text.font(), _CHARACTERS)
        text.setMinimumWidth(min(width, available_size(window).width() // 2))
        text.setMinimumHeight(text.heightForWidth(text.minimumWidth()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QGridLayout(self)
        layout.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 2 * UNIT)
        layout.setHorizontalSpacing(3 * UNIT)
        layout.setVerticalSpacing(2 * UNIT)
        layout.addWidget(icon, 0, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(text, 0, 1)
        layout.addWidget(buttons, 1, 0, 1, 2)
        layout.setSizeConstraint(QGridLayout.SizeConstraint.SetFixedSize)


def _text() -> str:
    return translate(
        "About",
        "<b>LeNet Desktop {version}</b><p>Handwritten digit recognition with LeNet-5, implemented"
        " from scratch in NumPy and CuPy.</p><p>Your drawings never leave this computer.</p>",
    ).format(version=program_version())


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
