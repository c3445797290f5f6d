"""Learning My Digits, from the wish to what becomes of the result."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.network.weight_files import save_weights
from core.progress import Progress, Stage
from core.runs.library import new_run_folder
from core.training.fine_tuning import FineTuned
from lenet_desktop.my_digits.learning_card import LearningCard
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.learning_session import (
    FineTuningRequest,
    LearningSession,
    rehearsal_at_hand,
)
from lenet_desktop.state.my_digits import MyDigits
from lenet_desktop.state.settings import Settings
from lenet_desktop.text.errors import error_message


class LearningPanel(LearningCard):
    """Tunes the weights in use to My Digits; only what a person keeps comes into use."""

    began = Signal()
    ended = Signal()
    """The result was kept or discarded, or there is none."""
    weights_kept = Signal()
    """What was learned is in use now, and among the recent files."""
    succeeded = Signal(str)
    failed = Signal(str)
    """What became of something, in words."""

    def __init__(
        self,
        network: CurrentNetwork,
        my_digits: MyDigits,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._network, self._my_digits, self._settings = network, my_digits, settings
        self._learned: FineTuned | None = None
        self.learning = LearningSession(self)
        self.learning.progressed.connect(self.show_progress)
        self.learning.finished.connect(self._offer)
        self.learning.stopped.connect(self._end)
        self.learning.failed.connect(self._tell_failure)
        self.stop_requested.connect(self.learning.stop)
        self.keep_requested.connect(self._keep)
        self.discarded.connect(self._end)

    def learn(self) -> None:
        """Begin with all digits that there are now."""
        weights, drawings = self._network.weights, self._my_digits.drawings
        threads = self._settings.train_threads or None
        self.show_progress(Progress(Stage.OPENING))
        self.began.emit()
        self.learning.start(FineTuningRequest(weights, drawings, rehearsal_at_hand(), threads))

    def _offer(self, lesson: FineTuningRequest, learned: FineTuned) -> None:
        self._learned = learned
        self.show_result(lesson, learned)

    def _keep(self) -> None:
        """Save what was learned and read with it from now on."""
        assert self._learned is not None
        folder = new_run_folder(self._settings.my_digits_file.parent / "learned")
        path = folder / "my-digits.safetensors"
        try:
            folder.mkdir(parents=True)
            save_weights(path, self._learned.weights)
        except (UserError, OSError) as error:
            self.failed.emit(error_message(error))
            return
        self._network.use(self._learned.weights, path)
        self._settings.list_file(path)
        self._end()
        self.weights_kept.emit()
        self.succeeded.emit(self.tr("In use now. After a new start: File, Open Recent."))

    def _tell_failure(self, text: str) -> None:
        self._end()
        self.failed.emit(text)

    def _end(self) -> None:
        self._learned = None
        self.hide()
        self.ended.emit()
