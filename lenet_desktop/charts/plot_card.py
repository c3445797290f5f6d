"""A card with a plot: its title, its legend, its tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_desktop.charts.drawn_curve import DrawnCurve
from lenet_desktop.charts.legend import Legend, LegendEntry
from lenet_desktop.charts.view_range import Range
from lenet_desktop.text.numbers import decimal, significant
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.theme.palette import LIGHT, palette_of
from lenet_desktop.widgets.card import Card, caption, heading
from lenet_desktop.widgets.controls.buttons import icon_button

if TYPE_CHECKING:
    from lenet_desktop.charts.line_plot import LinePlot


class PlotCard(Card):
    """Shows a hint until there are curves to plot.

    Parameters
    ----------
    name
        Object name of the widget that holds the plot.
    title
        Title of the card.
    """

    changed = Signal()
    """A tool was used, so the curves must be drawn again."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot: LinePlot | None = None
        self._export_plot: LinePlot | None = None
        self._enlarged: tuple[QFont, float] | None = None
        self._drawn: Sequence[DrawnCurve] = ()
        self._pointed_at: float | None = None
        self._next_zoom: tuple[Range, Range] | None = None
        self.least_spacing = 0.0
        """Least difference of two numbers of the x axis, in epochs."""
        self._holder = QWidget(self)
        self._holder.setObjectName(name)
        self._holder.setMinimumHeight(56)
        self._hint = caption(self.tr("The curves of a run appear here."), self)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._pages = QStackedLayout(self._holder)
        self._pages.addWidget(self._hint)
        self._heading = heading("", self)
        self.legend = Legend(self)
        self._header = QHBoxLayout()
        self._header.setSpacing(UNIT // 2)
        self._header.addWidget(self._heading)
        self._header.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(2)
        layout.addLayout(self._header)
        layout.addWidget(self.legend)
        layout.addWidget(self._holder, 1)
        self.set_title(title)

    @property
    def plot(self) -> LinePlot:
        """The plot on the screen; pyqtgraph should have been loaded, which takes a moment."""
        if self._plot is None:
            self._plot = self._make_plot()
            if self._enlarged is not None:
                self._plot.enlarge(*self._enlarged)
            self._plot.setAccessibleName(self._heading.text())
            self._plot.pointed.connect(self._point)
            self._describe_axes()
            self._pages.addWidget(self._plot)
        return self._plot

    def enlarge(self, font: QFont, factor: float) -> None:
        """Show the plot so that it can be read from afar; before it is first shown.

        Parameters
        ----------
        font
            Of all texts.
        factor
            Width of the curves, as a multiple of the usual one.
        """
        self._enlarged = font, factor
        for part in (self._heading, self._hint, self.legend):
            part.setFont(font)

    @property
    def export_plot(self) -> LinePlot:
        """A plot that is never on the screen, in the light palette, to paint into files."""
        if self._export_plot is None:
            self._export_plot = self._make_plot()
            self._export_plot.setPalette(palette_of(LIGHT))
            self._export_plot.hide()
            self._describe_axes()
        return self._export_plot

    @property
    def title(self) -> str:
        """Title of the card."""
        return self._heading.text()

    def set_title(self, title: str) -> None:
        """Set the title of the card."""
        self._heading.setText(title)
        self._holder.setAccessibleName(title)
        self._describe_axes()

    def show_hint(self, text: str) -> None:
        """Show a text in place of the plot until there are curves."""
        self._hint.setText(text)

    def add_tool(self, tool: QWidget, name: str, tip: str) -> None:
        """Add a tool at the right of the title."""
        tool.setObjectName(name)
        tool.setToolTip(literal(tip))
        tool.setAccessibleName(tip)
        self._header.addWidget(tool)

    def add_button(self, name: str, tip: str, icon_name: str) -> QToolButton:
        """Add a button at the right of the title."""
        button = icon_button(name, icon_name, tip, self)
        button.setProperty("small", True)
        self.add_tool(button, name, tip)
        return button

    def add_fit_button(self, name: str) -> None:
        """Add the button that shows whole curves."""
        button = self.add_button(name, self.tr("Show the whole run; again: all curves"), "fit")
        button.clicked.connect(self.fit_or_widen)

    @property
    def zoom(self) -> tuple[Range, Range] | None:
        """The ranges of x and y that the user chose; None while whole curves are shown."""
        return self._plot.zoom if self._plot and not self._next_zoom else self._next_zoom

    def restore_zoom(self, zoom: tuple[Range, Range] | None) -> None:
        """Show these ranges once the curves are drawn next; None for whole curves."""
        self._next_zoom = zoom

    def fit(self) -> None:
        """Show whole curves again after zooming."""
        self._next_zoom = None
        if self._plot:
            self._plot.fit()

    def fit_or_widen(self) -> None:
        """Show the whole run, or if it is shown, all curves."""
        widens = self._plot is not None and self._plot.zoom is None and not self._plot.shows_all
        self.fit()
        if self._plot and widens:
            self._plot.fit(everything=True)

    def show_curves(self, curves: Sequence[DrawnCurve]) -> None:
        """Draw these curves in place of the previous ones."""
        self._drawn = curves
        draw_curves(self.plot, curves)
        if self._next_zoom:
            self.plot.zoom, self._next_zoom = self._next_zoom, None
        self._pages.setCurrentWidget(self.plot if curves else self._hint)
        self._update_legend()

    @property
    def is_in_per_cent(self) -> bool:
        """Whether the values are percentages."""
        return False

    def write_value(self, value: float) -> str:
        """Return the value of a curve as the legend shows it."""
        return significant(value, 4)

    def announce_change(self) -> None:
        """Emit `changed`."""
        self.changed.emit()

    def _point(self, x: float | None) -> None:
        self._pointed_at = x
        self._update_legend()

    def _make_plot(self) -> LinePlot:
        from lenet_desktop.charts.line_plot import LinePlot

        return LinePlot(self.tr("Epoch"), "", self._holder, least_spacing=self.least_spacing)

    def _describe_axes(self) -> None:
        """Name the y axis where the title is not above it, and set its unit."""
        for plot, label in ((self._plot, ""), (self._export_plot, self.title)):
            if plot is not None:
                plot.set_y_axis(label, is_in_per_cent=self.is_in_per_cent)

    def _update_legend(self) -> None:
        """Name the curves and, while the mouse is over the plot, write their values."""
        x = self._pointed_at
        values = {} if x is None else self.plot.values_at(x)
        entries = [
            LegendEntry(
                curve.colour,
                curve.caption,
                self.write_value(values[curve.caption]) if curve.caption in values else "",
            )
            for curve in self._drawn
        ]
        if x is not None and values:
            entries.insert(0, LegendEntry(None, self.tr("epoch {x}").format(x=decimal(x, 2))))
        self.legend.show_entries(entries)


def draw_curves(plot: LinePlot, curves: Sequence[DrawnCurve]) -> None:
    """Draw these curves in place of the plot's previous ones."""
    for name in set(plot.names) - {curve.caption for curve in curves}:
        plot.remove_curve(name)
    for curve in curves:
        plot.draw_curve(curve)
