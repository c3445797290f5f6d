"""An overlay on the pad: a box and a label for each digit of a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontInfo,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from core.recognition.reading import DigitInk, Reading
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.text.labels import label_title
from lenet_desktop.theme.metrics import scaled_font
from lenet_desktop.widgets.images.ink_painter import picture_rect

AIR = 4
"""Pixels between the ink and its box."""
CORNER = 5
_LABEL, _LEAST_LABEL = 0.6, 8
"""Height of a label on a picture in heights of a digit, and in pixels."""


@dataclass(frozen=True)
class _Mark:
    """The box and the label of a digit, and their style."""

    box: QRectF
    label: QRectF
    text: str
    is_selected: bool
    is_unsure: bool
    is_corrected: bool = False

    def covers(self) -> QRect:
        return self.box.united(self.label).adjusted(-2, -2, 2, 2).toAlignedRect()


def _box_of(ink: DigitInk, content: PadContent, side: float) -> QRectF:
    """Return the box around a digit with some air, on a pad of this side."""
    left, top, right, bottom = ink.box
    if content.picture is not None:
        place = picture_rect(content.picture, side)
        scale = place.width() / content.picture.image.width()
        box = QRectF(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)
        return box.translated(place.topLeft()).adjusted(-2, -2, 2, 2)
    pen = max(content.strokes[stroke].width for stroke in ink.strokes)
    air = pen * side / 2 + AIR
    box = QRectF(QPointF(left * side, top * side), QPointF(right * side, bottom * side))
    return box.adjusted(-air, -air, air, air)


class DigitBoxes(QWidget):
    """Marks the digits if there are at least two; transparent for the mouse."""

    def __init__(self, pad: QWidget) -> None:
        super().__init__(pad)
        self.setObjectName("digit_marks")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shown = PadContent(), Reading(()), 0
        self._corrected: Mapping[int, int] = {}
        self._marks: list[_Mark] = []
        self._label_font = self.font()

    @property
    def boxes(self) -> list[QRectF]:
        """The boxes from left to right; empty for a single digit."""
        return [mark.box for mark in self._marks]

    @property
    def labels(self) -> list[str]:
        """The texts beside the boxes."""
        return [mark.text for mark in self._marks]

    def show_reading(
        self,
        content: PadContent,
        reading: Reading,
        selected: int,
        corrected: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Mark the digits of a reading and highlight the selected one.

        Parameters
        ----------
        corrected
            The labels that the person has given digits of a picture, by their indices.
        """
        self._shown, self._corrected = (content, reading, selected), corrected
        self._lay_out()

    @property
    def _is_on_picture(self) -> bool:
        return self._shown[0].picture is not None

    def _lay_out(self) -> None:
        content, reading, selected = self._shown
        inks = reading.inks if len(reading.inks) > 1 else ()
        marks: list[_Mark] = []
        side = min(self.width(), self.height())
        self._label_font = self._font_for([_box_of(ink, content, side) for ink in inks])
        line = QFontMetrics(self._label_font).height() + AIR
        for index, (ink, digit) in enumerate(zip(inks, reading.digits, strict=False)):
            box = _box_of(ink, content, side) & QRectF(self.rect()).adjusted(1, 1, -1, -1)
            label = QRectF(box.left(), box.bottom(), box.width(), line)
            if box.top() >= line:
                label.moveBottom(box.top())
            own = self._corrected.get(index)
            text = str(digit.label) if own is None else label_title(own)
            is_selected = index == selected
            marks.append(_Mark(box, label, text, is_selected, digit.unsure, own is not None))
        self._replace(marks)

    def _font_for(self, boxes: Sequence[QRectF]) -> QFont:
        """Return the font of the labels, on a sheet no larger than its small digits allow."""
        font = scaled_font(self.font(), weight=QFont.Weight.DemiBold)
        if boxes and self._is_on_picture:
            size = round(_LABEL * median(box.height() for box in boxes))
            font.setPixelSize(max(_LEAST_LABEL, min(QFontInfo(font).pixelSize(), size)))
        return font

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
        painter.setFont(self._label_font)
        for mark in self._marks:
            if not mark.covers().intersects(event.rect()):
                continue
            faint = role.PlaceholderText if self._is_on_picture else role.Mid
            outline = palette.color(role.Accent if mark.is_selected else faint)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(outline, 1.5 if mark.is_selected else 1))
            painter.drawRoundedRect(mark.box, CORNER, CORNER)
            if self._is_on_picture:
                # A picture may be as light or as dark as the text.
                width = painter.fontMetrics().horizontalAdvance(mark.text) + AIR
                ground = QRectF(0, 0, width, mark.label.height() - AIR)
                ground.moveCenter(mark.label.center())
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.window())
                painter.drawRoundedRect(ground, 2, 2)
            lesser = role.Dark if mark.is_unsure else role.PlaceholderText
            if mark.is_corrected:
                lesser = role.Text
            painter.setPen(palette.color(role.Accent if mark.is_selected else lesser))
            painter.drawText(mark.label, Qt.AlignmentFlag.AlignCenter, mark.text)
