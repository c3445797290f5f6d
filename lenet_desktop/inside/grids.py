"""Painting of grids of numbers, coloured by their scales."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from lenet_desktop.inside.arithmetic import Grid
from lenet_desktop.text.numbers import decimal
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font
from lenet_desktop.theme.palette import is_dark

_OPERATOR = 3 * UNIT
"""Room for × and =, in pixels."""
_NUMBER = 34, 15
"""Least width and height of a cell with its number, in pixels."""
_LARGEST_NUMBER, _LARGEST_CELL = (52, 30), 26
"""Largest cell with a number, and largest side of one without."""
_LIGHT = 140
"""Lightness from which text on a colour is black."""


@dataclass(frozen=True)
class Plan:
    """How grids are arranged: one beside or below the other, in cells of a size.

    Attributes
    ----------
    width, height
        Of a cell, in pixels.
    has_numbers
        Whether there is room for the numbers.
    """

    is_row: bool
    width: float
    height: float
    has_numbers: bool


def paint_grids(painter: QPainter, grids: tuple[Grid, ...], room: QRectF, widget: QWidget) -> None:
    """Paint grids with the operators between them, as large as the room allows.

    Parameters
    ----------
    widget
        Its font and palette are used.
    """
    small = scaled_font(widget.font(), SMALL)
    metrics = QFontMetricsF(small)
    line, muted = metrics.height(), widget.palette().color(QPalette.ColorRole.PlaceholderText)
    plans = [planned(grids, room, line, is_row=is_row) for is_row in (True, False)]
    plan = max(plans, key=lambda plan: (plan.has_numbers, plan.width))
    left, top = room.left(), room.top()
    for grid in grids:
        rows, columns = grid.values.shape
        width, height = columns * plan.width, rows * plan.height
        painter.setFont(small)
        painter.setPen(muted)
        title = grid.title if plan.is_row else f"{grid.operator} {grid.title}".strip()
        if plan.is_row and grid.operator:
            between = QRectF(left, top + line, _OPERATOR, height)
            painter.drawText(between, Qt.AlignmentFlag.AlignCenter, grid.operator)
            left += _OPERATOR
        title_width = metrics.horizontalAdvance(title) + UNIT
        painter.drawText(QRectF(left, top, title_width, line), 0, title)
        paint_cells(painter, grid, QRectF(left, top + line, width, height), plan, widget)
        if plan.is_row:
            left += max(width, title_width)
        else:
            top += line + height + UNIT / 2


def paint_cells(painter: QPainter, grid: Grid, rect: QRectF, plan: Plan, widget: QWidget) -> None:
    """Paint the values of a grid in a rectangle, in the cells of a plan."""
    values = grid.values
    dark = is_dark(widget.palette())
    colours = grid.scale.colours_of(np.nan_to_num(values), is_dark=dark)
    colours = np.where(np.isnan(values), np.uint32(0), colours).astype(np.uint32)
    rows, columns = values.shape
    pixels = colours.tobytes()
    painter.drawImage(rect, QImage(pixels, columns, rows, 4 * columns, QImage.Format.Format_ARGB32))
    if not plan.has_numbers:
        return
    painter.setFont(scaled_font(widget.font(), 0.8 * SMALL))
    for row, column in np.argwhere(~np.isnan(values)).tolist():
        is_light = QColor(int(colours[row, column])).lightness() > _LIGHT
        painter.setPen(Qt.GlobalColor.black if is_light else Qt.GlobalColor.white)
        left, top = rect.left() + column * plan.width, rect.top() + row * plan.height
        cell = QRectF(left, top, plan.width, plan.height)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, _short(float(values[row, column])))


def planned(grids: tuple[Grid, ...], room: QRectF, line: float, *, is_row: bool) -> Plan:
    """Return the largest cells with which grids fit into a room."""
    rows = [grid.values.shape[0] for grid in grids]
    columns = [grid.values.shape[1] for grid in grids]
    if is_row:
        operators = sum(1 for grid in grids if grid.operator) * _OPERATOR
        width = (room.width() - operators) / sum(columns)
        height = (room.height() - line) / max(rows)
    else:
        width = room.width() / max(columns)
        height = (room.height() - len(grids) * (line + UNIT / 2)) / sum(rows)
    least_width, least_height = _NUMBER
    if width >= least_width and height >= least_height:
        largest_width, largest_height = _LARGEST_NUMBER
        return Plan(is_row, min(width, largest_width), min(height, largest_height), True)
    side = max(min(width, height, _LARGEST_CELL), 1.0)
    return Plan(is_row, side, side, False)


def _short(value: float) -> str:
    """Format a number in few characters."""
    text = decimal(value, 2) if abs(value) < 100 else f"{value:.0e}".replace("e+0", "e")
    return text.replace("-", "−")
