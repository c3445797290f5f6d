"""A pixmap of the paper and its ink, so that only new ink is painted."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPalette, QPixmap

from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.theme.metrics import CORNER
from lenet_desktop.widgets.images import ink_painter


class InkCache:
    """Caches the painted content of the pad: ink in the Text colour on Base.

    Attributes
    ----------
    greyed
        Indices of the strokes that are painted in grey; to be invalidated when they change.
    """

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self.greyed: tuple[int, ...] = ()

    def invalidate(self) -> None:
        """Discard the pixmap."""
        self._pixmap = None

    def add_newest_piece(self, stroke: PenStroke, side: float, palette: QPalette) -> None:
        """Paint the piece of a growing stroke that its newest point determines."""
        if self._pixmap is not None:
            painter = QPainter(self._pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = palette.color(QPalette.ColorRole.Text)
            ink_painter.paint_newest_piece(painter, stroke, side, colour)
            painter.end()

    def pixmap(self, content: PadContent, side: float, ratio: float, palette: QPalette) -> QPixmap:
        """Return the pixmap, `side` logical pixels large, at a device pixel ratio of `ratio`."""
        size = (QSizeF(side, side) * ratio).toSize()
        if self._pixmap is None or self._pixmap.size() != size:
            self._pixmap = QPixmap(size)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(palette.color(QPalette.ColorRole.Window))
            painter = QPainter(self._pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(QRectF(0, 0, side, side), CORNER, CORNER)
            role = QPalette.ColorRole
            greyed = dict.fromkeys(self.greyed, palette.color(role.Dark))
            ink_painter.paint_content(painter, content, side, palette.color(role.Text), greyed)
            painter.end()
        return self._pixmap
