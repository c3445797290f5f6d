"""Matrices and tables as files: PNG and SVG to show, CSV to reckon with."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPalette
from PySide6.QtSvg import QSvgGenerator

from core.errors import UserError
from core.files import replacing
from lenet_desktop.charts.matrix_layout import MatrixLayout
from lenet_desktop.charts.matrix_painter import MatrixPainter
from lenet_desktop.charts.matrix_values import DIGITS, MatrixValues
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.theme.palette import LIGHT, palette_of

SCALE = 2
"""Pixels of a PNG along a point."""
_MARGIN = 3 * UNIT
_TITLE = 4 * UNIT
_MATRIX_SIZE = QSizeF(640, 600)
_ROW, _CELL_PADDING = 28, 2 * UNIT
_FONT_SIZE = 13

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Export:
    """Something that can be exported.

    Attributes
    ----------
    name
        The file name proposed, without a suffix.
    title
        Stands above the picture.
    rows
        The bare values, below the names of their columns.
    size
        Of the picture below its title, in points.
    paint
        Paints the picture, in dark on white, from the origin on.
    """

    name: str
    title: str
    rows: Rows
    size: QSizeF
    paint: Callable[[QPainter], None]


def matrix_export(name: str, title: str, figures: MatrixValues) -> Export:
    """Make an exhibit of a confusion matrix, by its measure."""
    is_whole = figures.values == figures.values.round()
    head = ["true \\ predicted", *range(DIGITS)]
    rows = [
        [true, *(int(v) if is_whole.all() else float(v) for v in figures.values[true])]
        for true in range(DIGITS)
    ]

    def paint(painter: QPainter) -> None:
        font = painter.font()
        layout = MatrixLayout(_MATRIX_SIZE, font)
        MatrixPainter(figures, layout, palette_of(LIGHT), font).paint(painter)

    return Export(name, title, [head, *rows], _MATRIX_SIZE, paint)


def table_export(name: str, title: str, rows: Rows, texts: Sequence[Sequence[str]]) -> Export:
    """Make an exhibit of a table.

    Parameters
    ----------
    rows, texts
        The table, names of the columns first, as bare values and as a person reads them.
    """
    metrics = QFontMetricsF(_font(QFont.Weight.Normal))
    longest = max(metrics.horizontalAdvance(text) for cells in texts for text in cells)
    width = ceil(longest) + 2 * _CELL_PADDING
    size = QSizeF(width * len(texts[0]), _ROW * len(texts))

    def paint(painter: QPainter) -> None:
        palette, role = palette_of(LIGHT), QPalette.ColorRole
        for number, cells in enumerate(texts):
            painter.setPen(palette.color(role.PlaceholderText if number == 0 else role.Text))
            for column, text in enumerate(cells):
                cell = QRectF(column * width, number * _ROW, width, _ROW)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
            painter.setPen(palette.color(role.Mid))
            painter.drawLine(0, (number + 1) * _ROW, int(size.width()), (number + 1) * _ROW)

    return Export(name, title, rows, size, paint)


def export(path: Path, an_export: Export) -> None:
    """Write an exhibit, in the format of the suffix.

    Raises
    ------
    UserError
        When the suffix is another.
    OSError
        When the file cannot be written; one already there stays.
    """
    writers = {".csv": _write_csv, ".png": _write_png, ".svg": _write_svg}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise UserError("{file}: choose .png, .svg or .csv.", file=path.name)
    with replacing(path) as temporary:
        write(temporary, an_export)


def _write_csv(path: Path, an_export: Export) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(an_export.rows)


def _write_png(path: Path, an_export: Export) -> None:
    image = QImage(_size(an_export) * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    painter = QPainter(image)
    _paint(painter, an_export)
    painter.end()
    if not image.save(str(path)):
        raise UserError("{file} could not be written.", file=path.name)


def _write_svg(path: Path, an_export: Export) -> None:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(_size(an_export))
    generator.setViewBox(QRectF(0, 0, _size(an_export).width(), _size(an_export).height()))
    generator.setTitle(an_export.title)
    painter = QPainter(generator)
    _paint(painter, an_export)
    painter.end()


def _size(an_export: Export) -> QSize:
    title = ceil(QFontMetricsF(_font(QFont.Weight.DemiBold)).horizontalAdvance(an_export.title))
    size = an_export.size.toSize().expandedTo(QSize(title, 0))
    return QSize(size.width() + 2 * _MARGIN, size.height() + _TITLE + 2 * _MARGIN)


def _font(weight: QFont.Weight) -> QFont:
    font = QFont()
    font.setPixelSize(_FONT_SIZE)
    font.setWeight(weight)
    return font


def _paint(painter: QPainter, an_export: Export) -> None:
    size, role = _size(an_export), QPalette.ColorRole
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), Qt.GlobalColor.white)
    painter.setFont(_font(QFont.Weight.DemiBold))
    painter.setPen(palette_of(LIGHT).color(role.Text))
    title = QRectF(_MARGIN, _MARGIN, size.width() - 2 * _MARGIN, _TITLE)
    painter.drawText(title, Qt.AlignmentFlag.AlignLeft, an_export.title)
    painter.setFont(_font(QFont.Weight.Normal))
    painter.translate(_MARGIN, _MARGIN + _TITLE)
    an_export.paint(painter)
