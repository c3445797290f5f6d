"""The card below the strip: one of several views that answer a question about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card
from lenet_desktop.widgets.segmented_control import SegmentedControl


class AnswersCard(Card):
    """Shows the view that is chosen above it.

    Parameters
    ----------
    views
        The name of each view, and the view.
    """

    def __init__(self, views: Sequence[tuple[str, QWidget]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = SegmentedControl([name for name, _ in views], "answers", self)
        self._stack = QStackedWidget(self)
        for _, view in views:
            self._stack.addWidget(view)
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
    def shown(self) -> QWidget | None:
        """The view in front."""
        return self._stack.currentWidget()

    def choose(self, place: int) -> None:
        """Show one of the views."""
        self._choice.choose(place)
        self._stack.setCurrentIndex(place)
