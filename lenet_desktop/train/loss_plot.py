"""The plot of the loss: each batch, and a moving average."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QSlider, QWidget

from core.runs.curves import smoothed
from lenet_desktop.charts.plot_card import DrawnCurve, PlotCard
from lenet_desktop.state.training.curves import ComparedRun, RunCurves
from lenet_desktop.theme.curve_colours import compared_colour, faint, train_colour
from lenet_desktop.theme.metrics import UNIT

WINDOWS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Numbers of batches that the slider offers for the average."""
_FIRST_WINDOW = 20
# Lower bound for the logarithm: about the precision of float32 at 1.
_LEAST = 1e-7


class LossPlot(PlotCard):
    """Plots losses against epochs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("loss_plot", self.tr("Loss"), parent)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, len(WINDOWS) - 1)
        self._slider.setValue(WINDOWS.index(_FIRST_WINDOW))
        self._slider.setFixedWidth(10 * UNIT)
        self._slider.valueChanged.connect(self.announce_change)
        tip = self.tr("Smoothing: number of batches over which the loss is averaged")
        self.add_tool(self._slider, "smoothing_slider", tip)
        self._log = self.add_button("log_button", self.tr("Logarithmic scale"), "log")
        self._log.setCheckable(True)
        self._log.setChecked(True)
        self._log.toggled.connect(self.announce_change)
        fit = self.add_button("fit_loss_button", self.tr("Show the whole curves"), "fit")
        fit.clicked.connect(self.fit)

    @property
    def window_size(self) -> int:
        """Number of batches over which the loss is averaged."""
        return WINDOWS[self._slider.value()]

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
            mean = np.stack([x, smoothed(losses, self.window_size)])
            colour = train_colour(palette)
            batch = np.stack([x, losses])
            drawn += [
                DrawnCurve(self.tr("batch"), batch, faint(colour, palette), strong=False),
                DrawnCurve(self.tr("mean of {n}").format(n=self.window_size), mean, colour),
            ]
        drawn += [
            DrawnCurve(earlier.name, earlier.losses, compared_colour(number, palette), strong=False)
            for number, earlier in enumerate(compared)
        ]
        return drawn
