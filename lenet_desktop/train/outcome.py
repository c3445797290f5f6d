"""The outcome of a run and the commands for its weights."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.network.weight_files import save_weights
from core.runs.carry_out import UnsavedError
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.outcome import EnsembleProgress, Outcome
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.numbers import per_cent, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label
from lenet_desktop.widgets.controls.buttons import push_button
from lenet_desktop.widgets.dialogs import ask_to_save


class OutcomeBar(QFrame):
    """Offers the weights of the last run until the user decides what to do with them.

    It is always visible, so that the page does not move; its buttons are disabled until a run ends.
    """

    use_requested = Signal(object)
    """Emitted with the `Outcome` whose weights are to be used."""
    resume_requested = Signal(object)
    """Emitted with the `Outcome` of the run to resume."""

    def __init__(
        self,
        training: TrainingRun,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outcome")
        self._training, self._settings, self._notices = training, settings, notices
        self._text = Label("", self)
        self._text.setObjectName("outcome_text")
        self._text.setWordWrap(True)
        self._use = push_button(
            "use_weights_button", self.tr("&Use These Weights"), self, is_primary=True
        )
        self._use.setToolTip(self.tr("Use these weights to recognise drawings"))
        self._use.clicked.connect(self._request_use)
        self._save = push_button("save_new_weights_button", self.tr("Save…"), self)
        self._save.setToolTip(self.tr("Save these weights to a file"))
        self._save.clicked.connect(self._save_weights)
        self._resume = push_button("resume_run_button", self.tr("Resume"), self)
        self._resume.setToolTip(self.tr("Continue the run where it ended"))
        self._resume.clicked.connect(self._request_resume)
        self._close = push_button("close_outcome_button", self.tr("Close"), self)
        self._close.setToolTip(
            self.tr("Keep the current network in use. The run stays in the list of earlier runs.")
        )
        self._close.clicked.connect(training.dismiss_outcome)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        for button in (self._use, self._save, self._resume):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self._text)
        layout.addLayout(buttons)
        training.changed.connect(self._follow)
        self._follow()

    @property
    def text(self) -> str:
        """The text of the bar."""
        return self._text.text()

    def _follow(self) -> None:
        outcome = self._training.outcome
        if self._training.is_busy:
            self._reserve_place(
                self.tr("You can use or save the new weights when the run has ended.")
            )
        elif outcome is None or self._training.is_outcome_dismissed:
            self._reserve_place(self.tr("The weights of the next run can be used or saved here."))
        else:
            self._show_outcome(outcome)

    def _reserve_place(self, text: str) -> None:
        """Take the place of an outcome, so that nothing moves when there is one."""
        for button in (self._use, self._save):
            button.show()
        self._resume.hide()
        self._set_buttons_enabled(False)
        self._show(text, "pending")

    def _set_buttons_enabled(self, are_enabled: bool) -> None:
        for button in (self._use, self._save, self._resume, self._close):
            button.setEnabled(are_enabled)

    def _show_outcome(self, outcome: Outcome) -> None:
        has_weights = outcome.weights is not None
        self._set_buttons_enabled(True)
        for button in (self._use, self._save):
            button.setVisible(has_weights)
        self._resume.setVisible(outcome.is_resumable)
        parts = [self._result(outcome), *map(error_message, outcome.unwritten)]
        if outcome.error:
            parts.insert(0, error_message(outcome.error, self.tr("Training failed: {reason}")))
        if has_weights and isinstance(outcome.error, UnsavedError):
            parts.append(self.tr("They are still in memory. Save them to another folder."))
        self._show(" ".join(parts), "failed" if outcome.end == "failed" else "ended")

    def _show(self, text: str, state: str) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setProperty("state", state)
        self.style().unpolish(self)
        self.style().polish(self)

    def _result(self, outcome: Outcome) -> str:
        checkpoint, result = outcome.checkpoint, outcome.result
        if outcome.ensemble:
            return self._result_of_ensemble(outcome, outcome.ensemble)
        if result:
            return self.tr("Test accuracy {share}, with the weights of epoch {best}.").format(
                share=per_cent(result.test_accuracy, 2), best=whole(result.best_epoch)
            )
        if checkpoint:
            return self.tr(
                "The best weights are those of epoch {best} of {epochs}, with a validation"
                " accuracy of {share}."
            ).format(
                best=whole(checkpoint.best_epoch),
                epochs=whole(checkpoint.epoch),
                share=per_cent(checkpoint.best_val_accuracy, 2),
            )
        if outcome.request.resume:
            return self.tr("The run is unchanged.")
        return self.tr("No epoch was completed, so nothing was saved.")

    def _result_of_ensemble(self, outcome: Outcome, ensemble: EnsembleProgress) -> str:
        shares = [result.test_accuracy for result in ensemble.finished]
        if ensemble.is_complete and ensemble.combined:
            accuracy = ensemble.combined.weights.card.test_accuracy or 0.0
            return self.tr(
                "{n} networks are combined: test accuracy {share}. Each alone: {least} to {most}."
            ).format(
                n=whole(ensemble.total),
                share=per_cent(accuracy, 2),
                least=per_cent(min(shares), 2),
                most=per_cent(max(shares), 2),
            )
        parts = [
            self.tr("{n} of {total} networks are complete.").format(
                n=whole(len(shares)), total=whole(ensemble.total)
            )
        ]
        if ensemble.combined:
            parts.append(self.tr("They are combined."))
        if outcome.is_resumable:
            parts.append(self.tr("The run of the last network can be resumed."))
        return " ".join(parts)

    def _request_use(self) -> None:
        self.use_requested.emit(self._training.outcome)

    def _request_resume(self) -> None:
        self.resume_requested.emit(self._training.outcome)

    def _save_weights(self) -> None:
        outcome = self._training.outcome
        if outcome is None or outcome.weights is None:
            return
        filters = self.tr("Weights (*.safetensors);;NumPy weights (*.npz)")
        title, name = self.tr("Save Weights"), "weights.safetensors"
        path = ask_to_save(self, self._settings, title, name, filters)
        if path is None:
            return
        try:
            save_weights(path, outcome.weights)
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self._notices.info(self.tr("Saved as {file}.").format(file=path.name))
