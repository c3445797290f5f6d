"""Matrices, tables and charts as files: PNG and SVG pictures, CSV tables."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from PySide6.QtCore import QBuffer, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPalette, QPicture
from PySide6.QtSvg import QSvgGenerator

from core.digits import N_DIGITS
from core.errors import UserError
from core.files import replacing
from lenet_desktop.charts.matrix.layout import MatrixLayout
from lenet_desktop.charts.matrix.painter import MatrixPainter
from lenet_desktop.charts.matrix.values import MatrixValues
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.theme.palette import LIGHT, palette_of
from lenet_desktop.widgets.images.saving import save_picture

SCALE = 2
"""Pixels of a PNG file along a point."""
_MARGIN = 3 * UNIT
_TITLE = 4 * UNIT
_MATRIX_SIZE = QSizeF(640, 600)
_ROW, _CELL_PADDING = 28, 2 * UNIT
_FONT_SIZE = 13

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Export:
    """A picture with a title, and the values that it shows.

    Attributes
    ----------
    name
        The proposed file name, without a suffix.
    title
        The title above the picture.
    rows
        The values, as numbers and texts, below the names of their columns.
    size
        Size of the picture without its title, in points.
    paint
        Paints the picture in the light palette, with its top left corner at the origin.
    """

    name: str
    title: str
    rows: Rows
    size: QSizeF
    paint: Callable[[QPainter], None]

    def save(self, path: Path) -> None:
        """Write the file, in the format of its suffix.

        Raises
        ------
        UserError
            If the suffix is not .png, .svg or .csv.
        OSError
            If the file cannot be written; an existing file is kept.
        """
        writers = {".csv": self._save_csv, ".png": self._save_png, ".svg": self._save_svg}
        write = writers.get(path.suffix.lower())
        if write is None:
            raise UserError("{file}: choose .png, .svg or .csv.", file=path.name)
        write(path)

    def _save_csv(self, path: Path) -> None:
        with (
            replacing(path) as temporary,
            temporary.open("w", newline="", encoding="utf-8") as file,
        ):
            csv.writer(file).writerows(self.rows)

    def _save_png(self, path: Path) -> None:
        image = QImage(self._full_size() * SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SCALE)
        painter = QPainter(image)
        self._paint_page(painter)
        painter.end()
        save_picture(path, image)

    def _save_svg(self, path: Path) -> None:
        # In memory: Qt would not report a full disk.
        size, generator, content = self._full_size(), QSvgGenerator(), QBuffer()
        generator.setOutputDevice(content)
        generator.setSize(size)
        # A QPicture, such as pyqtgraph's axes, is scaled to the resolution of the device.
        generator.setResolution(QPicture().logicalDpiX())
        generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
        generator.setTitle(self.title)
        painter = QPainter(generator)
        self._paint_page(painter)
        painter.end()
        with replacing(path) as temporary:
            temporary.write_bytes(bytes(content.data().data()))

    def _full_size(self) -> QSize:
        """The size of the picture with title and margins."""
        metrics = QFontMetricsF(export_font(QFont.Weight.DemiBold))
        title = QSize(ceil(metrics.horizontalAdvance(self.title)), 0)
        size = self.size.toSize().expandedTo(title)
        return QSize(size.width() + 2 * _MARGIN, size.height() + _TITLE + 2 * _MARGIN)

    def _paint_page(self, painter: QPainter) -> None:
        size, role = self._full_size(), QPalette.ColorRole
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, size.width(), size.height()), Qt.GlobalColor.white)
        painter.setFont(export_font(QFont.Weight.DemiBold))
        painter.setPen(palette_of(LIGHT).color(role.Text))
        title = QRectF(_MARGIN, _MARGIN, size.width() - 2 * _MARGIN, _TITLE)
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft, self.title)
        painter.setFont(export_font())
        painter.translate(_MARGIN, _MARGIN + _TITLE)
        self.paint(painter)


def matrix_export(name: str, title: str, values: MatrixValues) -> Export:
    """Return a confusion matrix, in its measure, for export."""
    cells = values.cells
    is_whole = bool((cells == cells.round()).all())
    rows = [
        [true, *(int(value) if is_whole else float(value) for value in cells[true])]
        for true in range(N_DIGITS)
    ]

    def paint(painter: QPainter) -> None:
        font = painter.font()
        layout = MatrixLayout(_MATRIX_SIZE, font)
        MatrixPainter(values, layout, palette_of(LIGHT), font).paint(painter)

    head = ["true \\ predicted", *range(N_DIGITS)]
    return Export(name, title, [head, *rows], _MATRIX_SIZE, paint)


def table_export(name: str, title: str, rows: Rows, texts: Sequence[Sequence[str]]) -> Export:
    """Return a table for export.

    Parameters
    ----------
    rows, texts
        The table below the names of its columns: its values, and as people read them.
    """
    metrics = QFontMetricsF(export_font())
    longest = max(metrics.horizontalAdvance(text) for cells in texts for text in cells)
    width = ceil(longest) + 2 * _CELL_PADDING
    size = QSizeF(width * len(texts[0]), _ROW * len(texts))

    def paint(painter: QPainter) -> None:
        palette, role = palette_of(LIGHT), QPalette.ColorRole
        for row, cells in enumerate(texts):
            painter.setPen(palette.color(role.PlaceholderText if row == 0 else role.Text))
            for column, text in enumerate(cells):
                cell = QRectF(column * width, row * _ROW, width, _ROW)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
            painter.setPen(palette.color(role.Mid))
            painter.drawLine(0, (row + 1) * _ROW, int(size.width()), (row + 1) * _ROW)

    return Export(name, title, rows, size, paint)


def export_font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of exported pictures."""
    font = QFont()
    font.setPixelSize(_FONT_SIZE)
    font.setWeight(weight)
    return font
