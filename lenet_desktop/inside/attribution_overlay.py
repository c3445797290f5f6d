"""An overlay on the pad: which ink supports the answer, and which speaks against it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.arrays import FloatArray
from core.digits import SIDE
from core.ink.boxes import Box
from core.ink.preparations import Placement, placement_of
from lenet_desktop.state.reader import Reader
from lenet_desktop.widgets.images.ink_painter import picture_rect

_FOR, _AGAINST = np.uint32(0x2F66E0), np.uint32(0xE8831E)
"""Colours of what supports the answer and of what speaks against it, on any ink."""
_LEAST = 1e-9
_OPAQUE = 0.9
"""Opacity of the strongest pixel."""
_INK = 0.1
"""Least brightness of a pixel of ink."""
_SIDE = 1000.0
"""Of a pad on which the place of a picture is looked up."""


def placement_on_pad(reader: Reader) -> Placement | None:
    """Return where the image of the selected digit is on the pad; None without ink."""
    picture, image = reader.content.picture, reader.image
    if picture is None:
        return placement_of(reader.ink) if reader.ink else None
    rows, columns = np.nonzero(image >= _INK)
    if not len(rows):
        return None
    inks, size = reader.reading.inks, picture.image.size()
    if inks:
        box = inks[reader.selected].box
    else:
        # An example of a dataset, all of which is the image.
        box, rows, columns = Box(0, 0, size.width(), size.height()), *[np.array([0, SIDE - 1])] * 2
    place = picture_rect(picture, _SIDE)
    enlarged = place.width() / size.width() / _SIDE
    extents = int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
    scale = max(extents) / (enlarged * max(box.width, box.height))
    x, y = (
        float(pixels.min() + pixels.max()) / 2
        - scale * (start / _SIDE + enlarged * (first + last) / 2)
        for pixels, start, first, last in (
            (columns, place.left(), box.left, box.right),
            (rows, place.top(), box.top, box.bottom),
        )
    )
    return Placement(scale, x, y)


class AttributionOverlay(QWidget):
    """Paints a map of 28x28 pixels where the ink is; transparent for the mouse."""

    def __init__(self, pad: QWidget) -> None:
        super().__init__(pad)
        self.setObjectName("attribution_overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._pad = pad
        self._image: QImage | None = None
        self._placement = Placement(SIDE, 0, 0)
        self.hide()

    def show_attribution(self, values: FloatArray | None, placement: Placement | None) -> None:
        """Show how much each pixel supports the answer; hidden if there is nothing to show."""
        self.setVisible(values is not None and placement is not None)
        if values is None or placement is None:
            return
        self._placement = placement
        shares = np.abs(values) / max(float(np.abs(values).max()), _LEAST)
        alphas = (np.sqrt(shares) * 255 * _OPAQUE).astype(np.uint32) << np.uint32(24)
        pixels = np.where(values >= 0, _FOR, _AGAINST).astype(np.uint32) | alphas
        format_ = QImage.Format.Format_ARGB32
        self._image = QImage(pixels.tobytes(), SIDE, SIDE, 4 * SIDE, format_).copy()
        self.resize(self._pad.size())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map, smoothly enlarged."""
        del event
        if self._image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side, placement = min(self.width(), self.height()), self._placement
        # The middle of the first pixel is at 0.
        left, top = (-(at + 0.5) / placement.scale * side for at in (placement.x, placement.y))
        extent = SIDE / placement.scale * side
        painter.drawImage(QRectF(left, top, extent, extent), self._image)
