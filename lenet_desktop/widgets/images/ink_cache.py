"""A pixmap of ink, so that only new ink is painted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPalette, QPixmap

from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.theme.metrics import CORNER
from lenet_desktop.widgets.images import ink_painter

MOST_EFFORT = 12_000
"""Microseconds of painting in one turn of the event loop, as `Piece.effort` estimates them."""


class InkCache:
    """Caches the painted content of the pad: ink in the Text colour on Base.

    A large drawing is painted a part at a time, so that it does not block the window. A growing
    stroke is painted over the finished ones piece by piece, and as a whole when it is finished.

    Attributes
    ----------
    greyed
        Indices of the strokes that are painted in grey; to be invalidated when they change.
    """

    def __init__(self) -> None:
        self._finished: QPixmap | None = None
        self._growing: QPixmap | None = None
        self._left: Iterator[ink_painter.Piece] = iter(())
        self._is_finishing = False
        self.greyed: tuple[int, ...] = ()
        self.is_complete = True
        """Whether all ink has been painted; if not, `pixmap` paints more of it."""

    def invalidate(self) -> None:
        """Discard all ink."""
        self._finished = self._growing = None

    def add_newest_piece(self, stroke: PenStroke, side: float, palette: QPalette) -> None:
        """Paint the piece of a growing stroke that its newest point determines."""
        if self._finished is None:
            return
        if self._growing is None:
            self._growing = QPixmap(self._finished)
        self._is_finishing = False
        painter = QPainter(self._growing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = palette.color(QPalette.ColorRole.Text)
        ink_painter.paint_newest_piece(painter, stroke, side, colour)
        painter.end()

    def finish(self, stroke: PenStroke, index: int) -> None:
        """Replace the growing stroke by the finished one, which is smoother."""
        self._left = chain(self._left, ink_painter.pieces_of([stroke], index))
        self._is_finishing, self.is_complete = True, False

    def pixmap(self, content: PadContent, side: float, ratio: float, palette: QPalette) -> QPixmap:
        """Return the pixmap, `side` logical pixels large, at a device pixel ratio of `ratio`."""
        size = (QSizeF(side, side) * ratio).toSize()
        if self._finished is None or self._finished.size() != size:
            self._growing = None
            self._finished = _paper(content, side, ratio, palette)
            self._left = ink_painter.pieces_of(content.strokes)
            self.is_complete = False
        if not self.is_complete:
            self._paint_more(self._finished, side, ratio, palette)
        if self.is_complete and self._is_finishing:
            self._growing, self._is_finishing = None, False
        return self._finished if self._growing is None else self._growing

    def _paint_more(self, finished: QPixmap, side: float, ratio: float, palette: QPalette) -> None:
        """Paint some of the ink that is left."""
        painter = QPainter(finished)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, effort = QPalette.ColorRole, 0.0
        for piece in self._left:
            colour = palette.color(role.Dark if piece.index in self.greyed else role.Text)
            ink_painter.paint_piece(painter, piece, side, colour)
            effort += piece.effort(side * ratio)
            if effort > MOST_EFFORT:
                break
        else:
            self.is_complete = True
        painter.end()


def _paper(content: PadContent, side: float, ratio: float, palette: QPalette) -> QPixmap:
    """Paint what is below the ink."""
    pixmap = QPixmap((QSizeF(side, side) * ratio).toSize())
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(palette.color(QPalette.ColorRole.Window))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(QRectF(0, 0, side, side), CORNER, CORNER)
    if content.picture is not None:
        ink_painter.paint_picture(painter, content.picture, side)
        grey = palette.color(QPalette.ColorRole.Dark)
        ink_painter.paint_left_out(painter, content.picture, side, grey)
    painter.end()
    return pixmap
