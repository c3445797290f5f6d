"""Conversion of drawings, pictures and files to and from the clipboard."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings, save_drawings
from core.ink.picture_files import opaque
from core.ink.pictures import normalise_picture
from lenet_desktop.state.pad_content import PadContent, Picture
from lenet_desktop.widgets.images.ink_painter import render_content

INK_TYPE = "application/x-lenet-desktop-ink"
"""MIME type of drawings: the content of an ink file."""
COPIED_SIDE = 512
"""Side of a copied drawing in pixels."""
SHOWN_SIDE = 1200
"""Longest side of a picture on the pad in pixels."""


def to_mime_data(content: PadContent) -> QMimeData:
    """Convert the pad's content to a picture and, for this program, to strokes."""
    data = QMimeData()
    if content.picture is not None:
        data.setImageData(content.picture.image)
    else:
        data.setImageData(render_content(content, COPIED_SIDE))
        data.setData(INK_TYPE, _ink_text([content.to_drawing()]))
    return data


def drawings_in(data: QMimeData) -> list[Drawing]:
    """Return the drawings in `INK_TYPE`, if any.

    Raises
    ------
    UserError
        If the data is damaged.
    """
    if not data.hasFormat(INK_TYPE):
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clipboard.jsonl"
        path.write_bytes(data.data(INK_TYPE).data())
        return load_drawings(path)


def files_in(data: QMimeData) -> list[Path]:
    """Return the local files in the data."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def picture_in(data: QMimeData) -> Picture | None:
    """Return the picture in the data; None if there is none."""
    image = data.imageData() if data.hasImage() else None
    return None if not isinstance(image, QImage) or image.isNull() else picture_of(image)


def picture_of(image: QImage) -> Picture:
    """Convert an image to a picture for the pad."""
    rgba = image.convertToFormat(QImage.Format.Format_RGBA8888)
    size = rgba.width(), rgba.height()
    return shown_picture(opaque(Image.frombuffer("RGBA", size, bytes(rgba.constBits()))))


def shown_picture(picture: Image.Image) -> Picture:
    """Return an opaque picture as the pad shows it: reduced, because undo keeps it."""
    pixels = normalise_picture(picture)
    reduced = picture.copy()
    reduced.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    rgb = reduced.convert("RGB")
    image = QImage(rgb.tobytes(), rgb.width, rgb.height, 3 * rgb.width, QImage.Format.Format_RGB888)
    # The image refers to the bytes; a copy has its own.
    return Picture(image.copy(), pixels)


def _ink_text(drawings: list[Drawing]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clipboard.jsonl"
        save_drawings(path, drawings)
        return path.read_bytes()
