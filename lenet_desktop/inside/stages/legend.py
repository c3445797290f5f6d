"""The legend of a scale: its colours between the numbers at its ends."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPalette

from lenet_desktop.inside.stages.answer_view import AnswerView
from lenet_desktop.inside.stages.colours import colours
from lenet_desktop.inside.stages.stage_view import StageView
from lenet_desktop.text.numbers import significant
from lenet_desktop.theme.metrics import UNIT, scaled
from lenet_desktop.theme.palette import is_dark

_WIDTHS = 4 * UNIT, 8 * UNIT
_THICKNESS = 5


def paint_legend(
    painter: QPainter, view: StageView, font: QFont, palette: QPalette, height: int, room: float
) -> None:
    """Paint the legend of a stage at the lower edge of a strip of some height.

    The legend is centred below the stage and as wide as the room between its neighbours at most.
    """
    scale, metrics = view.scale, QFontMetricsF(font)
    line = metrics.height()
    least, greatest = (scaled(width) for width in _WIDTHS)
    # Beside the output there is room for three numbers.
    has_room = isinstance(view, AnswerView)
    width = greatest if has_room else min(max(view.cells_width, least), greatest, room)
    left = view.x() + (0 if has_room else (view.cells_width - width) / 2)
    bar = QRectF(max(left, 0), height - line - _THICKNESS - 2, width, _THICKNESS)
    row = np.ascontiguousarray(colours(scale.is_signed, scale.is_ink, is_dark(palette)))
    image = QImage(row.data, len(row), 1, 4 * len(row), QImage.Format.Format_RGB32)
    painter.drawImage(bar, image)
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    painter.setFont(font)
    top = significant(scale.top, 2)
    align = Qt.AlignmentFlag
    # Beyond the ends of the bar, so that long numbers have room.
    line_room = QRectF(bar.left() - 2 * UNIT, height - line, width + 4 * UNIT, line)
    if not scale.is_signed and metrics.horizontalAdvance(f"0 {top}") > width:
        painter.drawText(line_room, align.AlignHCenter, top)
    elif not scale.is_signed:
        line_room.adjust(2 * UNIT, 0, -2 * UNIT, 0)
        painter.drawText(line_room, align.AlignLeft, "0")
        painter.drawText(line_room, align.AlignRight, top)
    elif has_room:
        # Not beyond the left end, where the legend of the stage before is.
        painter.drawText(line_room.adjusted(2 * UNIT, 0, 0, 0), align.AlignLeft, f"−{top}")
        painter.drawText(line_room, align.AlignHCenter, "0")
        painter.drawText(line_room.adjusted(0, 0, -UNIT, 0), align.AlignRight, top)
    else:
        painter.drawText(line_room, align.AlignHCenter, f"±{top}")
