"""Fine-tuning of the current network on My Digits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.data.sources import MNIST, local_source
from core.errors import UserError
from core.network.weight_files import save_weights
from core.network.weights import Weights
from core.progress import Progress, Stage
from core.runs.library import new_run_folder
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.job import Job
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings

if TYPE_CHECKING:
    from core.training.fine_tuning import FineTuned


class FineTuning(QObject):
    """Fine-tunes the current network, which is replaced only if the user keeps the result.

    Attributes
    ----------
    rehearsal
        The source of the data that the network must not forget.
    progress
        None unless a fine-tuning is running.
    result
        None until a fine-tuning has succeeded, and once the result is kept or discarded.
    """

    changed = Signal()
    """A fine-tuning has started or ended, or its result was kept or discarded."""
    progressed = Signal()
    """`progress` has a new value."""
    ended = Signal()
    """The last signal of each fine-tuning."""

    def __init__(
        self,
        network: CurrentNetwork,
        my_digits: MyDigits,
        settings: Settings,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._network, self._my_digits = network, my_digits
        self._settings, self._notices = settings, notices
        self.rehearsal = MNIST
        self.progress: Progress | None = None
        self.result: FineTuned | None = None
        self._discarded: FineTuned | None = None
        self._job = Job(self)
        self._job.progressed.connect(self._show_progress)
        self._job.succeeded.connect(self._take_result)
        self._job.failed.connect(self._report)
        self._job.ended.connect(self._end)

    @property
    def is_active(self) -> bool:
        """Whether a fine-tuning is running, or its result awaits the user's decision."""
        return self.progress is not None or self.result is not None

    @property
    def is_running(self) -> bool:
        """Whether a fine-tuning is running."""
        return self._job.is_running

    def start(self) -> None:
        """Start fine-tuning on all current drawings, unless it is running."""
        from core.training.rehearsal import FineTuningRequest, fine_tune_with_rehearsal

        if self.is_running:
            return
        self.rehearsal = local_source()
        request = FineTuningRequest(
            self._network.weights,
            self._my_digits.drawings,
            str(self._settings.my_digits_file),
            self.rehearsal,
            self._settings.train_threads or None,
        )
        self._notices.settle()
        self.progress, self.result = Progress(Stage.OPENING), None
        self._job.start(partial(fine_tune_with_rehearsal, request))
        self.changed.emit()

    def stop(self) -> None:
        """Request the end of the fine-tuning."""
        self._job.stop()

    def close(self) -> None:
        """Stop the fine-tuning and wait for it; nothing more is emitted."""
        self._job.abandon()

    def keep(self) -> None:
        """Save and use the new weights."""
        assert self.result is not None
        weights = self._with_test_accuracy(self.result)
        folder = new_run_folder(self._settings.my_digits_file.parent / "learned")
        path = folder / "my-digits.safetensors"
        try:
            folder.mkdir(parents=True)
            save_weights(path, weights)
        except (UserError, OSError) as error:
            self._notices.error(error)
            return
        self._network.use(weights, path)
        self._settings.list_file(path)
        self._decide()
        self._notices.info(
            self.tr(
                "The new network is in use. To return to the original one, choose"
                " File ▸ Use the Bundled Network."
            )
        )

    def _with_test_accuracy(self, result: FineTuned) -> Weights:
        """Return the new weights with the accuracy that the user has been shown on their card."""
        others = result.others_after
        if not others.total:
            return result.weights
        card = replace(result.weights.card, test_accuracy=others.accuracy, test_set=self.rehearsal)
        return Weights(result.weights.arrays, card)

    def discard(self) -> None:
        """Discard the result; a message can bring it back."""
        self._discarded = self.result
        self._decide()
        text = self.tr("The network that learned your digits has been discarded.")
        self._notices.info(text, undo=self._bring_back)

    def _decide(self) -> None:
        self.result = None
        self.changed.emit()

    def _bring_back(self) -> None:
        if not self.is_active:
            self.result = self._discarded
            self.changed.emit()

    def _show_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.progressed.emit()

    def _take_result(self, result: FineTuned) -> None:
        self.result = result

    def _report(self, error: Exception) -> None:
        self._notices.error(error, self.tr("Fine-tuning failed: {reason}"))

    def _end(self) -> None:
        self.progress = None
        self.changed.emit()
        self.ended.emit()
