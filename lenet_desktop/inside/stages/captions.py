"""What stands above and below the stages of the strip: titles, shapes, and legends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

from lenet_desktop.inside.stages.answer_view import AnswerView
from lenet_desktop.inside.stages.legend import paint_legend
from lenet_desktop.inside.stages.stage_view import StageView
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font


class Caption(NamedTuple):
    """The title of a stage, and the shape of what it shows."""

    title: str
    shape: str


class Captions:
    """Paints the captions of a strip from pictures, which are made again only if they change.

    Parameters
    ----------
    strip
        Its size, font and palette are used.
    """

    def __init__(self, strip: QWidget) -> None:
        self._strip = strip
        self._key: object = None
        self._above, self._below = QPixmap(), QPixmap()

    @property
    def head(self) -> int:
        """Height of the titles in pixels."""
        return 2 * self._strip.fontMetrics().height() + UNIT // 2

    @property
    def foot(self) -> int:
        """Height of the legends in pixels."""
        return self._strip.fontMetrics().height() + 2 * UNIT

    def width_of(self, caption: Caption) -> float:
        """Return the width of a caption in pixels."""
        fonts = self._fonts()
        return max(
            QFontMetricsF(font).horizontalAdvance(text)
            for font, text in zip(fonts, caption, strict=True)
        )

    def _fonts(self) -> tuple[QFont, QFont]:
        """Return the fonts of titles and of shapes."""
        strong = QFont(self._strip.font())
        strong.setWeight(QFont.Weight.DemiBold)
        return strong, scaled_font(self._strip.font(), SMALL)

    def paint(
        self, painter: QPainter, views: Sequence[StageView], captions: Sequence[Caption]
    ) -> None:
        """Paint the captions of stages in the coordinates of the strip."""
        strip = self._strip
        places = [(view.x(), view.cells_width, view.scale) for view in views]
        look = strip.size(), strip.devicePixelRatioF(), strip.font(), strip.palette().cacheKey()
        key = places, list(captions), look
        if key != self._key:
            self._key = key
            self._above, on = self._picture(self.head)
            self._paint_titles(on, views, captions)
            on.end()
            self._below, on = self._picture(self.foot)
            self._paint_legends(on, views)
            on.end()
        painter.drawPixmap(0, 0, self._above)
        painter.drawPixmap(0, strip.height() - self.foot, self._below)

    def paint_between(
        self, painter: QPainter, left: StageView, right: StageView, text: str
    ) -> None:
        """Paint a text between two stages."""
        start = left.geometry().right() + 2 * UNIT
        room = QRectF(start, 0, right.x() - 2 * UNIT - start, self._strip.height())
        painter.setPen(self._strip.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def _picture(self, height: int) -> tuple[QPixmap, QPainter]:
        """Return a picture as wide as the strip, and its painter."""
        ratio = self._strip.devicePixelRatioF()
        picture = QPixmap(round(self._strip.width() * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture, QPainter(picture)

    def _paint_titles(
        self, painter: QPainter, views: Sequence[StageView], captions: Sequence[Caption]
    ) -> None:
        strong, small = self._fonts()
        palette, role = self._strip.palette(), QPalette.ColorRole
        for view, caption in zip(views, captions, strict=True):
            painter.setPen(palette.color(role.Text))
            self._paint_line(painter, view, strong, caption.title, 0)
            painter.setPen(palette.color(role.PlaceholderText))
            self._paint_line(painter, view, small, caption.shape, 1)

    def _paint_line(
        self, painter: QPainter, view: StageView, font: QFont, text: str, line: int
    ) -> None:
        painter.setFont(font)
        height = self._strip.fontMetrics().height()
        align = Qt.AlignmentFlag.AlignHCenter
        width = max(view.cells_width, painter.fontMetrics().horizontalAdvance(text) + 1)
        left = view.x() + (view.cells_width - width) / 2
        if left < 0 or isinstance(view, AnswerView):
            align, left = Qt.AlignmentFlag.AlignLeft, view.x()
        rect = QRectF(left, line * height, width, height)
        painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_legends(self, painter: QPainter, views: Sequence[StageView]) -> None:
        small = scaled_font(self._strip.font(), SMALL)
        ends = [0.0, *(view.x() + view.cells_width for view in views)]
        starts = [*(view.x() for view in views[1:]), self._strip.width()]
        for view, end, start in zip(views, ends, starts, strict=False):
            centre = view.x() + view.cells_width / 2
            room = 2 * min(centre - end, start - centre) - UNIT / 2
            paint_legend(painter, view, small, self._strip.palette(), self.foot, room)
