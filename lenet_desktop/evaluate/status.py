"""The status of the evaluation: progress, result or error."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from core.evaluation.evaluate import Evaluation
from core.progress import Progress, Stage
from lenet_desktop.text.datasets import title_of_test_images
from lenet_desktop.text.errors import translated
from lenet_desktop.text.labels import counts_text, rejected_text
from lenet_desktop.text.numbers import data_size, per_cent, whole
from lenet_desktop.widgets.card import Label
from lenet_desktop.widgets.focus import focus_if_visible
from lenet_desktop.widgets.headline import Headline
from lenet_desktop.widgets.progress import ProgressLine


class EvaluationStatus(QStackedWidget):
    """Shows the progress with Cancel, an error message, or a summary of the result."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._summary, self._progress = _Summary(self), _Progress(self)
        self._message = Label("", self)
        self._message.setObjectName("evaluate_message")
        self._message.setForegroundRole(QPalette.ColorRole.BrightText)
        self._message.setWordWrap(True)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for page in (self._summary, self._progress, self._message):
            self.addWidget(page)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._progress.button.clicked.connect(self.cancel_requested)

    @property
    def text(self) -> str:
        """The text that is shown."""
        if self.currentWidget() is self._message:
            return self._message.text()
        page = self._progress if self.currentWidget() is self._progress else self._summary
        return page.text

    def show_progress(self, progress: Progress) -> None:
        """Show the progress of the evaluation."""
        self._progress.show_evaluation_progress(progress)
        if self.currentWidget() is not self._progress:
            self.setCurrentWidget(self._progress)
            focus_if_visible(self._progress.button)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show a summary of the result."""
        self._summary.show_evaluation(evaluation)
        self.setCurrentWidget(self._summary)

    def show_failure(self, text: str) -> None:
        """Show an error message."""
        self._message.setText(text)
        self.setCurrentWidget(self._message)


class _Summary(Headline):
    def __init__(self, parent: QWidget) -> None:
        super().__init__("evaluate", parent)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        assessment = evaluation.assessment
        request = evaluation.request
        what = self.tr("{weights} on {data}")
        if request.reference is not None:
            what = self.tr("{weights} on {data}, compared with {reference}")
        self.show_metrics(
            per_cent(assessment.accuracy, 2),
            counts_text(assessment),
            what.format(
                weights=request.weights.name,
                data=title_of_test_images(request.data),
                reference=request.reference.name if request.reference else "",
            ),
            " ".join(filter(None, (rejected_text(assessment), self._warning(evaluation)))),
        )

    def _warning(self, evaluation: Evaluation) -> str:
        """Return a warning if the data have a fault, or were partly used in training."""
        if (fault := evaluation.data_fault) is not None:
            return self.tr("{fault} The accuracy would be {share}.").format(
                fault=translated(fault.remedy), share=per_cent(fault.accuracy, 2)
            )
        trained, request = evaluation.trained_on_data, evaluation.request
        if not trained:
            return ""
        if request.reference is None or len(trained) > 1:
            return self.tr(
                "Some or all of these digits were used in training."
                " Expect a lower accuracy on new digits."
            )
        return self.tr(
            "{weights} was trained on some or all of these digits."
            " Expect a lower accuracy on new digits."
        ).format(weights=trained[0].name)


class _Progress(ProgressLine):
    def __init__(self, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            "evaluate",
            translate("_Progress", "Progress of the evaluation"),
            translate("_Progress", "&Cancel"),
            "cancel",
            parent,
        )

    def show_evaluation_progress(self, progress: Progress) -> None:
        self.show_progress(self._describe(progress), progress.done, progress.total)

    def _describe(self, progress: Progress) -> str:
        match progress.stage:
            case Stage.DOWNLOADING:
                return self.tr("Downloading MNIST: {done} of {total}").format(
                    done=data_size(progress.done),
                    total=data_size(progress.total),
                )
            case Stage.READING:
                return self.tr("Evaluating: {done} of {total} images").format(
                    done=whole(progress.done), total=whole(progress.total)
                )
            case Stage.DRAWING:
                return self.tr("Generating: {done} of {total} images").format(
                    done=whole(progress.done), total=whole(progress.total)
                )
            case _:
                return self.tr("Loading data…")
