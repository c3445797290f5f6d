"""The 28x28 network input, pixel by pixel."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from core.arrays import FloatArray
from core.digits import SIDE


class PixelImage(QWidget):
    """Shows white ink on black, with every pixel as a sharp square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("network_input")
        self._pixels: FloatArray = np.zeros((SIDE, SIDE), np.float32)
        self.setAccessibleName(self.tr("What the network sees"))
        self.setAccessibleDescription(
            self.tr("The drawing in 28 by 28 pixels, white on black, in the middle.")
        )
        self.setToolTip(
            self.tr(
                "The drawing as the network receives it: scaled, with a pen of a fixed width,\n"
                "and centred in 28 by 28 pixels."
            )
        )

    @property
    def pixels(self) -> FloatArray:
        """The image, (28, 28) in [0, 1]."""
        return self._pixels

    def show_pixels(self, pixels: FloatArray) -> None:
        """Show an image (28, 28) in [0, 1]."""
        self._pixels = pixels
        self.update()

    def to_image(self) -> QImage:
        """The image at its original size."""
        grey = (self._pixels * 255).round().astype(np.uint8)
        image = QImage(grey.tobytes(), SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8)
        return image.copy()

    def sizeHint(self) -> QSize:
        """Return five logical pixels per pixel."""
        return QSize(SIDE * 5, SIDE * 5)

    def minimumSizeHint(self) -> QSize:
        """Return three logical pixels per pixel."""
        return QSize(SIDE * 3, SIDE * 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all pixels in the same size."""
        del event
        ratio = self.devicePixelRatioF()
        scale = max(int(min(self.width(), self.height()) * ratio) // SIDE, 1)
        side = SIDE * scale / ratio
        rect = QRectF(
            int((self.width() - side) / 2 * ratio) / ratio,
            int((self.height() - side) / 2 * ratio) / ratio,
            side,
            side,
        )
        painter = QPainter(self)
        painter.drawImage(rect, self.to_image())
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
