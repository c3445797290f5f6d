"""How far a run is: a line of words, a bar, and figures below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.progress import Progress, Stage
from core.training.checkpoints import Checkpoint
from core.training.events import BatchesDone, DeviceLost, EpochDone, RunStarted
from lenet_desktop.state.run_progress import RunProgress
from lenet_desktop.state.training import Outcome, RunState, TrainingSession
from lenet_desktop.text.numbers import data_size
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.progress_bar import ProgressBar

INTERVAL = 250
"""Milliseconds between two refreshes: figures that change faster cannot be read."""


class ProgressCard(QFrame):
    """Follows a training session."""

    def __init__(self, training: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._training = training
        self._figures: RunProgress | None = None
        self._resumed: Checkpoint | None = None
        self._title = QLabel(self.tr("Ready to train"), self)
        self._title.setObjectName("train_status")
        self._title.setProperty("heading", True)
        self._share = QLabel(self)
        self._share.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.bar = ProgressBar("train_progress", self.tr("Progress of the training"), self)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._share)
        self._head = head
        self._cells: list[_Figure] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(UNIT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT + 4, 2 * UNIT, UNIT + 4)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addLayout(self._row)
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setInterval(INTERVAL)
        self._due.timeout.connect(self._refresh)
        training.state_changed.connect(self._follow_state)
        training.loading_advanced.connect(self._show_loading)
        training.run_resumed.connect(self._resume)
        training.run_started.connect(self._begin)
        training.batches_done.connect(self._take_batches)
        training.epoch_done.connect(self._take_epoch)
        training.kernels_compiling.connect(self._show_compiling)
        training.device_lost.connect(self._change_device)
        training.ended.connect(self._end)

    def add_tool(self, tool: QWidget) -> None:
        """Put a tool at the right of the words."""
        self._head.addWidget(tool)

    @property
    def status(self) -> str:
        """The line of words."""
        return self._title.text()

    def figure(self, caption: str) -> str:
        """What a figure says, by its caption."""
        return next(cell.value for cell in self._cells if cell.caption == caption)

    def _follow_state(self) -> None:
        state, figures = self._training.state, self._figures
        if state is RunState.LOADING:
            self._figures = None
            self._title.setText(self.tr("Getting ready…"))
            self._share.clear()
            self.bar.setRange(0, 0)
        elif state is RunState.STOPPING:
            self._title.setText(self.tr("Stopping; what was learned is being kept…"))
        elif figures is not None:
            (figures.pause if state is RunState.PAUSED else figures.resume)()
            self._refresh()

    def _show_loading(self, progress: Progress) -> None:
        if progress.stage is not Stage.DOWNLOADING:
            return
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self._title.setText(
            self.tr("Downloading MNIST, this once: {done} of {total}").format(
                done=data_size(progress.done),
                total=data_size(progress.total),
            )
        )

    def _resume(self, checkpoint: Checkpoint) -> None:
        self._resumed = checkpoint

    def _begin(self, event: RunStarted) -> None:
        figures = self._figures = RunProgress(event)
        if self._resumed:
            figures.best_val_accuracy, self._resumed = self._resumed.best_val_accuracy, None
        self.bar.setRange(0, figures.steps)
        self._refresh()

    def _show_compiling(self) -> None:
        self._title.setText(self.tr("Compiling GPU kernels, once…"))

    def _take_batches(self, event: BatchesDone) -> None:
        assert self._figures is not None
        self._figures.batches = event
        if not self._due.isActive():
            self._due.start()

    def _take_epoch(self, event: EpochDone) -> None:
        assert self._figures is not None
        self._figures.take_epoch(event)

    def _change_device(self, event: DeviceLost) -> None:
        assert self._figures is not None
        self._figures.device = event.device

    def _end(self, outcome: Outcome) -> None:
        if self._figures is None:
            self.bar.setRange(0, 1)
            self._share.clear()
        else:
            self._figures.end()
            self._refresh()
        self._title.setText(
            {
                "done": self.tr("Training is done"),
                "stopped": self.tr("Training was stopped"),
                "failed": self.tr("Training failed"),
            }[outcome.end]
        )

    def _refresh(self) -> None:
        figures, state = self._figures, self._training.state
        if figures is None:
            return
        self.bar.setValue(figures.steps_done)
        share = 100 * figures.steps_done // figures.steps
        self._share.setText(self.tr("{share} %").format(share=share))
        self._show(figures.metrics())
        if state in (RunState.RUNNING, RunState.PAUSED):
            text = self.tr("Epoch {epoch} of {epochs}")
            if state is RunState.PAUSED:
                text = self.tr("Paused in epoch {epoch} of {epochs}")
            self._title.setText(
                text.format(epoch=figures.epoch, epochs=figures.started.plan.epochs)
            )

    def _show(self, figures: list[tuple[str, str]]) -> None:
        while len(self._cells) < len(figures):
            self._cells.append(_Figure(self))
            self._row.addWidget(self._cells[-1], 1)
        for cell, (caption, value) in zip(self._cells, figures, strict=True):
            cell.show_figure(caption, value)


class _Figure(QWidget):
    """A value over its caption; painted, since labels would lay the page out with every change."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.caption = self.value = ""
        self._strong, self._small = QFont(self.font()), QFont(self.font())
        self._strong.setWeight(QFont.Weight.DemiBold)
        self._small.setPixelSize(12)
        self.setFixedHeight(self.fontMetrics().height() + QFontMetrics(self._small).height() + 2)
        # With a ground of its own, what lies under it is not painted each time.
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    def show_figure(self, caption: str, value: str) -> None:
        if (caption, value) == (self.caption, self.value):
            return
        self.caption, self.value = caption, value
        self.setAccessibleName(f"{caption}: {value}")
        width = max(
            QFontMetrics(self._strong).horizontalAdvance(value),
            QFontMetrics(self._small).horizontalAdvance(caption),
        )
        # It only ever grows: figures that move cannot be read.
        if width > self.minimumWidth():
            self.setMinimumWidth(width)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, role = QPainter(self), QPalette.ColorRole
        for font, text, colour, edge in (
            (self._strong, self.value, role.WindowText, Qt.AlignmentFlag.AlignTop),
            (self._small, self.caption, role.PlaceholderText, Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(font)
            painter.setPen(self.palette().color(colour))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | edge, text)
