"""The arithmetic behind the value that is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QWidget

from core.recognition.explain import ResidualSum
from lenet_desktop.inside.arithmetic import Arithmetic, arithmetic_of, arithmetic_of_path
from lenet_desktop.inside.grids import paint_grids
from lenet_desktop.inside.question import Question
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.theme.metrics import UNIT

_GRIDS = 8 * UNIT
"""Height of a small grid with its title."""
_FLAGS = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)


class ValueDetails(QWidget):
    """Shows the arithmetic behind a value: patches, kernels, products and their sum."""

    def __init__(
        self, inspection: Inspection, question: Question, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("value_details")
        self.setAccessibleName(self.tr("How the value is computed"))
        self._inspection, self._question = inspection, question
        self.arithmetic: Arithmetic | None = None
        """What is shown; None if nothing is asked."""
        question.changed.connect(self._follow)
        inspection.rested.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        explanation = self._question.explanation if self.isVisible() else None
        path = self._question.path if self.isVisible() else ()
        if explanation is None and path:
            found = arithmetic_of_path(path, self._inspection.activations)
            self.arithmetic = replace(found, lines=(*found.lines, self._hint))
            self.setAccessibleDescription(self.arithmetic.sentence)
        elif explanation is None:
            self.arithmetic = None
            self.setAccessibleDescription(self._text_without_value)
        else:
            inspection = self._inspection
            self.arithmetic = arithmetic_of(
                explanation, inspection.activations, inspection.gradients
            )
            self.setAccessibleDescription(self.arithmetic.sentence)
        self.update()

    @property
    def _hint(self) -> str:
        return self.tr(
            "Point at any value, or reach it by Tab and the arrow keys, to see how it is computed. "
            "A click keeps it."
        )

    @property
    def _text_without_value(self) -> str:
        if not self._inspection.image.any():
            text = self.tr("Nothing drawn yet: these are the values of a blank image.")
            return f"{text}\n{self._hint}"
        return self.tr("No digit stands out: the network finds clear evidence for none.") + (
            "\n" + self._hint
        )

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(700, 200)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the texts and a small grid."""
        return QSize(400, 4 * self.fontMetrics().height() + 8 * UNIT)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the current numbers."""
        super().showEvent(event)
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grids of numbers and the sum."""
        del event
        painter = QPainter(self)
        role, align = QPalette.ColorRole, Qt.AlignmentFlag
        palette = self.palette()
        if self.arithmetic is None:
            painter.setPen(palette.color(role.PlaceholderText))
            flags = align.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, self._text_without_value)
            return
        line = self.fontMetrics().height()
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(palette.color(role.Text))
        painter.drawText(QRectF(0, 0, self.width(), line), align.AlignLeft, self.arithmetic.title)
        room = QRectF(0, line + UNIT, self.width(), self.height() - line - UNIT)
        bottom = self._paint_lines(painter, room, self._lines_in(room))
        room.setBottom(bottom - UNIT)
        if self.arithmetic.grids:
            paint_grids(painter, self.arithmetic.grids, room, self)

    def _lines_in(self, room: QRectF) -> Sequence[str]:
        """Return the lines; of those to the answer or of a block as many as leave grids room."""
        assert self.arithmetic is not None
        lines = self.arithmetic.lines
        is_block = isinstance(self._question.explanation, ResidualSum)
        can_drop = is_block or bool(self._question.path)
        while can_drop and len(lines) > 1 and room.height() - self._height_of(lines, room) < _GRIDS:
            lines = lines[:-1]
        return lines

    def _height_of(self, lines: Sequence[str], room: QRectF) -> float:
        metrics = QFontMetricsF(self.font())
        limits = QRectF(0, 0, room.width(), 1e4)
        return sum(metrics.boundingRect(limits, _FLAGS, text).height() for text in lines)

    def _paint_lines(self, painter: QPainter, room: QRectF, lines: Sequence[str]) -> float:
        """Paint lines of text at the bottom; return their upper edge."""
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        bottom = room.bottom()
        for text in reversed(lines):
            height = self._height_of((text,), room)
            bottom -= height
            painter.drawText(QRectF(0, bottom, room.width(), height), _FLAGS, text)
        return bottom
