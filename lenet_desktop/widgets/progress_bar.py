"""A bar that fills, or moves while it is not known how much there is to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from lenet_desktop.theme.metrics import UNIT


class ProgressBar(QProgressBar):
    """A low bar without text; of a range from 0 to 0 it only shows that something goes on."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setTextVisible(False)
        self.setFixedHeight(UNIT)
        self.setRange(0, 1)

    def event(self, event: QEvent) -> bool:
        """End the movement once there is a range: with a style sheet Qt goes on painting it."""
        is_moving = event.type() == QEvent.Type.StyleAnimationUpdate
        if is_moving and self.maximum() > self.minimum():
            event.ignore()
            return True
        return super().event(event)
