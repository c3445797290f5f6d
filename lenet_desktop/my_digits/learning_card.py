"""The card of a lesson: how far it is, and then what it brought, to be kept or not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.progress import Progress
from core.training.fine_tuning import FineTuned, FineTuningProgress, Scores
from lenet_desktop.state.learning_session import FineTuningRequest
from lenet_desktop.text.numbers import per_cent, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.focus import focus_if_visible
from lenet_desktop.widgets.progress_line import ProgressLine


class LearningCard(QFrame):
    """Nothing is done with what was learned until a person says so."""

    stop_requested = Signal()
    keep_requested = Signal()
    discarded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcome")
        self._progress = ProgressLine(
            "learn", self.tr("Progress of the learning"), self.tr("&Stop"), "stop", self
        )
        self._progress.button.clicked.connect(self.stop_requested)
        self._mine = _Change("learn_mine", self)
        self._others = _Change("learn_others", self)
        self._keep_button = QPushButton(self.tr("&Keep"), self)
        self._keep_button.setObjectName("keep_learned_button")
        self._keep_button.setProperty("primary", True)
        self._keep_button.setToolTip(self.tr("Read with what was learned from now on"))
        self._keep_button.clicked.connect(self.keep_requested)
        self._discard_button = QPushButton(self.tr("Discard"), self)
        self._discard_button.setObjectName("discard_learned_button")
        self._discard_button.setToolTip(self.tr("Go on reading with the weights from before"))
        self._discard_button.clicked.connect(self.discarded)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._progress)
        self._pages.addWidget(self._make_result())
        self._pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 12, 2 * UNIT, 12)
        layout.addWidget(self._pages)
        self.hide()

    @property
    def text(self) -> str:
        """What is told at the moment."""
        if self._pages.currentWidget() is self._progress:
            return self._progress.text
        return f"{self._mine.text}; {self._others.text}"

    def show_progress(self, progress: Progress | FineTuningProgress) -> None:
        """Tell how far it is."""
        done, total = progress.done, progress.total
        if isinstance(progress, Progress) or not done:
            self._progress.show_progress(self.tr("Getting ready…"), 0, 0)
        elif done == total:
            self._progress.show_progress(self.tr("Measuring what it brought…"), 0, 0)
        else:
            text = self.tr("Learning: step {done} of {total}")
            text = text.format(done=whole(done), total=whole(total))
            self._progress.show_progress(text, done, total)
        if self.isHidden() or self._pages.currentWidget() is not self._progress:
            self._pages.setCurrentWidget(self._progress)
            self.show()
            focus_if_visible(self._progress.button)

    def show_result(self, lesson: FineTuningRequest, result: FineTuned) -> None:
        """Tell what it brought on a person's own digits, and what it cost on others'."""
        others = {
            "mnist": self.tr("MNIST test images"),
            "synthetic": self.tr("Built-in hand, test images"),
        }[lesson.rehearsal]
        self._mine.show_change(
            self.tr("Your digits, learned from"), result.mine_before, result.mine_after
        )
        self._others.show_change(others, result.others_before, result.others_after)
        self.setAccessibleName(f"{self._mine.text}; {self._others.text}")
        is_awaited = self._progress.button.hasFocus()
        self._pages.setCurrentIndex(1)
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
    """An accuracy before and after, with what it is of and the numbers behind it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._caption, self._figure, self._counts = QLabel(self), QLabel(self), QLabel(self)
        font = QFont(self.font())
        font.setPixelSize(20)
        font.setWeight(QFont.Weight.DemiBold)
        self._figure.setFont(font)
        self._figure.setObjectName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for label in (self._caption, self._counts):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setProperty("small", True)
        for label in (self._caption, self._figure, self._counts):
            label.setMinimumWidth(1)
            layout.addWidget(label)

    @property
    def text(self) -> str:
        return f"{self._caption.text()}: {self._figure.text()}, {self._counts.text()}"

    def show_change(self, caption: str, before: Scores, after: Scores) -> None:
        self._caption.setText(caption)
        self._figure.setText(f"{per_cent(before.accuracy, 2)} → {per_cent(after.accuracy, 2)}")
        self._counts.setText(
            self.tr("{before} → {after} of {total} read right").format(
                before=whole(before.correct), after=whole(after.correct), total=whole(after.total)
            )
        )
