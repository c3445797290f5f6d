"""The cards beside the curves: the drawing and the confusion, or the batch of a step."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QWidget

from lenet_desktop.state.workspace import Workspace
from lenet_desktop.train.curves_view import LEFT_SHARE, RIGHT_SHARE
from lenet_desktop.train.live_confusion import LiveConfusion
from lenet_desktop.train.live_digit import LiveDigit
from lenet_desktop.train.step_card import StepCard


class LiveCards(QWidget):
    """Shows what the network in training makes of digits, or what a step did."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.digit = LiveDigit(workspace.reader, workspace.training, self)
        self.confusion = LiveConfusion(workspace.training, self)
        self._stepping = workspace.stepping
        self._step = StepCard(workspace.stepping, self)
        self.cards_layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.cards_layout.setContentsMargins(0, 0, 0, 0)
        self.cards_layout.addWidget(self.digit, LEFT_SHARE)
        self.cards_layout.addWidget(self.confusion, RIGHT_SHARE)
        self.cards_layout.addWidget(self._step, LEFT_SHARE + RIGHT_SHARE)
        workspace.stepping.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        for card in (self.digit, self.confusion):
            card.setVisible(self._stepping.inspected is None)
