"""The weights that Inside looks into: those in use, or those of a run as it learns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.network.weights import Weights
from core.runs.library import RunSummary
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.shown.epoch_series import EpochSeries
from lenet_desktop.state.training.earlier_runs import EarlierRuns
from lenet_desktop.state.training.run import TrainingRun

_INTERVAL_MS = 100
"""Least time between two looks at the running run in milliseconds."""


@dataclass(frozen=True)
class InUse:
    """The network in use.

    Attributes
    ----------
    member
        The index of one network of an ensemble; None for the whole network.
    """

    member: int | None = None


@dataclass(frozen=True)
class InTraining:
    """The run that trains now."""


@dataclass(frozen=True)
class StoredRun:
    """One of the epochs of an earlier run, in its folder."""

    folder: Path


Source = InUse | InTraining | StoredRun


class ShownWeights(QObject):
    """Chooses the weights to look into; the network in use stays as it is.

    Attributes
    ----------
    series
        The epochs of the earlier run, if the source is one.
    """

    changed = Signal()
    """`weights` are others."""
    source_changed = Signal()
    """`source` or `sources` is another."""

    def __init__(
        self,
        network: CurrentNetwork,
        training: TrainingRun,
        earlier: EarlierRuns,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._network, self._training, self._earlier = network, training, earlier
        self._notices = notices
        self._source: Source = InUse()
        self._members = network.weights.members
        self._weights = network.weights
        self._is_watched = False
        self.series = EpochSeries(self)
        self.series.loaded.connect(self._show_epoch)
        self.series.place_changed.connect(self._show_epoch)
        self.series.failed.connect(self._give_up)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_INTERVAL_MS)
        self._rest.timeout.connect(self._look_at_training)
        network.changed.connect(self._take_network)
        training.advanced.connect(self._follow_training)
        training.changed.connect(self._check_training)
        earlier.changed.connect(self._check_runs)

    @property
    def weights(self) -> Weights:
        """The weights to look into."""
        return self._weights

    @property
    def source(self) -> Source:
        """Where the weights are from."""
        return self._source

    @property
    def sources(self) -> tuple[Source, ...]:
        """What there is to choose from."""
        n_members = len(self._members)
        members = map(InUse, range(n_members if n_members > 1 else 0))
        is_training = self._training.is_busy or isinstance(self._source, InTraining)
        training = [InTraining()] if is_training else []
        return (InUse(), *members, *training, *(StoredRun(run.folder) for run in self._runs))

    @property
    def stored_runs(self) -> dict[Path, RunSummary]:
        """The earlier runs by folder, without the one that trains now."""
        return {run.folder: run for run in self._runs}

    def run_of(self, source: StoredRun) -> RunSummary | None:
        """Return an earlier run; None if there is none, or it trains now."""
        return next((run for run in self._runs if run.folder == source.folder), None)

    def choose(self, source: Source) -> None:
        """Look into other weights; the epochs of an earlier run are loaded first."""
        if source == self._source:
            return
        run = self.run_of(source) if isinstance(source, StoredRun) else None
        if isinstance(source, StoredRun) and run is None:
            return
        self._source = source
        self.series.clear()
        if run is not None:
            self.series.load(run)
        self._look_again()
        self.source_changed.emit()

    def watch(self, *, is_watched: bool) -> None:
        """Note whether anyone looks at the weights: only then is a run asked for them."""
        self._is_watched = is_watched
        self.series.pause()
        self._look_again()
        if is_watched and not self._training.is_busy:
            self._earlier.refresh()

    def close(self) -> None:
        """Stop loading and wait for it; nothing more is emitted."""
        self._rest.stop()
        self.series.close()

    @property
    def _runs(self) -> list[RunSummary]:
        return [
            run
            for run in self._earlier.runs
            if isinstance(run, RunSummary) and run.folder != self._training.folder
        ]

    def _use(self, weights: Weights) -> None:
        if weights is not self._weights:
            self._weights = weights
            self.changed.emit()

    def _look_again(self) -> None:
        """Take the newest weights of the source."""
        match self._source:
            case InUse(member):
                self._use(self._network.weights if member is None else self._members[member])
            case InTraining():
                self._look_at_training()
            case StoredRun():
                if self.series.epochs:
                    self._show_epoch()

    def _take_network(self) -> None:
        """Follow another network in use; one of the networks of an ensemble is left for it."""
        self._members = self._network.weights.members
        if isinstance(self._source, InUse):
            self._source = InUse()
            self._look_again()
        self.source_changed.emit()

    def _follow_training(self) -> None:
        if isinstance(self._source, InTraining) and not self._rest.isActive():
            self._look_at_training()

    def _look_at_training(self) -> None:
        """Show the newest weights of the run, and ask for newer ones."""
        if not isinstance(self._source, InTraining) or not self._is_watched:
            return
        weights = self._training.weights
        if weights is not None and weights is not self._weights:
            self._rest.start()
            self._use(weights)
        self._training.request_weights()

    def _check_training(self) -> None:
        """Notice a run that starts or ends; an earlier run that is resumed is in training."""
        source, folder = self._source, self._training.folder
        if isinstance(source, StoredRun) and source.folder == folder:
            self.choose(InTraining())
        self._follow_training()
        self.source_changed.emit()

    def _check_runs(self) -> None:
        """Notice runs that are new or deleted; a run that has ended is an earlier one."""
        source, outcome = self._source, self._training.outcome
        if isinstance(source, InTraining) and outcome is not None:
            source = StoredRun(outcome.folder)
        if isinstance(source, StoredRun) and self.run_of(source) is None:
            source = InUse()
        self.choose(source)
        self.source_changed.emit()

    def _show_epoch(self) -> None:
        self._use(self.series.epochs[self.series.place])

    def _give_up(self, error: Exception) -> None:
        self._notices.error(error, self.tr("Loading the epochs failed: {reason}"))
        self.choose(InUse())
