"""The card of fine-tuning: its progress, then its result, which the user keeps or discards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.progress import Progress, Stage
from core.training.fine_tuning import ENOUGH_TO_HOLD_OUT, FineTuned, Scores
from lenet_desktop.state.my_digits.fine_tuning import FineTuning
from lenet_desktop.text.datasets import title_of_test_images
from lenet_desktop.text.numbers import per_cent, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption, heading
from lenet_desktop.widgets.focus import focus_if_visible
from lenet_desktop.widgets.progress import ProgressLine


class FineTuningCard(QFrame):
    """Shows the progress, then the accuracy before and after with Keep and Discard.

    It is visible from the start of a fine-tuning until its result is kept or discarded.
    """

    def __init__(self, fine_tuning: FineTuning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fine_tuning = fine_tuning
        self.setObjectName("outcome")
        self._progress = ProgressLine(
            "learn", self.tr("Progress of the fine-tuning"), self.tr("&Stop"), "stop", self
        )
        self._progress.button.clicked.connect(fine_tuning.stop)
        self._mine = _Change("learn_mine", self)
        self._unseen = _Change("learn_unseen", self)
        self._unseen.setToolTip(
            self.tr("Measured with a network that learned from your other digits only")
        )
        self._others = _Change("learn_others", self)
        self._keep_button = QPushButton(self.tr("&Keep"), self)
        self._keep_button.setObjectName("keep_learned_button")
        self._keep_button.setProperty("primary", True)
        self._keep_button.setToolTip(self.tr("Use the new network from now on"))
        self._keep_button.clicked.connect(fine_tuning.keep)
        self._discard_button = QPushButton(self.tr("Discard"), self)
        self._discard_button.setObjectName("discard_learned_button")
        self._discard_button.setToolTip(self.tr("Continue with the current network"))
        self._discard_button.clicked.connect(fine_tuning.discard)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._progress)
        self._stack.addWidget(self._make_result())
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 12, 2 * UNIT, 12)
        layout.addWidget(self._stack)
        fine_tuning.changed.connect(self._follow)
        fine_tuning.progressed.connect(self._show_progress)
        self._follow()

    @property
    def text(self) -> str:
        """The progress, or the result, as text."""
        if self._stack.currentWidget() is self._progress:
            return self._progress.text
        return self._result_text

    @property
    def _result_text(self) -> str:
        return "; ".join(change.text for change in (self._mine, self._unseen, self._others))

    def _follow(self) -> None:
        """Show the progress or the result, and move the focus to its button."""
        progress, result = self._fine_tuning.progress, self._fine_tuning.result
        self.setVisible(self._fine_tuning.is_active)
        if progress is not None:
            self._show_progress()
            self._stack.setCurrentWidget(self._progress)
            focus_if_visible(self._progress.button)
        elif result is not None:
            self._show_result(result)

    def _show_progress(self) -> None:
        """Show the progress; steps are counted while the network is trained."""
        progress = self._fine_tuning.progress
        if progress is not None:
            text = self._describe(progress)
            is_counted = progress.stage is Stage.TRAINING
            done, total = (progress.done, progress.total) if is_counted else (0, 0)
            self._progress.show_progress(text, done, total)

    def _describe(self, progress: Progress) -> str:
        match progress.stage:
            case Stage.TRAINING:
                text = self.tr("Fine-tuning: step {done} of {total}")
                return text.format(done=whole(progress.done), total=whole(progress.total))
            case Stage.EVALUATING:
                return self.tr("Evaluating…")
            case _:
                return self.tr("Preparing…")

    def _show_result(self, result: FineTuned) -> None:
        """Show the accuracy on the user's digits and on the test images of the rehearsal."""
        others = title_of_test_images(self._fine_tuning.rehearsal)
        learned = self.tr("%Ln digit(s) it learned from", "", result.mine_after.total)
        self._mine.show_change(learned, result.mine_before, result.mine_after)
        if result.unseen_before and result.unseen_after:
            unseen = self.tr("%Ln digit(s) it has not seen", "", result.unseen_after.total)
            self._unseen.show_change(unseen, result.unseen_before, result.unseen_after)
        else:
            self._unseen.show_nothing(
                self.tr("Digits it has not seen"),
                self.tr("{n} digits are needed to judge").format(n=whole(ENOUGH_TO_HOLD_OUT)),
            )
        self._others.show_change(others, result.others_before, result.others_after)
        self.setAccessibleName(self._result_text)
        is_awaited = self._progress.button.hasFocus()
        self._stack.setCurrentIndex(1)
        if is_awaited:
            focus_if_visible(self._keep_button)

    def _make_result(self) -> QWidget:
        result = QWidget(self)
        layout = QHBoxLayout(result)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        for change in (self._mine, self._unseen, self._others):
            layout.addWidget(change, 1)
        for button in (self._keep_button, self._discard_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return result


class _Change(QWidget):
    """The accuracy before and after, with a caption and counts."""

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

    def show_nothing(self, title: str, reason: str) -> None:
        self._caption.setText(title)
        self._accuracy.setText("–")
        self._counts.setText(reason)

    def show_change(self, title: str, before: Scores, after: Scores) -> None:
        self._caption.setText(title)
        self._accuracy.setText(f"{per_cent(before.accuracy, 2)} → {per_cent(after.accuracy, 2)}")
        self._counts.setText(
            self.tr("{before} → {after} of {total} correct").format(
                before=whole(before.correct), after=whole(after.correct), total=whole(after.total)
            )
        )
