"""Small evaluations on the Evaluate page, and what it then shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from core.network.weight_files import save_weights
from tests.support.inputs.networks import constant_weights


def save_weights_that_read(digit, path):
    """Weights that read every image as one digit."""
    save_weights(path, constant_weights(digit))
    return path


def click(widget, cell=None):
    pos = widget.cell_rect(cell).center().toPoint() if cell else widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=pos)


def evaluate(qtbot, page):
    with qtbot.waitSignal(page.run.ended):
        click(page.findChild(QPushButton, "evaluate_button"))


def shown(page):
    return sorted(page.details.gallery.numbers.tolist())


def text_of(page, name):
    return page.findChild(QLabel, name).text()
