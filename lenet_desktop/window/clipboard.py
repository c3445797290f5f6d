"""Conversion of drawings, pictures and files to and from the clipboard."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from core.errors import UserError
from core.ink.ink_files import encode_drawings, load_drawings
from core.ink.picture_files import opaque, open_picture, reduced
from core.recognition.pictures.reading import find_in_picture
from core.recognition.recognizer import Recognizer
from lenet_desktop.state.opening import Source
from lenet_desktop.state.pad_content import PadContent, Picture, content_of
from lenet_desktop.text import steps
from lenet_desktop.widgets.images.ink_painter import render_content

INK_TYPE = "application/x-lenet-desktop-ink"
"""MIME type of drawings: the content of an ink file."""
COPIED_SIDE = 512
"""Side of a copied drawing in pixels."""
SHOWN_SIDE = 1200
"""Longest side of a picture on the pad in pixels."""
_ENCODED = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/bmp": ".bmp"}
"""The suffix of each MIME type of pictures, the best first."""


@dataclass(frozen=True, eq=False)
class Copied:
    """The pad's content as a picture and, for this program, as strokes.

    Attributes
    ----------
    ink
        The content of an ink file; None for a picture.
    """

    image: QImage
    ink: bytes | None = None

    def to_mime_data(self) -> QMimeData:
        """Convert to data for the clipboard, on the GUI thread."""
        data = QMimeData()
        data.setImageData(self.image)
        if self.ink is not None:
            data.setData(INK_TYPE, self.ink)
        return data


def copy_of(content: PadContent) -> Copied:
    """Copy the pad's content, on any thread."""
    if content.picture is not None:
        return Copied(content.picture.image)
    ink = encode_drawings([content.to_drawing()])
    return Copied(render_content(content, COPIED_SIDE), ink)


def source_in(data: QMimeData, recognizer: Recognizer) -> Source | None:
    """Return the drawing or the picture in the data; None if there is neither.

    Pictures are taken as other programs encoded them, because decoding them takes long.
    """
    if data.hasFormat(INK_TYPE):
        return Source(partial(_read_ink, bytes(data.data(INK_TYPE).data())), steps.pasting)
    for kind, suffix in _ENCODED.items():
        if data.hasFormat(kind):
            name, content = Path(f"clipboard{suffix}"), bytes(data.data(kind).data())
            return Source(partial(read_picture, recognizer, name, content), steps.picture)
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    return Source(partial(_read_image, recognizer, image), steps.picture)


def files_in(data: QMimeData) -> list[Path]:
    """Return the local files in the data."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def shown_picture(recognizer: Recognizer, picture: Image.Image) -> Picture:
    """Find the digits in an opaque picture, and reduce it, because undo keeps it."""
    found = find_in_picture(recognizer, picture)
    small = picture.copy()
    small.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    rgb = small.convert("RGB")
    image = QImage(rgb.tobytes(), rgb.width, rgb.height, 3 * rgb.width, QImage.Format.Format_RGB888)
    shrink = picture.width / small.width
    # The image refers to the bytes; a copy has its own.
    return Picture.of(image.copy(), found.reduced(shrink))


def read_picture(
    recognizer: Recognizer, path: Path, content: bytes | None = None
) -> Generator[None, None, PadContent]:
    """Read a picture file as content of the pad; see `open_picture`."""
    picture = open_picture(path, content)
    yield
    return PadContent(picture=shown_picture(recognizer, picture))


def _read_image(recognizer: Recognizer, image: QImage) -> Generator[None, None, PadContent]:
    picture = opaque(_converted(image))
    yield
    return PadContent(picture=shown_picture(recognizer, picture))


def _converted(image: QImage) -> Image.Image:
    """Convert an image, reduced as `reduced` does, without a copy of its original size."""
    formats = QImage.Format
    # Qt's own conversions would block the GUI thread from another thread, too.
    if image.format() not in (formats.Format_RGB32, formats.Format_ARGB32):
        image = image.convertToFormat(formats.Format_ARGB32)
    mode = "RGBX" if image.format() is formats.Format_RGB32 else "RGBA"
    size, stride = (image.width(), image.height()), image.bytesPerLine()
    pixels: Any = image.constBits()
    picture = reduced(Image.frombuffer(mode, size, pixels, "raw", mode, stride, 1))
    blue, green, red, alpha = picture.split()
    if mode == "RGBX":
        return Image.merge("RGB", (red, green, blue))
    return Image.merge("RGBA", (red, green, blue, alpha))


def _read_ink(content: bytes) -> Generator[None, None, PadContent]:
    path = Path("clipboard.jsonl")
    drawings = load_drawings(path, content)
    if not drawings:
        raise UserError("{file} contains no drawings.", file=path)
    yield
    return content_of(drawings[0].strokes)
