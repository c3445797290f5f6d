"""The colours of curves: two for the run on show, others for those it is compared with."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

# Of Okabe and Ito's colours, which colour-blind people tell apart (jfly.uni-koeln.de/color),
# those that are neither near the accent nor near each other; for light and for dark.
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


def train_colour(palette: QPalette) -> QColor:
    """Of what the network is trained on."""
    return palette.color(QPalette.ColorRole.Accent)


def validation_colour(palette: QPalette) -> QColor:
    """Of what the epochs are judged by."""
    return QColor(_VALIDATION[_is_dark(palette)])


def compared_colour(number: int, palette: QPalette) -> QColor:
    """Of an earlier run, by its number among those shown."""
    return QColor(_COMPARED[number % len(_COMPARED)][_is_dark(palette)])


def faint(colour: QColor, palette: QPalette) -> QColor:
    """The colour nearly gone in its surface, and opaque, since blending takes time."""
    surface = palette.color(QPalette.ColorRole.Base)

    def mix(strong: int, weak: int) -> int:
        return round(_FAINT * strong + (1 - _FAINT) * weak)

    return QColor(
        mix(colour.red(), surface.red()),
        mix(colour.green(), surface.green()),
        mix(colour.blue(), surface.blue()),
    )


def _is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Base).lightness() < 128
