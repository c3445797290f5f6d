"""The pictures of the glossary, in the colours of the current palette."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgRenderer

import resources
from lenet_desktop.theme.metrics import scaled_size
from lenet_desktop.theme.palette import DARK, LIGHT, is_dark

_SIZE = 360, 165
_ORANGE = "#d97a1e"
"""What is negative, or goes wrong; it is visible on both backgrounds."""


def term_picture(term: str, palette: QPalette, ratio: float) -> QImage | None:
    """Return the picture of a term of the glossary.

    Parameters
    ----------
    term
        Its name, that of an SVG file in ``resources/help/pictures``. The file names the colours of
        `lenet_desktop.theme.palette.Colours`, such as ``$accent``, or ``$orange``; it has no text.
    ratio
        Pixels of the screen for each pixel of the window.

    Returns
    -------
    QImage or None
        None if the term has no picture.
    """
    file = resources.path(f"help/pictures/{term}.svg")
    if not file.is_file():
        return None
    colours = DARK if is_dark(palette) else LIGHT
    template = Template(file.read_text(encoding="utf-8"))
    source = template.substitute(vars(colours), orange=_ORANGE)
    size = QSizeF(scaled_size(*_SIZE))
    image = QImage((size * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(QPointF(), size))
    painter.end()
    return image
