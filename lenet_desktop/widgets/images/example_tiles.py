"""Examples as tiles of a list: image, label, prediction and confidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.arrays import ByteArray
from core.digits import NOT_A_DIGIT, SIDE
from core.evaluation.assessment import Assessment
from lenet_desktop.text.labels import label_in_sentence, label_title
from lenet_desktop.text.numbers import probability, whole
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font

Index = QModelIndex | QPersistentModelIndex
EXAMPLE = Qt.ItemDataRole.UserRole
"""The role of an item's `ReadExample`."""
SELECTED = 0.2
"""Opacity of the accent colour behind a selected tile."""


@dataclass(frozen=True, eq=False)
class ReadExample:
    """An example with its prediction.

    Attributes
    ----------
    number
        Its place in the data.
    image
        uint8 (28, 28), white ink on black.
    label, predicted
        The label, see `core.digits.LABELS`, and the digit that was read.
    confidence
        Probability of the latter, 0-1.
    is_correct
        Whether it was read correctly, or rejected if it is not a digit.
    is_unsure
        Whether the network would reject the image.
    other
        What the weights compared with read; None where there are none.
    """

    number: int
    image: ByteArray
    label: int
    predicted: int
    confidence: float
    is_correct: bool
    is_unsure: bool
    other: int | None = None


class ExampleModel(QStringListModel):
    """Examples of an assessment, created on demand; read-only.

    Laying out n tiles asks for the number of rows n times, which a model of Qt's answers itself.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._assessment: Assessment | None = None
        self._reference: Assessment | None = None
        self._numbers = np.empty(0, np.intp)

    @property
    def numbers(self) -> npt.NDArray[np.intp]:
        """Indices of the examples in the dataset, in the order shown."""
        return self._numbers

    def show(
        self,
        assessment: Assessment,
        reference: Assessment | None,
        numbers: npt.NDArray[np.intp],
    ) -> None:
        """Show the examples with these indices, in this order."""
        self._assessment, self._reference, self._numbers = assessment, reference, numbers
        self.setStringList([""] * len(numbers))

    def example(self, row: int) -> ReadExample:
        """Return the example of a row."""
        assert self._assessment is not None
        assessment, number = self._assessment, int(self._numbers[row])
        return ReadExample(
            number,
            assessment.examples.images[number],
            int(assessment.examples.labels[number]),
            int(assessment.predicted[number]),
            float(assessment.confidence[number]),
            bool(assessment.is_correct[number]),
            bool(assessment.is_unsure[number]),
            None if self._reference is None else int(self._reference.predicted[number]),
        )

    def _describe(self, example: ReadExample) -> str:
        text = self.tr("Image {number}: {label}, predicted {predicted} ({share})").format(
            number=whole(example.number + 1),
            label=label_in_sentence(example.label),
            predicted=example.predicted,
            share=probability(example.confidence),
        )
        if example.other is None:
            return text
        return self.tr("{sentence}; other network: {digit}").format(
            sentence=text, digit=example.other
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return the flags of a tile, which cannot be edited."""
        return super().flags(index) & ~Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the example or its description."""
        if not index.isValid():
            return None
        example = self.example(index.row())
        if role == EXAMPLE:
            return example
        words = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        if role in (*words, Qt.ItemDataRole.DisplayRole):
            return self._describe(example)
        return None


class ExampleDelegate(QStyledItemDelegate):
    """Paints a tile: the image, label and prediction, and the confidence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scale = 2
        """Logical pixels per pixel of the image."""
        self.width = least_width(self.scale)
        """The size of a tile."""
        self.marks_errors = False
        """Whether incorrect predictions are marked by a colour."""

    def _paint_captions(
        self, painter: QPainter, option: QStyleOptionViewItem, example: ReadExample, top: float
    ) -> None:
        palette, role, tile = option.palette, QPalette.ColorRole, QRectF(option.rect)
        line = option.fontMetrics.height()
        is_wrong, label = not example.is_correct, label_title(example.label)
        weight = QFont.Weight.DemiBold if is_wrong else QFont.Weight.Normal
        painter.setFont(scaled_font(option.font, weight=weight))
        is_marked = is_wrong and self.marks_errors
        painter.setPen(palette.color(role.BrightText if is_marked else role.Text))
        answer = probability(example.confidence)
        if example.label == NOT_A_DIGIT:
            answer = f"→ {example.predicted}, {answer}" if is_wrong else self.tr("rejected")
        elif is_wrong:
            label = f"{label} → {example.predicted}"
        centred = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(tile.left(), top, tile.width(), line), centred, label)
        painter.setFont(scaled_font(option.font, SMALL))
        painter.setPen(palette.color(role.PlaceholderText))
        below = QRectF(tile.left(), top + line - 1, tile.width(), line)
        painter.drawText(below, centred, answer)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of the image and two lines of text."""
        del index
        height = self.scale * SIDE + 2 * UNIT + 2 * option.fontMetrics.height()
        return QSize(self.width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a tile."""
        example = index.data(EXAMPLE)
        if not isinstance(example, ReadExample):
            return
        palette, role, tile = option.palette, QPalette.ColorRole, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if option.state & QStyle.StateFlag.State_Selected:
            ground = palette.color(role.Accent)
            ground.setAlphaF(SELECTED)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(tile.adjusted(2, 2, -2, -2), UNIT, UNIT)
        if has_focus or is_hovered:
            painter.setPen(QPen(palette.color(role.Accent), 2) if has_focus else Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.Midlight) if is_hovered else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(tile.adjusted(2, 2, -2, -2), UNIT, UNIT)
        side = self.scale * SIDE
        left = round(tile.left() + (tile.width() - side) / 2)
        image = QRectF(left, tile.top() + UNIT, side, side)
        ink, paper = palette.color(role.Text), palette.color(role.Base)
        painter.drawImage(image, ink_image(example.image, ink, paper))
        painter.setPen(QPen(palette.color(role.Mid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(image.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._paint_captions(painter, option, example, image.bottom() + 4)
        painter.restore()


def least_width(scale: int) -> int:
    """Return the size of a tile for a scale of its image."""
    return scale * SIDE + 3 * UNIT


def ink_image(pixels: ByteArray, ink: QColor, paper: QColor) -> QImage:
    """Colour an image (28, 28) with values from 0, paper, to 255, ink."""
    image = QImage(pixels.tobytes(), SIDE, SIDE, SIDE, QImage.Format.Format_Indexed8)
    image.setColorTable(_shades(ink.rgb(), paper.rgb()))
    return image.copy()


@cache
def _shades(ink: int, paper: int) -> list[int]:
    """Return the colours from paper to ink as 0xAARRGGBB."""
    colours: list[int] = []
    for level in range(256):
        colour = 0xFF
        for shift in (16, 8, 0):
            start, end = paper >> shift & 0xFF, ink >> shift & 0xFF
            colour = colour << 8 | round(start + (end - start) * level / 255)
        colours.append(colour)
    return colours
