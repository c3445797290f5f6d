"""How a run ended, in words, and what may be done with the weights that it left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.errors import UserError
from lenet_desktop.state.training import Outcome
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.numbers import per_cent
from lenet_desktop.theme.metrics import UNIT


class OutcomeBar(QFrame):
    """Offers the weights of a run; nothing is done with them until a person says so."""

    use_requested = Signal(object)
    save_requested = Signal(object)
    resume_requested = Signal(object)
    discarded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcome")
        self.outcome: Outcome | None = None
        """The end that is told of."""
        self._text = QLabel(self)
        self._text.setObjectName("outcome_text")
        self._text.setWordWrap(True)
        self._use = QPushButton(self.tr("&Use These Weights"), self)
        self._use.setObjectName("use_weights_button")
        self._use.setProperty("primary", True)
        self._use.setToolTip(self.tr("Read the pad with them from now on"))
        self._use.clicked.connect(self._ask_to_use)
        self._save = QPushButton(self.tr("Save…"), self)
        self._save.setObjectName("save_new_weights_button")
        self._save.setToolTip(self.tr("Write them to a weight file"))
        self._save.clicked.connect(self._ask_to_save)
        self._resume = QPushButton(self.tr("Resume"), self)
        self._resume.setObjectName("resume_run_button")
        self._resume.setToolTip(self.tr("Go on where the run ended"))
        self._resume.clicked.connect(self._ask_to_resume)
        self._discard = QPushButton(self.tr("Discard"), self)
        self._discard.setObjectName("discard_button")
        self._discard.setToolTip(
            self.tr("Keep the weights in use; the run stays among the earlier ones")
        )
        self._discard.clicked.connect(self._drop)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        for button in (self._use, self._save, self._resume):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._discard)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self._text)
        layout.addLayout(buttons)
        self.hide()

    @property
    def text(self) -> str:
        """What is told."""
        return self._text.text()

    def show_outcome(self, outcome: Outcome) -> None:
        """Tell how a run ended and offer what there is."""
        self.outcome = outcome
        has_weights = outcome.weights is not None
        for button in (self._use, self._save):
            button.setVisible(has_weights)
        self._resume.setVisible(outcome.is_resumable)
        self._discard.setText(self.tr("Discard") if has_weights else self.tr("Close"))
        self._text.setText(" ".join([*self._failure(outcome), self._what_is_left(outcome)]))
        self.setAccessibleName(self._text.text())
        self.setProperty("bad", outcome.end == "failed")
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def put_away(self) -> None:
        """Offer nothing any more."""
        self.outcome = None
        self.hide()

    def _failure(self, outcome: Outcome) -> list[str]:
        match outcome.error:
            case None:
                return []
            case UserError() | OSError():
                return [error_message(outcome.error)]
            case MemoryError():
                return [self.tr("There is not enough memory for this run.")]
            case _:
                text = self.tr("The run broke off unexpectedly: {reason}.")
                return [text.format(reason=str(outcome.error) or type(outcome.error).__name__)]

    def _what_is_left(self, outcome: Outcome) -> str:
        checkpoint, result = outcome.checkpoint, outcome.result
        if result:
            text = self.tr(
                "{share} of the test images are read right, with the weights of epoch {best}."
            ).format(share=per_cent(result.test_accuracy, 2), best=result.best_epoch)
        elif checkpoint:
            text = self.tr(
                "The best weights are those of epoch {best} of {epochs}, with {share} of the"
                " validation images read right."
            ).format(
                best=checkpoint.best_epoch,
                epochs=checkpoint.epoch,
                share=per_cent(checkpoint.best_val_accuracy, 2),
            )
        else:
            return self.tr("No epoch was finished, so there is nothing to keep.")
        if isinstance(outcome.error, OSError):
            text += " " + self.tr("They are still here: save them elsewhere.")
        return text

    def _ask_to_use(self) -> None:
        self.use_requested.emit(self.outcome)

    def _ask_to_save(self) -> None:
        self.save_requested.emit(self.outcome)

    def _ask_to_resume(self) -> None:
        self.resume_requested.emit(self.outcome)

    def _drop(self) -> None:
        outcome = self.outcome
        self.put_away()
        self.discarded.emit(outcome)
