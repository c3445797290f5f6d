"""Painting a confusion matrix, on the screen and into files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from math import ceil

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPalette,
)

from core.digits import N_DIGITS
from core.evaluation.confusion import ALL, Cell
from lenet_desktop.charts.matrix.layout import MatrixLayout
from lenet_desktop.charts.matrix.values import MatrixValues, Measure
from lenet_desktop.text.numbers import per_cent
from lenet_desktop.theme.metrics import SMALL, UNIT, fitted_font, font_height, scaled_font
from lenet_desktop.theme.palette import contrast, is_dark, mix

translate = QCoreApplication.translate

_TONES = 64
_GAP = 1.0
_LEAST_FONT, _GREATEST_FONT = 0.6, 1.7
"""Sizes of the fonts of numbers and digits, as multiples of the font's."""
_NUMBER_SHARE, _DIGIT_SHARE = 0.42, 0.75
"""Greatest sizes of the fonts of numbers and digits, as shares of a cell's height."""


@dataclass
class MatrixPainter:
    """Paints the values of a matrix in the colours of a palette.

    Correct or better cells are blue, wrong or worse ones orange: colour-blind people can
    distinguish the two.
    """

    values: MatrixValues
    layout: MatrixLayout
    palette: QPalette
    font: QFont

    def paint(self, painter: QPainter, marked: Cell = ALL) -> None:
        """Paint the cells and what the layout has room for.

        Parameters
        ----------
        marked
            The cell, row or column whose digits are emphasised.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for true in range(N_DIGITS):
            for predicted in range(N_DIGITS):
                self._paint_cell(painter, true, predicted)
        self._paint_digits(painter, marked)
        if self.layout.has_labels:
            self._paint_labels(painter)
        if self.layout.has_legend:
            self._paint_legend(painter)

    def colour(self, true: int, predicted: int) -> QColor:
        """Return the colour of a cell."""
        return self._tone(true, predicted)[0]

    def text_colour(self, true: int, predicted: int) -> QColor:
        """Return the colour of the number on a cell."""
        if not self.values.cells[true, predicted]:
            return self.palette.color(QPalette.ColorRole.PlaceholderText)
        return self._tone(true, predicted)[1]

    def _tone(self, true: int, predicted: int) -> tuple[QColor, QColor]:
        strength = float(self.values.strengths[true, predicted])
        return self._shades(bool(self.values.is_good[true, predicted]), strength)

    def _shades(self, is_good: bool, strength: float) -> tuple[QColor, QColor]:
        """Return the colours of a cell and of the number on it."""
        surface = self.palette.color(QPalette.ColorRole.Window)
        if strength == 0:
            return surface, self.palette.color(QPalette.ColorRole.WindowText)
        # In steps too small to be seen, so that each colour is mixed only once.
        return _tones(is_good, is_dark(self.palette), ceil(strength * _TONES))

    def _paint_cell(self, painter: QPainter, true: int, predicted: int) -> None:
        rect = self.layout.rect(Cell(true, predicted)).adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour(true, predicted))
        painter.drawRoundedRect(rect, 3, 3)
        value = float(self.values.cells[true, predicted])
        if self._number_font is None or not (value or self.layout.has_labels):
            return
        weight = QFont.Weight.DemiBold if value else QFont.Weight.Normal
        painter.setFont(scaled_font(self._number_font, weight=weight))
        painter.setPen(self.text_colour(true, predicted))
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
        painter.drawText(rect, centred, self.values.number(value))

    @cached_property
    def _number_font(self) -> QFont | None:
        """The largest font in which every number fits its cell; a small matrix may have none."""
        texts = {self.values.number(float(value)) for value in self.values.cells.flat}
        room = self.layout.cell.width() - 2 * _GAP - 2
        height = self.layout.cell.height()
        least, greatest = (
            scale * font_height(self.font) for scale in (_LEAST_FONT, _GREATEST_FONT)
        )
        largest = round(max(min(_NUMBER_SHARE * height, greatest), least))
        for number in range(largest, round(least) - 1, -1):
            font = fitted_font(self.font, number, QFont.Weight.DemiBold)
            metrics = QFontMetricsF(font)
            fits = metrics.capHeight() <= height - 6
            if fits and all(metrics.horizontalAdvance(text) <= room for text in texts):
                return font
        return fitted_font(self.font, least) if self.layout.has_labels else None

    def _paint_digits(self, painter: QPainter, marked: Cell) -> None:
        role, weight, size = QPalette.ColorRole, QFont.Weight, font_height(self.font)
        height = max(min(size, _DIGIT_SHARE * self.layout.cell.height()), _LEAST_FONT * size)
        for digit in range(N_DIGITS):
            for label, is_marked in (
                (Cell(digit, None), marked.true == digit),
                (Cell(None, digit), marked.predicted == digit),
            ):
                painter.setFont(
                    fitted_font(self.font, height, weight.Bold if is_marked else weight.Medium)
                )
                painter.setPen(self.palette.color(role.Accent if is_marked else role.Text))
                painter.drawText(self.layout.rect(label), Qt.AlignmentFlag.AlignCenter, str(digit))

    def _paint_labels(self, painter: QPainter) -> None:
        painter.setPen(self.palette.color(QPalette.ColorRole.PlaceholderText))
        painter.setFont(scaled_font(self.font, SMALL))
        corner = self.layout.rect(ALL)
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, translate("MatrixPainter", "All"))
        painter.setFont(self.font)
        cells, line = self.layout.cells, QFontMetricsF(self.font).height()
        above = QRectF(cells.left(), cells.top() - self.layout.label - line, cells.width(), line)
        painter.drawText(
            above, Qt.AlignmentFlag.AlignCenter, translate("MatrixPainter", "Predicted digit")
        )
        painter.save()
        painter.translate(cells.left() - self.layout.label - line, cells.bottom())
        painter.rotate(-90)
        beside = QRectF(0, 0, cells.height(), line)
        painter.drawText(
            beside, Qt.AlignmentFlag.AlignCenter, translate("MatrixPainter", "True digit")
        )
        painter.restore()

    def _paint_legend(self, painter: QPainter) -> None:
        cells, gap = self.layout.cells, 3 * UNIT
        width = (cells.width() - gap) / 2
        for is_good, left in ((True, cells.left()), (False, cells.left() + width + gap)):
            self._paint_scale(painter, is_good, QRectF(left, cells.bottom() + UNIT + 4, width, 6))

    def _paint_scale(self, painter: QPainter, is_good: bool, bar: QRectF) -> None:
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        gradient.setColorAt(0, self._shades(is_good, 1e-6)[0])
        gradient.setColorAt(1, self._shades(is_good, 1)[0])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 3, 3)
        name, least, most = self._scale_texts(is_good)
        painter.setFont(scaled_font(self.font, SMALL))
        painter.setPen(self.palette.color(QPalette.ColorRole.PlaceholderText))
        below = QRectF(bar.left(), bar.bottom() + 3, bar.width(), QFontMetricsF(self.font).height())
        for flag, text in (
            (Qt.AlignmentFlag.AlignLeft, least),
            (Qt.AlignmentFlag.AlignHCenter, name),
            (Qt.AlignmentFlag.AlignRight, most),
        ):
            painter.drawText(below, flag | Qt.AlignmentFlag.AlignTop, text)

    def _scale_texts(self, is_good: bool) -> tuple[str, str, str]:
        values = self.values
        most = values.number(values.largest)
        match values.measure:
            case Measure.DIFFERENCE:
                name = (
                    translate("MatrixPainter", "better")
                    if is_good
                    else translate("MatrixPainter", "worse")
                )
                return name, "0", "" if not values.largest else most.removeprefix("+")
            case Measure.COUNTS:
                if is_good:
                    return translate("MatrixPainter", "correct"), per_cent(0, 0), per_cent(1, 0)
                return translate("MatrixPainter", "incorrect"), "0", most
            case Measure.ROWS | Measure.COLUMNS:
                name = (
                    translate("MatrixPainter", "correct")
                    if is_good
                    else translate("MatrixPainter", "incorrect")
                )
                return name, per_cent(0, 0), per_cent(1, 0) if is_good else f"{most} %"


@cache
def _tones(is_good: bool, on_dark: bool, step: int) -> tuple[QColor, QColor]:
    """Return the colours of a cell and of the number on it."""
    if is_good:
        pale, strong = ("#25365c", "#6f9bf5") if on_dark else ("#e4ecfd", "#7ea6f4")
    else:
        pale, strong = ("#4a3420", "#f59b3c") if on_dark else ("#fde9d2", "#ee8a24")
    fill = mix(QColor(pale), QColor(strong), step / _TONES)
    return fill, _ink_on(fill)


def _ink_on(back: QColor) -> QColor:
    return max((QColor("black"), QColor("white")), key=lambda ink: contrast(ink, back))
