"""An enlarged drawing."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from core.ink.boxes import around, boxes_of
from core.ink.drawing import Drawing, Stroke
from lenet_desktop.state.pad_content import MARGIN, PadContent, content_of
from lenet_desktop.theme.metrics import CORNER
from lenet_desktop.widgets.images.ink_painter import paint_content

PEN = 0.05
"""Pen width as a share of the view's side."""


class InkView(QWidget):
    """Shows the strokes of a drawing, scaled to fit a square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ink_view")
        self._content = PadContent()

    def show_drawing(self, drawing: Drawing | None) -> None:
        """Show a drawing, or none."""
        self._content = PadContent() if drawing is None else content_of(_fitted(drawing), PEN)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(260, 260)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which a digit is legible."""
        return QSize(120, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame and the strokes."""
        del event
        side = min(self.width(), self.height())
        painter, palette, role = QPainter(self), self.palette(), QPalette.ColorRole
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - side) / 2, (self.height() - side) / 2)
        painter.setPen(QPen(palette.color(role.Mid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), CORNER, CORNER)
        paint_content(painter, self._content, side, palette.color(role.Text))


def _fitted(drawing: Drawing) -> list[Stroke]:
    """Scale the strokes to the middle of the unit square."""
    box = around(boxes_of(drawing.strokes).values())
    centre = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    scale = (1 - 2 * MARGIN) / (max(box.width, box.height) or 1.0)
    return [(stroke - centre) * scale + 0.5 for stroke in drawing.strokes]
