"""Fine-tuning on My Digits: its progress, then its result, which the user keeps or discards."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.data.sources import MNIST
from core.errors import UserError
from core.network.weight_files import save_weights
from core.progress import Progress, Stage
from core.runs.library import new_run_folder
from core.training.fine_tuning import FineTuned, Scores
from core.training.lesson import FineTuningRequest, learn, rehearsal_at_hand
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.job import Job
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.text.datasets import title_of_test_images
from lenet_desktop.text.numbers import per_cent, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption, heading
from lenet_desktop.widgets.focus import focus_if_visible
from lenet_desktop.widgets.progress_line import ProgressLine


class FineTuningPanel(QWidget):
    """Fine-tunes the current network on My Digits; it is replaced only when the user says so.

    The panel is visible from the start of a fine-tuning until its result is kept or discarded.
    """

    began = Signal()
    ended = Signal()
    """Emitted when the result was kept or discarded, or there is none."""

    def __init__(
        self,
        network: CurrentNetwork,
        my_digits: MyDigits,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._network, self._my_digits = network, my_digits
        self._settings, self._notices = settings, notices
        self._rehearsal = MNIST
        self._result: FineTuned | None = None
        self.card = FineTuningCard(self)
        self.job = Job(self)
        self.job.progressed.connect(self.card.show_progress)
        self.job.succeeded.connect(self._show_result)
        self.job.stopped.connect(self._end)
        self.job.failed.connect(self._report)
        self.card.stop_requested.connect(self.job.stop)
        self.card.keep_requested.connect(self._keep)
        self.card.discard_requested.connect(self._end)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.card)
        self.hide()

    def start(self) -> None:
        """Fine-tune on all digits that there are now."""
        self._rehearsal = rehearsal_at_hand()
        request = FineTuningRequest(
            self._network.weights,
            self._my_digits.drawings,
            str(self._settings.my_digits_file),
            self._rehearsal,
            self._settings.train_threads or None,
        )
        self.show()
        self.card.begin()
        self.began.emit()
        self.job.start(partial(learn, request))

    def close_job(self) -> None:
        """Stop the fine-tuning and wait for it."""
        self.job.abandon()

    def _show_result(self, result: FineTuned) -> None:
        self._result = result
        self.card.show_result(self._rehearsal, result)

    def _keep(self) -> None:
        """Save the new weights and use them from now on."""
        assert self._result is not None
        folder = new_run_folder(self._settings.my_digits_file.parent / "learned")
        path = folder / "my-digits.safetensors"
        try:
            folder.mkdir(parents=True)
            save_weights(path, self._result.weights)
        except (UserError, OSError) as error:
            self._notices.error(error)
            return
        self._network.use(self._result.weights, path)
        self._settings.list_file(path)
        self._end()
        self._notices.info(
            self.tr("The new network is in use. To load it again later, choose File ▸ Open Recent.")
        )

    def _report(self, error: Exception) -> None:
        self._end()
        self._notices.error(error, self.tr("Fine-tuning failed: {reason}"))

    def _end(self) -> None:
        self._result = None
        self.hide()
        self.ended.emit()


class FineTuningCard(QFrame):
    """Shows the progress, then the accuracy before and after with Keep and Discard."""

    stop_requested = Signal()
    keep_requested = Signal()
    discard_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcome")
        self._progress = ProgressLine(
            "learn", self.tr("Progress of the fine-tuning"), self.tr("&Stop"), "stop", self
        )
        self._progress.button.clicked.connect(self.stop_requested)
        self._mine = _Change("learn_mine", self)
        self._others = _Change("learn_others", self)
        self._keep_button = QPushButton(self.tr("&Keep"), self)
        self._keep_button.setObjectName("keep_learned_button")
        self._keep_button.setProperty("primary", True)
        self._keep_button.setToolTip(self.tr("Use the new network from now on"))
        self._keep_button.clicked.connect(self.keep_requested)
        self._discard_button = QPushButton(self.tr("Discard"), self)
        self._discard_button.setObjectName("discard_learned_button")
        self._discard_button.setToolTip(self.tr("Continue with the current network"))
        self._discard_button.clicked.connect(self.discard_requested)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._progress)
        self._stack.addWidget(self._make_result())
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 12, 2 * UNIT, 12)
        layout.addWidget(self._stack)

    @property
    def text(self) -> str:
        """The progress, or the result, as text."""
        if self._stack.currentWidget() is self._progress:
            return self._progress.text
        return f"{self._mine.text}; {self._others.text}"

    def begin(self) -> None:
        """Show that work has started, and move the focus to Stop."""
        self.show_progress(Progress(Stage.OPENING))
        self._stack.setCurrentWidget(self._progress)
        focus_if_visible(self._progress.button)

    def show_progress(self, progress: Progress) -> None:
        """Show the number of steps while the network learns."""
        if progress.stage is Stage.LEARNING:
            done, total = progress.done, progress.total
            text = self.tr("Fine-tuning: step {done} of {total}")
            text = text.format(done=whole(done), total=whole(total))
            self._progress.show_progress(text, done, total)
        elif progress.stage is Stage.MEASURING:
            self._progress.show_progress(self.tr("Evaluating…"), 0, 0)
        else:
            self._progress.show_progress(self.tr("Preparing…"), 0, 0)

    def show_result(self, rehearsal: str, result: FineTuned) -> None:
        """Show the accuracy on the user's digits and on the test images of the rehearsal."""
        others = title_of_test_images(rehearsal)
        self._mine.show_change(
            self.tr("Your digits, trained on"), result.mine_before, result.mine_after
        )
        self._others.show_change(others, result.others_before, result.others_after)
        self.setAccessibleName(f"{self._mine.text}; {self._others.text}")
        is_awaited = self._progress.button.hasFocus()
        self._stack.setCurrentIndex(1)
        if is_awaited:
            focus_if_visible(self._keep_button)

    def _make_result(self) -> QWidget:
        result = QWidget(self)
        layout = QHBoxLayout(result)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self._mine, 1)
        layout.addWidget(self._others, 1)
        for button in (self._keep_button, self._discard_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return result


class _Change(QWidget):
    """An accuracy before and after, with a caption above it and the counts below."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._caption = caption("", self, is_small=True)
        self._accuracy = heading("", self, "title")
        self._counts = caption("", self, is_small=True)
        self._accuracy.setObjectName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for label in (self._caption, self._accuracy, self._counts):
            label.setMinimumWidth(1)
            layout.addWidget(label)

    @property
    def text(self) -> str:
        return f"{self._caption.text()}: {self._accuracy.text()}, {self._counts.text()}"

    def show_change(self, title: str, before: Scores, after: Scores) -> None:
        self._caption.setText(title)
        self._accuracy.setText(f"{per_cent(before.accuracy, 2)} → {per_cent(after.accuracy, 2)}")
        self._counts.setText(
            self.tr("{before} → {after} of {total} correct").format(
                before=whole(before.correct), after=whole(after.correct), total=whole(after.total)
            )
        )
