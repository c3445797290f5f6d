"""Distances, corners and sizes of text that the whole window shares."""

from __future__ import annotations

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics

UNIT = 8
"""Distances are multiples of this, in pixels."""

CORNER = 14
"""Corner radius of the drawing area, in pixels."""

SMALL, TITLE, HEADLINE = 0.92, 1.6, 2.3
"""Sizes of text that differ from the application's font, as multiples of its size."""

_scale = [1.0]


def set_scale(scale: float) -> None:
    """Set the factor of `scaled` and `scaled_size`, for widgets that are built from now on."""
    _scale[0] = scale


def scaled(length: float) -> float:
    """Return a length in pixels that grows with the size that the user chose for controls."""
    return _scale[0] * length


def scaled_size(width: float, height: float) -> QSize:
    """Return a size in pixels that grows with the size that the user chose for controls."""
    return QSizeF(scaled(width), scaled(height)).toSize()


def scaled_font(
    font: QFont, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal
) -> QFont:
    """Return a copy of a font in another size and weight.

    Parameters
    ----------
    scale
        Size of the copy, as a multiple of the font's: `SMALL`, `TITLE` or `HEADLINE`.
    """
    copy = QFont(font)
    if font.pixelSize() > 0:
        copy.setPixelSize(round(scale * font.pixelSize()))
    else:
        copy.setPointSizeF(scale * font.pointSizeF())
    copy.setWeight(weight)
    return copy


def fitted_font(font: QFont, height: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a copy of a font that is as high as the room for it, at least one pixel.

    Parameters
    ----------
    height
        The size of the copy, in pixels.
    """
    copy = QFont(font)
    copy.setPixelSize(max(round(height), 1))
    copy.setWeight(weight)
    return copy


def font_height(font: QFont) -> int:
    """Return the size of a font, in pixels."""
    return QFontInfo(font).pixelSize()


def text_width(font: QFont, characters: float) -> int:
    """Return the width of a line of text with that many characters, in pixels."""
    return round(characters * QFontMetrics(font).averageCharWidth())
