"""A button with an image of 28x28 pixels over two lines of text."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from core.arrays import FloatArray
from core.digits import SIDE
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font


class ImageTile(QAbstractButton):
    """Shows an image, its text in the secondary colour, and what it is read as or labelled."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding)
        self._image: QImage | None = None
        self._digit = ""
        self._is_different = False

    @property
    def digit(self) -> str:
        """What the image is read as or labelled."""
        return self._digit

    def show_image(self, pixels: FloatArray | None, digit: str, *, is_different: bool) -> None:
        """Show an image (28, 28) in [0, 1], white on black, and a digit.

        Parameters
        ----------
        pixels
            None for no image.
        is_different
            Whether the digit is another one than that of the answer, which has another colour.
        """
        self._image = None
        if pixels is not None:
            grey = (pixels * 255).round().astype(np.uint8)
            format_ = QImage.Format.Format_Grayscale8
            self._image = QImage(grey.tobytes(), SIDE, SIDE, SIDE, format_).copy()
        self._digit, self._is_different = digit, is_different
        self.update()

    @property
    def _lines(self) -> int:
        """Height of the two lines of text."""
        small = QFontMetrics(scaled_font(self.font(), SMALL))
        return small.height() + QFontMetrics(self.font()).height()

    def sizeHint(self) -> QSize:
        """Return two pixels for each pixel of the image, and the texts."""
        return QSize(11 * UNIT, 2 * SIDE + self._lines + UNIT)

    def minimumSizeHint(self) -> QSize:
        """Return the same as `sizeHint`."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image and the texts."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        height = self.height() - self._lines - UNIT
        side = max(min(height, self.width() - UNIT) // SIDE, 1) * SIDE
        corner = QPoint((self.width() - side) // 2, UNIT // 2 + (height - side) // 2)
        if self._image is not None:
            painter.drawImage(QRect(corner, QSize(side, side)), self._image)
        palette, role, align = self.palette(), QPalette.ColorRole, Qt.AlignmentFlag
        top = self.height() - self._lines - UNIT // 2
        painter.setFont(scaled_font(self.font(), SMALL))
        painter.setPen(palette.color(role.PlaceholderText))
        texts = QRect(0, top, self.width(), self._lines)
        painter.drawText(texts, align.AlignHCenter | align.AlignTop, self.text())
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(palette.color(role.BrightText if self._is_different else role.Text))
        painter.drawText(texts, align.AlignHCenter | align.AlignBottom, self._digit)

    def _paint_frame(self, painter: QPainter) -> None:
        palette, role, rect = self.palette(), QPalette.ColorRole, QRectF(self.rect())
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            painter.setBrush(palette.color(role.Base if self.isChecked() else role.Midlight))
            painter.setPen(QPen(palette.color(role.Accent if self.isChecked() else role.Mid), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), UNIT, UNIT)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(role.Accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), UNIT, UNIT)
