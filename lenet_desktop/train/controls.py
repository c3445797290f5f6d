"""The buttons that start and control a run."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lenet_desktop.state.training.run import RunState, TrainingRun
from lenet_desktop.state.training.stepping import Stepping
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, caption
from lenet_desktop.widgets.controls.buttons import flat_button, push_button
from lenet_desktop.widgets.controls.number_boxes import DecimalBox

LEAST_FACTOR, GREATEST_FACTOR = 0.001, 1000.0


class RunControls(Card):
    """Contains Train, Pause, Stop and the learning rate multiplier."""

    train_requested = Signal()

    def __init__(
        self, training: TrainingRun, stepping: Stepping, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._training, self._stepping = training, stepping
        self.train_button = push_button("train_button", self.tr("T&rain"), self, is_primary=True)
        self.train_button.clicked.connect(self.train_requested)
        self.pause_button = push_button("pause_button", self.tr("Pause"), self)
        self.pause_button.clicked.connect(self._pause_or_resume)
        self.stop_button = push_button("stop_button", self.tr("Stop"), self)
        self.stop_button.setToolTip(self.tr("End the run. The completed epochs are saved."))
        self.stop_button.clicked.connect(training.stop)
        self._factor = DecimalBox(self)
        self._factor.setObjectName("learning_rate_factor_box")
        self._factor.setDecimals(3)
        self._factor.setRange(LEAST_FACTOR, GREATEST_FACTOR)
        self._factor.setValue(1.0)
        self._factor.setPrefix("× ")
        self._factor.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self._factor.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._factor.setMinimumHeight(4 * UNIT)
        self._factor.setAccessibleName(self.tr("Learning rate multiplier"))
        self._factor.setToolTip(self.tr("Multiplies the learning rate from the next batch on"))
        self._factor.valueChanged.connect(self._set_factor)
        label = caption(self.tr("&Learning rate"), self)
        label.setBuddy(self._factor)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        for button, stretch in (
            (self.train_button, 3),
            (self.pause_button, 2),
            (self.stop_button, 2),
        ):
            button.setMinimumHeight(4 * UNIT)
            buttons.addWidget(button, stretch)
        self._step = self._make_step_button()
        self._steering = QWidget(self)
        steering = QHBoxLayout(self._steering)
        steering.setContentsMargins(0, 0, 0, 0)
        steering.addWidget(label, 1)
        steering.addWidget(self._factor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT + 4, 2 * UNIT, UNIT + 4)
        layout.setSpacing(UNIT)
        layout.addLayout(buttons)
        layout.addWidget(self._step)
        layout.addWidget(self._steering)
        training.changed.connect(self._follow)
        self._follow()

    def _make_step_button(self) -> QToolButton:
        button = flat_button("step_button", self.tr("Step by step"), self)
        button.setToolTip(self.tr("Train one batch, then pause and show what it did"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(button)
        menu.setObjectName("step_menu")
        menu.addAction(self.tr("One &Batch"), self._step_batch)
        menu.addAction(self.tr("One &Epoch"), self._step_epoch)
        menu.addAction(self.tr("&Slow Motion"), self._step_slowly)
        button.setMenu(menu)
        button.clicked.connect(self._step_batch)
        return button

    def _step_batch(self) -> None:
        self._begin()
        self._stepping.step_batch()

    def _step_epoch(self) -> None:
        self._begin()
        self._stepping.step_epoch()

    def _step_slowly(self) -> None:
        self._begin()
        self._stepping.step_slowly()

    def _begin(self) -> None:
        """Start a run if there is none."""
        if not self._training.is_busy:
            self.train_requested.emit()

    def _follow(self) -> None:
        state = self._training.state
        is_idle, is_paused = state is RunState.IDLE, state is RunState.PAUSED
        self.train_button.setEnabled(is_idle)
        self._step.setEnabled(state is not RunState.STOPPING)
        self.pause_button.setEnabled(is_paused or state is RunState.RUNNING)
        self.stop_button.setEnabled(not is_idle and state is not RunState.STOPPING)
        self.pause_button.setText(self.tr("Resume") if is_paused else self.tr("Pause"))
        self.pause_button.setAccessibleName(self.pause_button.text())
        self._steering.setVisible(not is_idle)
        self._factor.setValue(self._training.learning_rate_multiplier)
        # The stop button is disabled at the end; the focus would move to an arbitrary widget.
        if is_idle and self.stop_button.hasFocus():
            self.train_button.setFocus()

    def _pause_or_resume(self) -> None:
        if self._training.state is RunState.PAUSED:
            self._training.resume()
        else:
            self._training.pause()

    def _set_factor(self, factor: float) -> None:
        self._training.learning_rate_multiplier = factor
