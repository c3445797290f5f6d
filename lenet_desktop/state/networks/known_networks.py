"""The networks that the user can switch to, with their answers for the drawing on the pad."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.recognition.reading import DrawingReader, Reading
from core.recognition.recognizer import Recognizer
from core.runs.folder import WEIGHTS_FILE
from core.runs.library import RunSummary, best_weights_file, list_ensembles
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.job import Job
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.state.training.earlier_runs import EarlierRuns, run_name, start_text
from lenet_desktop.text.networks import bundled_title, file_title

WEIGHT_SUFFIXES = (".safetensors", ".npz")


class Origin(Enum):
    """Where a network comes from."""

    BUNDLED = auto()
    FILE = auto()
    RUN = auto()


@dataclass(frozen=True, eq=False)
class KnownNetwork:
    """A network that can be used; its file may be missing or damaged.

    Attributes
    ----------
    run
        The run whose best weights these are; None for a file.
    """

    origin: Origin
    name: str
    path: Path
    run: RunSummary | None = None


@dataclass(frozen=True, eq=False)
class NetworkDetails:
    """What the file of a network contains.

    Attributes
    ----------
    card, reading
        The model card, and what the network reads on the pad; None if the file cannot be loaded.
    error
        Why the file cannot be loaded.
    """

    card: ModelCard | None = None
    reading: Reading | None = None
    error: UserError | OSError | None = None


class KnownNetworks(QObject):
    """Lists the bundled network, recent weight files, the best of each run, and ensembles.

    Their details are found in the background.
    """

    changed = Signal()
    """The networks were listed again, or one of them has its details."""

    def __init__(
        self,
        network: CurrentNetwork,
        settings: Settings,
        earlier: EarlierRuns,
        pad_history: SnapshotHistory[PadContent],
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._network, self._settings, self._earlier = network, settings, earlier
        self._pad_history, self._notices = pad_history, notices
        self.networks: list[KnownNetwork] = []
        self._details: dict[Path, NetworkDetails] = {}
        self._before: tuple[Weights, Path] | None = None
        self._is_outdated = False
        self._job = Job(self)
        self._job.progressed.connect(self._take)
        self._job.failed.connect(self._report)
        self._job.ended.connect(self._refresh_if_outdated)

    def details_of(self, known: KnownNetwork) -> NetworkDetails | None:
        """Return what is known of a network; None until its file has been read."""
        return self._details.get(known.path)

    def is_in_use(self, known: KnownNetwork) -> bool:
        """Return whether this is the current network."""
        return known.path == self._network.path

    def refresh(self) -> None:
        """List the networks, and read their files in the background."""
        self._is_outdated = self._job.is_running
        if self._is_outdated:
            self._job.stop()
            return
        self.networks = self._listed()
        self._job.start(partial(survey, self.networks, self._pad_history.value))
        self.changed.emit()

    def use(self, known: KnownNetwork) -> None:
        """Use a network and post a message that can undo it; an error changes nothing."""
        before = self._network.weights, self._network.path
        try:
            self._network.open(best_weights_file(known.run) if known.run else known.path)
        except (UserError, OSError) as error:
            self._notices.error(error)
            return
        self._before = before
        text = self.tr("{network} is now in use.").format(network=known.name)
        self._notices.info(text, undo=self._use_former)

    def close(self) -> None:
        """Stop the job and wait for it; nothing more is emitted."""
        self._job.abandon()

    def _use_former(self) -> None:
        if self._before is not None:
            self._network.use(*self._before)

    def _listed(self) -> list[KnownNetwork]:
        bundled = KnownNetwork(Origin.BUNDLED, bundled_title(), self._network.bundled_path)
        runs = [
            KnownNetwork(Origin.RUN, run_name(run), run.weights_file, run)
            for run in self._earlier.runs
            if isinstance(run, RunSummary)
        ]
        recent = [
            path
            for path in self._settings.recent_files
            if path.name.lower().endswith(WEIGHT_SUFFIXES)
        ]
        if self._network.path not in recent:
            recent.insert(0, self._network.path)
        ensembles = [
            KnownNetwork(
                Origin.RUN,
                self.tr("Ensemble, {start}").format(start=start_text(folder)),
                folder / WEIGHTS_FILE,
            )
            for folder in list_ensembles(self._settings.runs_folder)
        ]
        others = {bundled.path, *(known.path for known in (*runs, *ensembles))}
        files = [
            KnownNetwork(Origin.FILE, file_title(path), path)
            for path in recent
            if path not in others
        ]
        return [bundled, *files, *runs, *ensembles]

    def _take(self, read: tuple[KnownNetwork, NetworkDetails]) -> None:
        known, details = read
        self._details[known.path] = details
        self.changed.emit()

    def _report(self, error: Exception) -> None:
        self._notices.error(error, self.tr("Listing the networks failed: {reason}"))

    def _refresh_if_outdated(self) -> None:
        if self._is_outdated:
            self.refresh()


def survey(
    networks: Sequence[KnownNetwork], content: PadContent
) -> Generator[tuple[KnownNetwork, NetworkDetails]]:
    """Load each network and read the pad's content with it."""
    for known in networks:
        try:
            weights = _weights_of(known)
        except (UserError, OSError) as error:
            yield known, NetworkDetails(error=error)
        else:
            yield known, NetworkDetails(weights.card, _read(weights, content))


def _weights_of(known: KnownNetwork) -> Weights:
    run = known.run
    if run is None:
        return load_weights(known.path)
    try:
        weights = load_weights(run.weights_file)
        if weights.card.epoch == run.best_epoch:
            return weights
    except UserError:
        pass  # The checkpoint has them too.
    return load_weights(best_weights_file(run))


def _read(weights: Weights, content: PadContent) -> Reading:
    recognizer = Recognizer(weights)
    if content.picture is not None:
        return content.picture.read(recognizer)
    return DrawingReader(recognizer).read([stroke.path for stroke in content.strokes])
