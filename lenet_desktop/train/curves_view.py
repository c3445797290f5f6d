"""The curves of a run as it goes on, with those of earlier runs behind them."""

from __future__ import annotations

from collections.abc import Sequence
from time import thread_time

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.training.checkpoints import Checkpoint
from core.training.events import BatchesDone, EpochDone, RunStarted
from lenet_desktop.charts.curve_export import curve_export
from lenet_desktop.charts.export import Export
from lenet_desktop.state.curves import ComparedRun, RunCurves
from lenet_desktop.state.training import TrainingSession
from lenet_desktop.theme.palette import LIGHT, palette_of
from lenet_desktop.train.accuracy_plot import AccuracyPlot
from lenet_desktop.train.loss_plot import LossPlot

TALL = 420
"""Height from which on the cards lie one above the other."""
LEFT_SHARE, RIGHT_SHARE = 6, 5
"""Parts of the room that the cards take."""
SHARE = 0.012
"""Of a core's time that redrawing may take from the training."""
PAINT_MS = 2
"""What painting a short curve takes, besides bringing it up to date."""
LONGEST_INTERVAL = 1000
"""Milliseconds after which a curve, however long, is redrawn."""


class CurvesView(QWidget):
    """Holds the cards and fills them; pyqtgraph is loaded once this is first on the screen."""

    def __init__(self, training: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves: RunCurves | None = None
        self._compared: Sequence[ComparedRun] = ()
        self._resumed: Checkpoint | None = None
        self._is_ready = False
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
        self._has_new_epoch = False
        training.run_resumed.connect(self._resume)
        training.run_started.connect(self._begin)
        training.batches_done.connect(self._add_batches)
        training.epoch_done.connect(self._add_epoch)
        training.ended.connect(self.redraw)

    def compare_with(self, runs: Sequence[ComparedRun]) -> None:
        """Draw these earlier runs behind the one on show."""
        self._compared = runs
        self.redraw()

    def exports(self) -> list[tuple[str, Export]]:
        """What is drawn, for export, each with its name for people."""
        loss, accuracy, palette = self.loss_plot, self.accuracy_plot, palette_of(LIGHT)
        exports: list[tuple[str, Export]] = []
        for card, name, is_logarithmic in (
            (loss, "loss", loss.is_logarithmic),
            (accuracy, accuracy.export_name, False),
        ):
            curves = card.curves_of(self.curves, self._compared, palette)
            if any(curve.points.size for curve in curves):
                text = self.tr("{title}…").format(title=card.title)
                export = curve_export(name, card, curves, is_logarithmic=is_logarithmic)
                exports.append((text, export))
        return exports

    def set_gap(self, gap: int) -> None:
        """Keep the cards so far from each other."""
        self._layout.setSpacing(gap)

    def redraw(self) -> None:
        """Draw all there is now, unless nobody would see it."""
        self._has_new_epoch = True
        self._catch_up()

    def _catch_up(self) -> None:
        """Draw what is new: of most times the loss alone, which is half the work."""
        self._due.stop()
        if not self._is_ready or not self.isVisible():
            return
        started = thread_time()
        self.loss_plot.draw(self.curves, self._compared)
        if self._has_new_epoch or self.accuracy_plot.shows_learning_rate:
            self.accuracy_plot.draw(self.curves, self._compared)
            self._has_new_epoch = False
        # Of a long curve, painting takes about as long again.
        cost = PAINT_MS + 2000 * (thread_time() - started)
        self._due.setInterval(min(round(cost / SHARE), LONGEST_INTERVAL))

    def _resume(self, checkpoint: Checkpoint) -> None:
        self._resumed = checkpoint

    def _begin(self, event: RunStarted) -> None:
        curves = self.curves = RunCurves(event.batches_per_epoch)
        if self._resumed:
            curves.add_batches(len(self._resumed.batch_losses), self._resumed.batch_losses)
            for figures in self._resumed.history:
                last_step = figures.epoch * event.batches_per_epoch
                curves.add_learning_rate(last_step, figures.learning_rate)
            curves.history.extend(self._resumed.history)
            self._resumed = None
        self.loss_plot.fit()
        self.accuracy_plot.fit()
        self.redraw()

    def _add_batches(self, event: BatchesDone) -> None:
        assert self.curves is not None
        self.curves.add_batches(event.step, event.losses)
        self.curves.add_learning_rate(event.step, event.learning_rate)
        self._redraw_soon()

    def _add_epoch(self, event: EpochDone) -> None:
        assert self.curves is not None
        self.curves.history.append(event.checkpoint.history[-1])
        self._has_new_epoch = True
        self._redraw_soon()

    def _redraw_soon(self) -> None:
        if not self._due.isActive():
            self._due.start()

    def _get_ready(self) -> None:
        self._is_ready = True
        self.redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Load pyqtgraph once the rest of the page stands; catch up with what was missed."""
        super().showEvent(event)
        if self._is_ready:
            self.redraw()
        else:
            QTimer.singleShot(0, self._get_ready)

    def changeEvent(self, event: QEvent) -> None:
        """Give the curves the colours of another palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            # Not at once: the cards have their new palette only after this.
            self._has_new_epoch = True
            self._due.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards side by side where they would be too low."""
        direction = QBoxLayout.Direction
        is_tall = self.height() >= TALL
        self._layout.setDirection(direction.TopToBottom if is_tall else direction.LeftToRight)
        super().resizeEvent(event)
