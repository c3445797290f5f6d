"""Distances, corners and sizes of text that the whole window shares."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo

UNIT = 8
"""Distances are multiples of this, in pixels."""

CORNER = 14
"""Corner radius of the drawing area, in pixels."""

SMALL, TITLE, HEADLINE = 0.92, 1.6, 2.3
"""Sizes of text that differ from the application's font, as multiples of its size."""


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
    copy.setPointSizeF(scale * QFontInfo(font).pointSizeF())
    copy.setWeight(weight)
    return copy
