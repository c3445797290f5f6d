"""What is copied, pasted and dropped: ink as ink, anything else as a picture or a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QColor, QImage, QPainter

from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings, save_drawings
from core.ink.pictures import normalise
from lenet_desktop.state.pad_content import PadContent, Picture
from lenet_desktop.widgets.images.ink_painter import render_content

INK_TYPE = "application/x-lenet-desktop-ink"
"""Type of ink on the clipboard: an ink file's text."""
COPIED_SIDE = 512
"""Pixels along a side of a copied drawing."""


def to_mime_data(content: PadContent) -> QMimeData:
    """Copy a sheet: as a picture for other programs, and its ink as strokes for this one."""
    data = QMimeData()
    if content.picture is not None:
        data.setImageData(content.picture.image)
    else:
        data.setImageData(render_content(content, COPIED_SIDE))
        data.setData(INK_TYPE, _ink_text([content.to_drawing()]))
    return data


def drawings_in(data: QMimeData) -> list[Drawing]:
    """The drawings that were copied as ink; none when there are none.

    Raises
    ------
    UserError
        When what calls itself ink is none.
    """
    if not data.hasFormat(INK_TYPE):
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clipboard.jsonl"
        path.write_bytes(data.data(INK_TYPE).data())
        return load_drawings(path)


def files_in(data: QMimeData) -> list[Path]:
    """The files of this computer that were copied or dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def picture_in(data: QMimeData) -> Picture | None:
    """The picture that was copied, if one was."""
    image = data.imageData() if data.hasImage() else None
    return None if not isinstance(image, QImage) or image.isNull() else picture_of(image)


def picture_of(image: QImage) -> Picture:
    """Prepare a picture for the pad; what is transparent in it counts as white paper."""
    opaque = QImage(image.size(), QImage.Format.Format_RGB32)
    opaque.fill(QColor("white"))
    painter = QPainter(opaque)
    painter.drawImage(0, 0, image)
    painter.end()
    return Picture(opaque, normalise(_grey(opaque)))


def _grey(image: QImage) -> npt.NDArray[np.uint8]:
    """The brightness of an image, (height, width)."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


def _ink_text(drawings: list[Drawing]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clipboard.jsonl"
        save_drawings(path, drawings)
        return path.read_bytes()
