"""The plot of the loss: each batch, and a moving average."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSlider, QWidget

from core.runs.curves import smoothed
from lenet_desktop.charts.drawn_curve import DrawnCurve
from lenet_desktop.charts.plot_card import PlotCard
from lenet_desktop.state.training.curves import ComparedRun, RunCurves
from lenet_desktop.theme.curve_colours import compared_colour, faint, train_colour
from lenet_desktop.theme.metrics import UNIT

SPANS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Numbers of batches that the slider offers for the average, see `core.runs.curves.smoothed`."""
_FIRST_SPAN = 20
# Lower bound for the logarithm: about the precision of float32 at 1.
_LEAST = 1e-7


class LossPlot(PlotCard):
    """Plots losses against epochs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("loss_plot", self.tr("Loss"), parent)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, len(SPANS) - 1)
        self._slider.setValue(SPANS.index(_FIRST_SPAN))
        self._slider.setFixedWidth(10 * UNIT)
        self._slider.valueChanged.connect(self.announce_change)
        tip = self.tr("Smoothing: number of batches over which the loss is averaged")
        self.add_tool(self._slider, "smoothing_slider", tip)
        self._log = self.add_button("log_button", self.tr("Logarithmic scale"), "log")
        self._log.setCheckable(True)
        self._log.setChecked(True)
        self._log.toggled.connect(self.announce_change)
        self.add_fit_button("fit_loss_button")

    @property
    def span(self) -> int:
        """Number of batches over which the loss is averaged."""
        return SPANS[self._slider.value()]

    @property
    def is_logarithmic(self) -> bool:
        """Whether the scale is logarithmic."""
        return self._log.isChecked()

    def draw(self, run: RunCurves | None, compared: Sequence[ComparedRun]) -> None:
        """Draw the current run in front of earlier ones."""
        self.plot.set_logarithmic(self.is_logarithmic)
        self.show_curves(self.curves_of(run, compared, self.palette()))

    def curves_of(
        self, run: RunCurves | None, compared: Sequence[ComparedRun], palette: QPalette
    ) -> list[DrawnCurve]:
        """Return the curves in the colours of a palette."""
        drawn: list[DrawnCurve] = []
        if run:
            x, losses = run.losses.points
            losses = np.maximum(losses, _LEAST)
            mean = np.stack([x, smoothed(losses, self.span)])
            colour = train_colour(palette)
            batch = np.stack([x, losses])
            drawn += [
                DrawnCurve(self.tr("batch"), batch, faint(colour, palette), strong=False),
                DrawnCurve(self.tr("average of {n}").format(n=self.span), mean, colour),
            ]
        drawn += [
            DrawnCurve(
                earlier.name,
                earlier.losses,
                compared_colour(earlier.colour, palette),
                strong=False,
                behind=True,
            )
            for earlier in compared
        ]
        return drawn
