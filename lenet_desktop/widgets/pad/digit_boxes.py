"""An overlay on the pad: a box and a label for each digit of a number."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.recognition.reading import Reading
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.theme.metrics import scaled_font

AIR = 4
"""Pixels between the ink and its box."""
CORNER = 5


@dataclass(frozen=True)
class _Mark:
    """The box and the label of a digit, and their style."""

    box: QRectF
    label: QRectF
    text: str
    is_selected: bool
    is_unsure: bool

    def covers(self) -> QRect:
        return self.box.united(self.label).adjusted(-2, -2, 2, 2).toAlignedRect()


class DigitBoxes(QWidget):
    """Marks the digits if there are at least two; transparent for the mouse."""

    def __init__(self, pad: QWidget) -> None:
        super().__init__(pad)
        self.setObjectName("digit_marks")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shown = PadContent(), Reading(()), 0
        self._marks: list[_Mark] = []

    @property
    def boxes(self) -> list[QRectF]:
        """The boxes from left to right; empty for a single digit."""
        return [mark.box for mark in self._marks]

    def show_reading(self, content: PadContent, reading: Reading, selected: int) -> None:
        """Mark the digits of a reading and highlight the selected one."""
        self._shown = content, reading, selected
        self._lay_out()

    def _lay_out(self) -> None:
        content, reading, selected = self._shown
        inks = reading.inks if len(reading.inks) > 1 else ()
        marks: list[_Mark] = []
        side, line = min(self.width(), self.height()), self.fontMetrics().height() + AIR
        for index, (ink, digit) in enumerate(zip(inks, reading.digits, strict=False)):
            pen = max(content.strokes[stroke].width for stroke in ink.strokes)
            left, top, right, bottom = (edge * side for edge in ink.box)
            air = pen * side / 2 + AIR
            box = QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-air, -air, air, air)
            box &= QRectF(self.rect()).adjusted(1, 1, -1, -1)
            label = QRectF(box.left(), box.bottom(), box.width(), line)
            if box.top() >= line:
                label.moveBottom(box.top())
            marks.append(_Mark(box, label, str(digit.label), index == selected, digit.unsure))
        self._replace(marks)

    def digit_at(self, position: QPointF) -> int | None:
        """Return the index of the digit at a position; if boxes overlap, the nearest."""
        inside = [index for index, box in enumerate(self.boxes) if box.contains(position)]
        return min(
            inside,
            key=lambda index: (self.boxes[index].center() - position).manhattanLength(),
            default=None,
        )

    def _replace(self, marks: list[_Mark]) -> None:
        """Replace the marks and repaint only those that changed."""
        for one in (mark for mark in self._marks if mark not in marks):
            self.update(one.covers())
        for one in (mark for mark in marks if mark not in self._marks):
            self.update(one.covers())
        self._marks = marks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the boxes around the ink."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, palette = QPalette.ColorRole, self.palette()
        painter.setFont(scaled_font(self.font(), weight=QFont.Weight.DemiBold))
        for mark in self._marks:
            if not mark.covers().intersects(event.rect()):
                continue
            outline = palette.color(role.Accent if mark.is_selected else role.Mid)
            painter.setPen(QPen(outline, 1.5 if mark.is_selected else 1))
            painter.drawRoundedRect(mark.box, CORNER, CORNER)
            lesser = role.Dark if mark.is_unsure else role.PlaceholderText
            painter.setPen(palette.color(role.Accent if mark.is_selected else lesser))
            painter.drawText(mark.label, Qt.AlignmentFlag.AlignCenter, mark.text)
