"""Mouse gestures on the pad."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Moves the mouse over a pad; positions are shares of its side."""

    def __init__(self, pad: QWidget) -> None:
        self.pad = pad

    def place(self, x: float, y: float) -> QPoint:
        return QPoint(round(x * self.pad.width()), round(y * self.pad.height()))

    def press(self, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        QTest.mousePress(self.pad, button, Qt.KeyboardModifier.NoModifier, self.place(x, y))

    def move(self, x: float, y: float) -> None:
        QTest.mouseMove(self.pad, self.place(x, y))

    def release(self, x: float, y: float, button: Qt.MouseButton = LEFT) -> None:
        QTest.mouseRelease(self.pad, button, Qt.KeyboardModifier.NoModifier, self.place(x, y))

    def draw(self, *points: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
        """Draw one stroke through points."""
        self.press(*points[0], button=button)
        for point in points[1:]:
            self.move(*point)
        self.release(*points[-1], button=button)
