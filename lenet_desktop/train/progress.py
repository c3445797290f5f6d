"""The progress of a run: status, progress bar and metrics."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from core.progress import Stage
from lenet_desktop.state.training.progress import RunProgress
from lenet_desktop.state.training.run import RunState, TrainingRun
from lenet_desktop.text.devices import device_name
from lenet_desktop.text.numbers import data_size, decimal, duration, per_cent, significant, whole
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font
from lenet_desktop.widgets.card import Card, caption, heading
from lenet_desktop.widgets.progress import ProgressBar

INTERVAL = 250
"""Milliseconds between updates: faster changes are not legible."""
_UNKNOWN = "–"


class ProgressCard(Card):
    """Shows the progress of the current run, or the end of the last one."""

    def __init__(self, training: TrainingRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._title = heading("", self)
        self._title.setObjectName("train_status")
        self._share = caption("", self)
        self.bar = ProgressBar("train_progress", self.tr("Training progress"), self)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._share)
        self._head = head
        self._labels: list[MetricLabel] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(UNIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT + 4, 2 * UNIT, UNIT + 4)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addLayout(self._grid)
        self._due = QTimer(self, singleShot=True, interval=INTERVAL)
        self._due.timeout.connect(self._refresh)
        training.changed.connect(self._refresh)
        training.advanced.connect(self._refresh_soon)
        self._refresh()

    def add_tool(self, tool: QWidget) -> None:
        """Add a tool to the right of the status."""
        self._head.addWidget(tool)

    @property
    def status(self) -> str:
        """The status text."""
        return self._title.text()

    def value_of(self, name: str) -> str:
        """Return the formatted value of a metric."""
        return next(label.value for label in self._labels if label.name == name)

    def _refresh_soon(self) -> None:
        if not self._due.isActive():
            self._due.start()

    def _refresh(self) -> None:
        self._due.stop()
        self._title.setText(self._status())
        progress = self._training.progress
        if progress is None:
            self._show_loading()
        else:
            self.bar.setRange(0, progress.steps)
            self.bar.setValue(progress.steps_done)
            # Rounded down: 100 % means that the run is done.
            self._share.setText(per_cent(100 * progress.steps_done // progress.steps / 100, 0))
            self._show(self._metrics(progress))

    def _status(self) -> str:
        """Return the state of the run, and which network of an ensemble it trains."""
        ensemble, status = self._training.ensemble, self._status_of_run()
        if ensemble is None or not ensemble.number or not self._training.is_busy:
            return status
        text = self.tr("Network {number} of {total} · {status}")
        return text.format(
            number=whole(ensemble.number), total=whole(ensemble.total), status=status
        )

    def _status_of_run(self) -> str:
        training, progress = self._training, self._training.progress
        epoch, epochs = (progress.epoch, progress.epochs) if progress else (0, 0)
        match training.state:
            case RunState.LOADING:
                return self._loading_status()
            case RunState.COMPILING:
                return self.tr("Compiling GPU kernels…")
            case RunState.RUNNING:
                text = self.tr("Epoch {epoch} of {epochs}")
                return text.format(epoch=whole(epoch), epochs=whole(epochs))
            case RunState.PAUSED:
                text = self.tr("Paused in epoch {epoch} of {epochs}")
                return text.format(epoch=whole(epoch), epochs=whole(epochs))
            case RunState.COMBINING:
                return self.tr("Combining the networks…")
            case RunState.STOPPING:
                return self.tr("Stopping and saving…")
            case RunState.IDLE:
                return self._idle_status()

    def _loading_status(self) -> str:
        loading = self._training.loading
        if loading is None or loading.stage is not Stage.DOWNLOADING:
            return self.tr("Loading data…")
        text = self.tr("Downloading MNIST: {done} of {total}")
        return text.format(done=data_size(loading.done), total=data_size(loading.total))

    def _idle_status(self) -> str:
        outcome = self._training.outcome
        match outcome and outcome.end:
            case "done":
                return self.tr("Training finished")
            case "stopped":
                return self.tr("Training stopped")
            case "failed":
                return self.tr("Training failed")
            case _:
                return self.tr("Ready to train")

    def _show_loading(self) -> None:
        """Show the progress of loading, or that there is no run."""
        loading, is_busy = self._training.loading, self._training.is_busy
        self._share.clear()
        for label in self._labels:
            label.show_metric(label.name, _UNKNOWN)
        if loading and is_busy:
            self.bar.setRange(0, loading.total)
            self.bar.setValue(loading.done)
        else:
            self.bar.setRange(0, 0 if is_busy else 1)
            self.bar.setValue(0)

    def _metrics(self, progress: RunProgress) -> list[tuple[str, str]]:
        """Return the name and the value of each metric."""
        batches, best, device = progress.batches, progress.best_val_accuracy, self._training.device
        memory = batches.memory if batches else None
        on_gpu = device is not None and device.kind == "gpu"
        return [
            self._time(progress),
            (
                self.tr("Images/s"),
                whole(round(batches.images_per_second)) if batches else _UNKNOWN,
            ),
            (self.tr("Loss"), decimal(batches.loss, 4) if batches else _UNKNOWN),
            (self.tr("Training"), per_cent(batches.accuracy, 2) if batches else _UNKNOWN),
            (self.tr("Best validation"), _UNKNOWN if best is None else per_cent(best, 2)),
            (
                self.tr("Learning rate"),
                significant(batches.learning_rate, 3) if batches else _UNKNOWN,
            ),
            (self.tr("GPU memory"), _UNKNOWN if memory is None else data_size(memory))
            if on_gpu
            else (self.tr("Runs on"), device_name(device) if device else _UNKNOWN),
        ]

    def _time(self, progress: RunProgress) -> tuple[str, str]:
        if progress.is_over:
            ensemble = self._training.ensemble
            before = ensemble.seconds_before if ensemble else 0.0
            return self.tr("Duration"), duration(before + progress.seconds)
        left = progress.seconds_left
        return self.tr("Time left"), _UNKNOWN if left is None else duration(left)

    def _show(self, metrics: list[tuple[str, str]]) -> None:
        while len(self._labels) < len(metrics):
            self._labels.append(MetricLabel(self))
        for label, (name, value) in zip(self._labels, metrics, strict=True):
            label.show_metric(name, value)
        self._arrange()

    def _arrange(self) -> None:
        """Arrange the metrics in one row, or in two if the card is too narrow."""
        needed = sum(label.sizeHint().width() + UNIT for label in self._labels) - UNIT
        n_rows = 1 if needed <= self.width() - 4 * UNIT else 2
        n_columns = ceil(len(self._labels) / n_rows)
        for index, label in enumerate(self._labels):
            position = index // n_columns, index % n_columns
            if self._grid.itemAtPosition(*position) is None:
                self._grid.addWidget(label, *position)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the metrics by the new width."""
        super().resizeEvent(event)
        self._arrange()


class MetricLabel(QWidget):
    """A value above its name; painted, because a QLabel would invalidate the page's layout."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = self.value = ""
        self._widest = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # With an opaque background, its parents need not be repainted.
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def show_metric(self, name: str, value: str) -> None:
        """Show a metric."""
        if (name, value) == (self.name, self.value):
            return
        self.name, self.value = name, value
        self.setAccessibleName(f"{name}: {value}")
        strong, small = map(QFontMetrics, self._fonts())
        width = max(strong.horizontalAdvance(value), small.horizontalAdvance(name))
        # It never shrinks, because moving values are not legible.
        if width > self._widest:
            self._widest = width
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the widest metric so far."""
        return QSize(self._widest, sum(QFontMetrics(font).height() for font in self._fonts()) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the height; the width is unconstrained."""
        return QSize(0, self.sizeHint().height())

    def _fonts(self) -> tuple[QFont, QFont]:
        """Return the fonts of the value and of the name."""
        font = self.font()
        return scaled_font(font, weight=QFont.Weight.DemiBold), scaled_font(font, SMALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the value and the name."""
        del event
        painter, role = QPainter(self), QPalette.ColorRole
        strong, small = self._fonts()
        for font, text, colour, edge in (
            (strong, self.value, role.WindowText, Qt.AlignmentFlag.AlignTop),
            (small, self.name, role.PlaceholderText, Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(font)
            painter.setPen(self.palette().color(colour))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | edge, text)
