"""The line below the choices: how an evaluation goes, how it ended, what came of it."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lenet_desktop.evaluation_session import Evaluation, EvaluationProgress, Step
from lenet_desktop.matrix_figures import whole
from lenet_desktop.percentages import per_cent
from lenet_desktop.progress_bar import ProgressBar
from lenet_desktop.theme import UNIT


class EvaluationStatus(QStackedWidget):
    """Shows progress with a way out, a failure in words, or the figures in short."""

    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary, self._progress = _Summary(self), _Progress(self)
        self._message = QLabel(self)
        self._message.setObjectName("evaluate_message")
        self._message.setForegroundRole(QPalette.ColorRole.BrightText)
        self._message.setWordWrap(True)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for page in (self._summary, self._progress, self._message):
            self.addWidget(page)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._progress.cancel_button.clicked.connect(self.cancel_wanted)

    @property
    def text(self) -> str:
        """What is told at the moment, as text."""
        if self.currentWidget() is self._message:
            return self._message.text()
        page = self._progress if self.currentWidget() is self._progress else self._summary
        return page.text

    def show_progress(self, progress: EvaluationProgress) -> None:
        """Tell how far it is."""
        self._progress.show_progress(progress)
        if self.currentWidget() is not self._progress:
            self.setCurrentWidget(self._progress)
            self._progress.cancel_button.setFocus()

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Tell the figures in short."""
        self._summary.show_evaluation(evaluation)
        self.setCurrentWidget(self._summary)

    def show_failure(self, text: str) -> None:
        """Tell what went wrong, until something else is told."""
        self._message.setText(text)
        self.setCurrentWidget(self._message)


class _Summary(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._accuracy = QLabel(self)
        self._accuracy.setObjectName("evaluate_accuracy")
        font = QFont(self.font())
        font.setPixelSize(28)
        font.setWeight(QFont.Weight.DemiBold)
        self._accuracy.setFont(font)
        self._counts = QLabel(self)
        self._counts.setObjectName("evaluate_counts")
        self._what = QLabel(self)
        self._what.setObjectName("evaluate_what")
        self._what.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._what.setMinimumWidth(1)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._counts)
        lines.addWidget(self._what)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self._accuracy)
        layout.addLayout(lines, 1)

    @property
    def text(self) -> str:
        return f"{self._accuracy.text()} {self._counts.text()} {self._what.text()}"

    def show_evaluation(self, evaluation: Evaluation) -> None:
        confusion = evaluation.assessment.confusion
        n_unsure = int(evaluation.assessment.is_unsure.sum())
        self._accuracy.setText(per_cent(confusion.accuracy, 2))
        self._counts.setText(
            self.tr("{correct} of {total} read right, {wrong} misread, {unsure} unsure").format(
                correct=whole(confusion.correct),
                total=whole(confusion.n),
                wrong=whole(confusion.n - confusion.correct),
                unsure=whole(n_unsure),
            )
        )
        request = evaluation.request
        what = self.tr("{weights} on {data}")
        if request.reference is not None:
            what = self.tr("{weights} on {data}, compared with {reference}")
        text = what.format(
            weights=request.weights.name,
            data=request.data_name,
            reference=request.reference.name if request.reference else "",
        )
        self._what.setText(text)
        self._what.setToolTip(text)


class _Progress(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        self._text.setObjectName("evaluate_progress_text")
        self._bar = ProgressBar("evaluate_progress", self.tr("Progress of the evaluation"), self)
        self.cancel_button = QPushButton(self.tr("&Cancel"), self)
        self.cancel_button.setObjectName("evaluate_cancel_button")
        lines = QVBoxLayout()
        lines.setSpacing(UNIT)
        lines.addWidget(self._text)
        lines.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(lines, 1)
        layout.addWidget(self.cancel_button)

    @property
    def text(self) -> str:
        return self._text.text()

    def show_progress(self, progress: EvaluationProgress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._text.setText(self._in_words(progress))

    def _in_words(self, progress: EvaluationProgress) -> str:
        match progress.step:
            case Step.OPENING:
                return self.tr("Opening the data…")
            case Step.DOWNLOADING:
                return self.tr("Downloading MNIST, this once: {done} of {total}").format(
                    done=QLocale().formattedDataSize(progress.done),
                    total=QLocale().formattedDataSize(progress.total),
                )
            case Step.READING:
                return self.tr("Reading: {done} of {total} images").format(
                    done=whole(progress.done), total=whole(progress.total)
                )
