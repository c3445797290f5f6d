"""The bar of an experiment: its name, how far it is, and what the runs reached."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.runs.experiments import text_in
from lenet_desktop.state.training.experiment_run import ExperimentRun, FinishedRun
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.language import current_language
from lenet_desktop.text.numbers import per_cent, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, Label, heading
from lenet_desktop.widgets.controls.buttons import icon_button


class ExperimentBar(Card):
    """Describes the experiment whose curves are shown; hidden without one."""

    def __init__(self, run: ExperimentRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experiment_bar")
        self._run = run
        self._title = heading("", self)
        self._title.setMinimumWidth(1)
        self._text = Label("", self)
        self._text.setObjectName("experiment_text")
        self._text.setWordWrap(True)
        self._close = icon_button(
            "close_experiment_button", "close", self.tr("Remove the curves of the experiment"), self
        )
        self._close.clicked.connect(run.close)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT // 2, UNIT, UNIT)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._text)
        run.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        experiment = self._run.experiment
        self.setVisible(experiment is not None)
        if experiment is None:
            return
        self._title.setText(text_in(experiment.title, current_language()))
        self._close.setEnabled(not self._run.is_running)
        parts = [self._result_of(run) for run in self._run.finished]
        current = self._run.current
        if current is not None:
            text = self.tr("Run {number} of {count} is training: {name}")
            number, count = len(self._run.finished) + 1, len(experiment.runs)
            name = text_in(current.name, current_language())
            parts.append(text.format(number=whole(number), count=whole(count), name=name))
        self._text.setText("   ·   ".join(parts))

    def _result_of(self, run: FinishedRun) -> str:
        name = text_in(run.planned.name, current_language())
        accuracy = "" if run.val_accuracy is None else per_cent(run.val_accuracy, 2)
        if run.error is not None:
            text = self.tr("{name}: failed. {reason}")
            if accuracy:
                text = self.tr("{name}: {accuracy}, then failed. {reason}")
            return text.format(name=name, accuracy=accuracy, reason=error_message(run.error))
        if not accuracy:
            return self.tr("{name}: stopped").format(name=name)
        return f"{name}: {accuracy}"
