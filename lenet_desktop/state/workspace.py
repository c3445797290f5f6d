"""The state of a window: network, drawing, My Digits, evaluation and training."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.device import Device, cpu, explain_gpu_error, find_device
from core.errors import UserError
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.evaluation import EvaluationRun
from lenet_desktop.state.experiment.accuracy import ExperimentAccuracy
from lenet_desktop.state.experiment.experiment import Experiment
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.state.job import Job
from lenet_desktop.state.my_digits.collecting import Collecting
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.my_digits.fine_tuning import FineTuning
from lenet_desktop.state.my_digits.picture_digits import PictureDigits
from lenet_desktop.state.my_digits.reading import MyDigitsReading
from lenet_desktop.state.neighbours import NeighbourSearch
from lenet_desktop.state.networks.known_networks import KnownNetworks
from lenet_desktop.state.networks.network_change import NetworkChange
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.opening import Opening
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.pictures.adjusting import PictureAdjusting
from lenet_desktop.state.reader import Reader
from lenet_desktop.state.reasons import Reasons
from lenet_desktop.state.recent.drawings import RecentDrawings
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.shown.shown_weights import ShownWeights
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.state.training.earlier_runs import EarlierRuns
from lenet_desktop.state.training.experiment_run import ExperimentRun
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.state.training.run_folders import RunFolders
from lenet_desktop.state.training.speed import TrainingSpeed
from lenet_desktop.state.training.stepping import Stepping


class Workspace(QObject):
    """Owns the models that the pages of a window show.

    Pages receive the workspace; parts of pages receive only the models that they show.

    Parameters
    ----------
    settings
        The persistent settings.
    weights_path
        The initial weight file.
    bundled
        The weight file that comes with the program; None if it is the initial one.

    Raises
    ------
    UserError, OSError
        If the weights cannot be loaded.
    """

    device_found = Signal(object)
    """Emitted with the `Device` that training runs on."""

    def __init__(
        self,
        settings: Settings,
        weights_path: Path,
        bundled: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.notices = Notices(self)
        settings.failed.connect(self.notices.error)
        self.network = CurrentNetwork(weights_path, bundled, self)
        self.pad_history = SnapshotHistory(PadContent(), self, bytes_of=PadContent.bytes_beyond)
        self.recent_drawings = RecentDrawings(
            self.pad_history, settings.recent_drawings_file, self.notices, self
        )
        self.opening = Opening(self)
        self.reader = Reader(self.pad_history, self.network, self)
        self.training = TrainingRun(self)
        self.training_speed = TrainingSpeed(self.training, self.notices, self)
        self.earlier_runs = EarlierRuns(settings.runs_folder, self.notices, self)
        self.training.ended.connect(self.earlier_runs.refresh)
        self.stepping = Stepping(self.training, self)
        self.experiment_run = ExperimentRun(self.training, settings.runs_folder, self)
        self.shown_weights = ShownWeights(
            self.network, self.training, self.earlier_runs, self.notices, self
        )
        self.experiment = Experiment(self.shown_weights, self)
        self.network.changed.connect(self.experiment.reset)
        self.experiment_accuracy = ExperimentAccuracy(self.experiment, self.notices, self)
        self.network_change = NetworkChange(self.reader, self.network, self)
        self.inspection = Inspection(self.reader, self.experiment, self)
        self.reasons = Reasons(self.inspection, self.notices, self)
        self.neighbours = NeighbourSearch(self.inspection, self)
        self.my_digits = MyDigits(settings.my_digits_file, self.notices, self)
        self.collecting = Collecting(self.pad_history, self.my_digits, self)
        self.picture_digits = PictureDigits(self.reader, self.my_digits, self.notices, self)
        self.picture_adjusting = PictureAdjusting(self.reader, self)
        self.my_digits_reading = MyDigitsReading(self.network, self.my_digits, self.notices, self)
        self.fine_tuning = FineTuning(self.network, self.my_digits, settings, self.notices, self)
        self.evaluation = EvaluationRun(self)
        self.run_folders = RunFolders(
            settings.runs_folder, self.earlier_runs, self.network, self.notices, self
        )
        self.networks = KnownNetworks(
            self.network, settings, self.earlier_runs, self.pad_history, self.notices, self
        )
        self.device: Device | None = None
        self._device_probe = Job(self)
        self._device_probe.succeeded.connect(self._set_device)
        self._device_probe.failed.connect(self._use_cpu)

        self.network.changed.connect(self._remember_network)
        for something_new in (
            self.network.changed,
            self.pad_history.changed,
            self.my_digits.changed,
            self.training.changed,
            self.evaluation.changed,
        ):
            something_new.connect(self.notices.settle)

    def use_bundled_network(self) -> None:
        """Use the network that comes with the program, and post a message."""
        try:
            self.network.use_bundled()
        except (UserError, OSError) as error:
            self.notices.error(error)
        else:
            self.notices.info(self.tr("The bundled network is now in use."))

    def find_device(self) -> None:
        """Search for a GPU in the background, then emit `device_found`."""
        self._device_probe.call(find_device)

    def close(self) -> None:
        """Stop all background jobs, and wait until everything is saved."""
        self.training.close()
        self._device_probe.abandon()
        self.opening.close()
        self.training_speed.close()
        self.shown_weights.close()
        self.reasons.close()
        self.experiment_accuracy.close()
        self.neighbours.close()
        self.evaluation.close()
        self.fine_tuning.close()
        self.networks.close()
        self.earlier_runs.close()
        self.picture_digits.close()
        self.run_folders.close()
        self.picture_adjusting.close()
        self.my_digits_reading.close()
        self.recent_drawings.close()
        self.my_digits.close()

    def _remember_network(self) -> None:
        network = self.network
        self.settings.weights_file = None if network.is_bundled else network.path

    def _set_device(self, device: Device) -> None:
        self.device = device
        self.device_found.emit(device)

    def _use_cpu(self, error: Exception) -> None:
        self._set_device(cpu(explain_gpu_error(error)))
