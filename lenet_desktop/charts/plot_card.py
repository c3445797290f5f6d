"""A card with a plot in it, which need not be there yet: its title, its legend, its tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_desktop.charts.legend import Legend, LegendEntry
from lenet_desktop.state.curves import Curve
from lenet_desktop.text.numbers import decimal, significant
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT

if TYPE_CHECKING:
    from lenet_desktop.charts.line_plot import LinePlot


@dataclass(frozen=True, eq=False)
class DrawnCurve:
    """A curve and how it is drawn; the caption in the legend is its name in the plot too."""

    caption: str
    points: Curve
    colour: QColor
    strong: bool = True
    dots: bool = False


class PlotCard(QFrame):
    """Shows a hint until a plot of it has something to show.

    Parameters
    ----------
    name
        Object name of the widget that the plots lie in.
    title
        What it shows.
    """

    changed = Signal()
    """A tool was used, and the curves are to be drawn anew."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._plot: LinePlot | None = None
        self._drawn: Sequence[DrawnCurve] = ()
        self._pointed_at: float | None = None
        self.least_spacing = 0.0
        """Epochs between two numbers of the axis, at least."""
        self._place = QWidget(self)
        self._place.setObjectName(name)
        self._place.setMinimumHeight(56)
        self._hint = QLabel(self.tr("The curves of a run appear here."), self)
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedLayout(self._place)
        self._pages.addWidget(self._hint)
        self._heading = QLabel(self)
        font = self._heading.font()
        font.setWeight(font.Weight.DemiBold)
        self._heading.setFont(font)
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
        layout.addWidget(self._place, 1)
        self.set_title(title)

    @property
    def plot(self) -> LinePlot:
        """The plot; the first one of the program loads pyqtgraph, which takes a moment."""
        if self._plot is None:
            from lenet_desktop.charts.line_plot import LinePlot

            self._plot = LinePlot("", "", self._place, least_spacing=self.least_spacing)
            self._plot.setAccessibleName(self._heading.text())
            self._plot.pointed.connect(self._point)
            self._pages.addWidget(self._plot)
        return self._plot

    @property
    def title(self) -> str:
        """What the card shows."""
        return self._heading.text()

    def set_title(self, title: str) -> None:
        """Say what the card shows."""
        self._heading.setText(title)
        self._place.setAccessibleName(title)

    def add_tool(self, tool: QWidget, name: str, tip: str) -> None:
        """Put a tool at the right of the title."""
        tool.setObjectName(name)
        tool.setToolTip(tip)
        tool.setAccessibleName(tip)
        self._header.addWidget(tool)

    def add_button(self, name: str, tip: str, drawing: str) -> QToolButton:
        """Put a button there."""
        button = QToolButton(self)
        button.setIcon(icon(drawing))
        button.setIconSize(QSize(18, 18))
        button.setProperty("small", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add_tool(button, name, tip)
        return button

    def fit(self) -> None:
        """Show everything again after zooming."""
        if self._plot:
            self._plot.fit()

    def show_curves(self, curves: Sequence[DrawnCurve]) -> None:
        """Draw these curves and no others."""
        plot, self._drawn = self.plot, curves
        for name in set(plot.names) - {curve.caption for curve in curves}:
            plot.remove_curve(name)
        for curve in curves:
            x, y = curve.points
            plot.set_curve(curve.caption, x, y, curve.colour, strong=curve.strong, dots=curve.dots)
        self._pages.setCurrentWidget(plot if curves else self._hint)
        self._explain()

    def write_value(self, value: float) -> str:
        """A value of a curve as the legend shows it."""
        return significant(value, 4)

    def announce_change(self) -> None:
        """Ask for the curves to be drawn anew."""
        self.changed.emit()

    def _point(self, x: float | None) -> None:
        self._pointed_at = x
        self._explain()

    def _explain(self) -> None:
        """Say what the curves are and, under the mouse, their values."""
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
