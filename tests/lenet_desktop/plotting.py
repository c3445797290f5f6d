"""Helpers for the tests of plots."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QToolButton

from core.training.checkpoints import EpochMetrics


def figures(epoch, train, validation):
    return EpochMetrics(epoch, 0.5, train, 0.4, validation, 0.01, 1.0)


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def settled(plot):
    """Return the visible range after the plot has been painted."""
    before = None
    while before != plot.shown_range:
        before = plot.shown_range
        plot.grab()
        QApplication.processEvents()
    return before


def count_pixels(widget, colour):
    image = widget.grab().toImage()
    return sum(
        image.pixelColor(x, y) == colour
        for x in range(image.width())
        for y in range(image.height())
    )


def button(card, name):
    return card.findChild(QToolButton, f"{name}_button")
