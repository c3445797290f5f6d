"""The card below the strip: one of several views that answer a question about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card
from lenet_desktop.widgets.controls.segmented_control import SegmentedControl


class AnswersCard(Card):
    """Shows the view that is chosen above it.

    Parameters
    ----------
    names
        The name of each view that `add` will be given.
    """

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = SegmentedControl(names, "answers", self)
        self._stack = QStackedWidget(self)
        self._choice.chosen.connect(self._stack.setCurrentIndex)
        head = QHBoxLayout()
        head.addWidget(self._choice)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT // 2, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    @property
    def stack(self) -> QWidget:
        """The parent of the views."""
        return self._stack

    def add(self, *views: QWidget) -> None:
        """Add the views in the order of their names."""
        for view in views:
            self._stack.addWidget(view)

    @property
    def shown(self) -> QWidget | None:
        """The view in front."""
        return self._stack.currentWidget()

    def choose(self, place: int) -> None:
        """Show one of the views."""
        self._choice.choose(place)
        self._stack.setCurrentIndex(place)
