"""Curves for export: a picture of their plot, and a table of their points."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter

from lenet_desktop.charts.drawn_curve import DrawnCurve
from lenet_desktop.charts.export import Export, export_font
from lenet_desktop.charts.legend import LegendEntry, legend_lines
from lenet_desktop.charts.plot_card import PlotCard, draw_curves
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.theme.palette import LIGHT, palette_of

_PLOT_SIZE = QSizeF(760, 400)
_LEGEND_LINE = 20


def curve_export(
    name: str, card: PlotCard, curves: Sequence[DrawnCurve], *, is_logarithmic: bool = False
) -> Export:
    """Return curves for export.

    Parameters
    ----------
    name
        The proposed file name, without a suffix.
    card
        The card that shows the curves; its title is the picture's.
    curves
        The curves in the colours of the light palette, at least one of them with points.
    is_logarithmic
        Whether the y axis of the picture is logarithmic.
    """
    shown = [curve for curve in curves if curve.points.size]
    rows = [[curve.caption, float(x), float(y)] for curve in shown for x, y in curve.points.T]
    entries = [LegendEntry(curve.colour, curve.caption) for curve in shown]
    lines = legend_lines(entries, export_font(), _PLOT_SIZE.width())
    top = len(lines) * _LEGEND_LINE + UNIT

    def paint(painter: QPainter) -> None:
        palette = palette_of(LIGHT)
        for number, line in enumerate(lines):
            for left, entry in line:
                room = QRectF(left, number * _LEGEND_LINE, _PLOT_SIZE.width(), _LEGEND_LINE)
                entry.paint(painter, room, palette)
        plot = card.export_plot
        plot.set_logarithmic(is_logarithmic)
        draw_curves(plot, shown)
        plot.fit()
        painter.translate(0, top)
        plot.render_scene(painter, _PLOT_SIZE)

    size = QSizeF(_PLOT_SIZE.width(), top + _PLOT_SIZE.height())
    return Export(name, card.title, [["curve", "epoch", "value"], *rows], size, paint)
