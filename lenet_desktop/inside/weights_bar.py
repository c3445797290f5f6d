"""The bar above the strip: which weights are looked into, and a slider over the epochs of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QSlider, QWidget

from core.runs.library import RunSummary
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.shown.shown_weights import (
    InTraining,
    InUse,
    ShownWeights,
    Source,
    StoredRun,
)
from lenet_desktop.state.training.earlier_runs import run_name
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.text.numbers import per_cent, whole
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label, caption
from lenet_desktop.widgets.controls.buttons import icon_button

_LEAST_CHARACTERS = 12
"""Width of the list in characters."""


class WeightsBar(QWidget):
    """Chooses the weights; the epochs of an earlier run can be played."""

    def __init__(
        self,
        shown: ShownWeights,
        network: CurrentNetwork,
        training: TrainingRun,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("weights_bar")
        self._shown, self._network, self._training = shown, network, training
        self._sources: tuple[Source, ...] = ()
        self._box = QComboBox(self)
        self._box.setObjectName("shown_weights_box")
        self._box.setAccessibleName(self.tr("Weights to inspect"))
        self._box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._box.setMinimumContentsLength(_LEAST_CHARACTERS)
        self._play = icon_button("play_epochs_button", "play", self.tr("Play the epochs"), self)
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setObjectName("epoch_slider")
        self._slider.setAccessibleName(self.tr("Epoch"))
        self._slider.setPageStep(5)
        self._text = Label("", self)
        self._text.setObjectName("epoch_text")
        self._text.setToolTip(self.tr("Validation accuracy after the epoch"))
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label = caption(self.tr("&Weights"), self)
        label.setBuddy(self._box)
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(label)
        layout.addWidget(self._box, 5)
        layout.addWidget(self._play)
        layout.addWidget(self._slider, 2)
        layout.addWidget(self._text, 3)
        self._connect()
        self._fill()
        self._show_place()

    def add(self, *buttons: QWidget) -> None:
        """Add buttons at the right."""
        for button in buttons:
            self._row.addWidget(button)

    def _connect(self) -> None:
        shown, series = self._shown, self._shown.series
        self._box.activated.connect(self._choose)
        self._play.clicked.connect(self._play_or_pause)
        self._slider.sliderPressed.connect(series.pause)
        self._slider.valueChanged.connect(self._move)
        shown.source_changed.connect(self._fill)
        shown.changed.connect(self._show_place)
        series.loaded.connect(self._show_place)
        series.playing_changed.connect(self._show_playing)

    @property
    def text(self) -> str:
        """The epoch that is looked at, and its accuracy."""
        return self._text.text()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the run that trains."""
        super().showEvent(event)
        self._shown.watch(is_watched=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no run for its weights while nobody looks."""
        super().hideEvent(event)
        self._shown.watch(is_watched=False)

    def _fill(self) -> None:
        """List the weights to choose from, unless they are the same."""
        sources, runs = self._shown.sources, self._shown.stored_runs
        names = [self._name(source, runs) for source in sources]
        if names != [self._box.itemText(place) for place in range(self._box.count())]:
            with QSignalBlocker(self._box):
                self._box.clear()
                self._box.addItems(names)
        self._sources = sources
        with QSignalBlocker(self._box):
            self._box.setCurrentIndex(sources.index(self._shown.source))
        self._show_place()

    def _name(self, source: Source, runs: Mapping[Path, RunSummary]) -> str:
        match source:
            case InUse(member):
                if member is None:
                    return self.tr("In use: {network}").format(network=self._network.name)
                return self.tr("In use, network {n}").format(n=whole(member + 1))
            case InTraining():
                return self.tr("In training")
            case StoredRun():
                run = runs.get(source.folder)
                return "" if run is None else run_name(run)

    def _choose(self, place: int) -> None:
        self._shown.choose(self._sources[place])

    def _play_or_pause(self) -> None:
        series = self._shown.series
        if series.is_playing:
            series.pause()
        else:
            series.play()

    def _show_playing(self) -> None:
        is_playing = self._shown.series.is_playing
        self._play.setIcon(icon("pause" if is_playing else "play"))
        tip = self.tr("Pause") if is_playing else self.tr("Play the epochs")
        self._play.setToolTip(literal(tip))
        self._play.setAccessibleName(tip)

    def _move(self, place: int) -> None:
        self._shown.series.place = place

    def _show_place(self) -> None:
        """Show the epoch that is looked at."""
        series = self._shown.series
        n = len(series.epochs)
        for control in (self._slider, self._play):
            control.setEnabled(n > 1)
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, max(n - 1, 0))
            self._slider.setValue(series.place)
        text = self._describe()
        self._text.setText(text)
        self._slider.setAccessibleDescription(text)

    def _describe(self) -> str:
        match self._shown.source:
            case InUse(member):
                if member is None and InUse(0) in self._sources:
                    return self.tr("Choose one of its networks.")
                return self.tr("Choose a run.")
            case InTraining():
                return self._describe_training()
            case StoredRun():
                return self._describe_epoch()

    def _describe_training(self) -> str:
        progress = self._training.progress
        if progress is None:
            return self.tr("Loading…")
        text = self.tr("Epoch {epoch} of {epochs}")
        return text.format(epoch=whole(progress.epoch), epochs=whole(progress.epochs))

    def _describe_epoch(self) -> str:
        series = self._shown.series
        run = series.run
        if run is None or not series.epochs:
            return self.tr("Loading…")
        epoch = series.epochs[series.place].card.epoch
        if not epoch or epoch > len(run.history):
            return self.tr("Before the first epoch")
        text = self.tr("Epoch {epoch} of {epochs}: {share}")
        return text.format(
            epoch=whole(epoch),
            epochs=whole(len(run.history)),
            share=per_cent(run.history[epoch - 1].val_accuracy, 2),
        )
