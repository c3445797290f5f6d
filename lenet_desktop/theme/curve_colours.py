"""The colours of curves: two for the current run, others for the runs compared with it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from lenet_desktop.theme.palette import is_dark, mix

# Okabe and Ito's colours, distinguishable with colour-blindness (jfly.uni-koeln.de/color), except
# those near the accent or near one another. Each pair is for a light and a dark appearance.
_VALIDATION = "#d55e00", "#ff9f5a"
_COMPARED = (
    ("#009e73", "#3ecfa6"),
    ("#cc79a7", "#e6a3c8"),
    ("#b8860b", "#e6c34a"),
    ("#7d5ba6", "#b99be0"),
    ("#56b4e9", "#86cdf5"),
    ("#7a7a7a", "#a8a8a8"),
)
_FAINT = 0.4

N_COMPARED = len(_COMPARED)
"""Number of compared runs whose colours differ."""


def train_colour(palette: QPalette) -> QColor:
    """Return the colour of training metrics."""
    return palette.color(QPalette.ColorRole.Accent)


def validation_colour(palette: QPalette) -> QColor:
    """Return the colour of validation metrics."""
    return QColor(_VALIDATION[is_dark(palette)])


def compared_colour(index: int, palette: QPalette) -> QColor:
    """Return the colour of a compared run, by its index among the runs shown."""
    return QColor(_COMPARED[index % len(_COMPARED)][is_dark(palette)])


def faint(colour: QColor, palette: QPalette) -> QColor:
    """Return a pale, opaque version of the colour; painting with transparency is slow."""
    return mix(palette.color(QPalette.ColorRole.Base), colour, _FAINT)
