"""Marks on what an experiment has changed: a cross over what is off, a corner on what is set."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF

from core.evaluation.experiment import Changes, ParameterSet, SwitchedOff
from lenet_desktop.inside.stages.stage_view import StageView

_CORNER = 7.0
"""Side of the triangle in a corner, in pixels, at most."""


def paint_marks(
    painter: QPainter, views: Mapping[str, StageView], changes: Changes, palette: QPalette
) -> None:
    """Mark the units that are switched off or have another weight or bias.

    Parameters
    ----------
    views
        The stages of the strip by name.
    """
    colour = palette.color(QPalette.ColorRole.BrightText)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for change in changes:
        stage, _, inner = change.unit.stage.partition(".")
        if (view := views.get(stage)) is None:
            continue
        unit = change.unit.number
        # The maps of the first convolution of a block are not seen.
        if unit is None or inner == "conv1":
            rect = QRectF(view.geometry())
        else:
            rect = view.rect_of_unit(unit)
        if isinstance(change, SwitchedOff) and not inner:
            _cross(painter, rect, colour)
        elif (
            isinstance(change, ParameterSet)
            and view.kernels is not None
            and change.name.endswith(".weight")
        ):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 1.5))
            painter.drawRect(view.rect_of(change.index))
        else:
            _mark_corner(painter, rect, colour)


def _cross(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.5))
    painter.drawLine(QLineF(rect.topLeft(), rect.bottomRight()))
    painter.drawLine(QLineF(rect.bottomLeft(), rect.topRight()))


def _mark_corner(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    side = min(_CORNER, rect.width())
    corner = rect.topRight()
    points = [corner, corner - QPointF(side, 0), corner + QPointF(0, side)]
    painter.setPen(QPen(colour, 0))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(points))
