"""The curves of the current run and of compared earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from time import thread_time

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from lenet_desktop.charts.curve_export import curve_export
from lenet_desktop.charts.export import Export
from lenet_desktop.charts.loading import PlotLoader
from lenet_desktop.charts.plot_card import PlotCard
from lenet_desktop.state.training.curves import ComparedRun, RunCurves
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.text.errors import error_message
from lenet_desktop.theme.palette import LIGHT, palette_of
from lenet_desktop.train.accuracy_plot import AccuracyPlot
from lenet_desktop.train.loss_plot import LossPlot

TALL = 420
"""Height in pixels from which the cards are stacked."""
LEFT_SHARE, RIGHT_SHARE = 6, 5
"""Relative sizes of the cards."""
SHARE = 0.012
"""Maximum share of a core's time for redrawing."""
PAINT_MS = 2
"""Milliseconds to paint a short curve, in addition to updating it."""
LONGEST_INTERVAL = 1000
"""Maximum interval between updates in milliseconds."""


class CurvesView(QWidget):
    """Shows the plots of a run; pyqtgraph is loaded at the latest when it is shown.

    The plots are updated by a timer, less often the more an update costs.
    """

    def __init__(self, training: TrainingRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._compared: Sequence[ComparedRun] = ()
        self._is_run_compared = False
        self._is_ready = False
        self._loading = PlotLoader(self)
        self._loading.loaded.connect(self._get_ready)
        self._loading.failed.connect(self._fail)
        self._fitted = training.curves
        self._n_epochs_drawn = -1
        self.loss_plot = LossPlot(self)
        self.accuracy_plot = AccuracyPlot(self)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.loss_plot, LEFT_SHARE)
        self._layout.addWidget(self.accuracy_plot, RIGHT_SHARE)
        self.loss_plot.changed.connect(self.redraw)
        self.accuracy_plot.changed.connect(self.redraw)
        self._due = QTimer(self, singleShot=True, interval=round(PAINT_MS / SHARE))
        self._due.timeout.connect(self._catch_up)
        training.changed.connect(self.redraw)
        training.advanced.connect(self._redraw_soon)

    @property
    def plots(self) -> tuple[PlotCard, PlotCard]:
        """The cards of the loss and of the accuracy."""
        return self.loss_plot, self.accuracy_plot

    def load(self) -> None:
        """Load pyqtgraph, unless that has been done."""
        if not self._is_ready:
            self._loading.start()

    def compare_with(self, runs: Sequence[ComparedRun], *, is_run_compared: bool = False) -> None:
        """Draw these earlier runs behind the current one.

        Parameters
        ----------
        is_run_compared
            Whether the last run is one of them, which would otherwise be drawn twice.
        """
        self._compared, self._is_run_compared = runs, is_run_compared
        self.redraw()

    @property
    def _curves(self) -> RunCurves | None:
        return None if self._is_run_compared else self._training.curves

    def exports(self) -> list[tuple[str, Export]]:
        """Return an export of each plot that has curves, with its menu text."""
        loss, accuracy, palette = self.loss_plot, self.accuracy_plot, palette_of(LIGHT)
        exports: list[tuple[str, Export]] = []
        for card, name, is_logarithmic in (
            (loss, "loss", loss.is_logarithmic),
            (accuracy, accuracy.export_name, False),
        ):
            curves = card.curves_of(self._curves, self._compared, palette)
            if any(curve.points.size for curve in curves):
                text = self.tr("{title}…").format(title=card.title)
                export = curve_export(name, card, curves, is_logarithmic=is_logarithmic)
                exports.append((text, export))
        return exports

    def set_gap(self, gap: int) -> None:
        """Set the space between the cards, in pixels."""
        self._layout.setSpacing(gap)

    def redraw(self) -> None:
        """Redraw all curves if the view is visible."""
        self._n_epochs_drawn = -1
        self._catch_up()

    def _catch_up(self) -> None:
        """Draw the curves that have changed, usually only the loss."""
        self._due.stop()
        if not self._is_ready or not self.isVisible():
            return
        started = thread_time()
        curves = self._curves
        if curves is not self._fitted:
            self._fitted = curves
            self.loss_plot.fit()
            self.accuracy_plot.fit()
        self.loss_plot.draw(curves, self._compared)
        n_epochs = len(curves.history) if curves else 0
        grows = self.accuracy_plot.shows_learning_rate or (curves and curves.shows_within_epochs)
        if n_epochs != self._n_epochs_drawn or grows:
            self.accuracy_plot.draw(curves, self._compared)
            self._n_epochs_drawn = n_epochs
        # Painting a long curve takes about as long as updating it.
        cost = PAINT_MS + 2000 * (thread_time() - started)
        self._due.setInterval(min(round(cost / SHARE), LONGEST_INTERVAL))

    def _redraw_soon(self) -> None:
        if not self._due.isActive():
            self._due.start()

    def _get_ready(self) -> None:
        self._is_ready = True
        self.redraw()

    def _fail(self, error: Exception) -> None:
        """Show why there are no curves. The plots are loaded again when the page is shown next."""
        for card in self.plots:
            card.show_hint(error_message(error, self.tr("The curves cannot be shown: {reason}")))

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the curves, or load pyqtgraph first."""
        super().showEvent(event)
        self.redraw()
        self.load()

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the curves in the colours of the new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Later, because the cards get the new palette only after this event.
            self._n_epochs_drawn = -1
            self._due.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the cards by the height of the view."""
        direction = QBoxLayout.Direction
        is_tall = self.height() >= TALL
        self._layout.setDirection(direction.TopToBottom if is_tall else direction.LeftToRight)
        super().resizeEvent(event)
