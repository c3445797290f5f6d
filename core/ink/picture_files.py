"""Picture files: one decoder for every way in which a picture enters the program."""

from __future__ import annotations

import struct
import warnings
from errno import EINVAL
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from core.arrays import FloatArray
from core.errors import UserError
from core.files import known_kind
from core.ink.pictures import normalise_picture

PICTURE_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "ICO", "PPM")
"""The formats of picture files, by Pillow's names."""
_LARGEST = 89_000_000  # Pixels: enough for a phone's photographs, few enough for the memory.
_LARGEST_FILE = 128 * 2**20  # Bytes.
_DECODED_SIDE = 3200  # Pixels: the longest side of a decoded picture, which saves memory.


def picture_suffixes() -> list[str]:
    """Return the suffixes of picture files, such as ``.png``."""
    return sorted(
        suffix for suffix, kind in Image.registered_extensions().items() if kind in PICTURE_FORMATS
    )


def load_picture(path: Path) -> FloatArray:
    """Read a picture file with one digit as an MNIST image.

    Parameters
    ----------
    path
        See `open_picture`.

    Returns
    -------
    FloatArray
        Shape (28, 28), as `normalise` returns it.

    Raises
    ------
    UserError
        If the file cannot be read, is damaged, is too large or has another format.
    """
    return normalise_picture(open_picture(path))


def open_picture(path: Path) -> Image.Image:
    """Decode a picture file.

    Parameters
    ----------
    path
        A file in one of `PICTURE_FORMATS`: colour or grey, dark on light or light on dark, with or
        without transparency; the first frame of several. Its EXIF orientation is applied, and
        damaged metadata are ignored.

    Returns
    -------
    PIL.Image.Image
        Opaque; large pictures are reduced.

    Raises
    ------
    UserError
        If the file cannot be read, is damaged, is too large or has another format.
    """
    with warnings.catch_warnings():
        # Pillow warns of odd metadata, which does not matter, and of size, which is an error here.
        warnings.simplefilter("ignore")
        return opaque(_with_eight_bits(_decode(path)))


def opaque(picture: Image.Image) -> Image.Image:
    """Put a picture on white paper, or on black paper if nothing can be seen on white."""
    if not picture.has_transparency_data:
        return picture
    layers = picture.convert("RGBA")
    papers = (Image.new("RGBA", layers.size, shade) for shade in ("white", "black"))
    on_white, on_black = (Image.alpha_composite(paper, layers).convert("RGB") for paper in papers)
    return on_white if normalise_picture(on_white).any() else on_black


def reduced(picture: Image.Image) -> Image.Image:
    """Reduce a picture whose longer side has more than 3200 pixels."""
    factor = _DECODED_SIDE / max(picture.size)
    if factor >= 1:
        return picture
    if picture.mode.startswith("I;"):
        picture = picture.convert("I")
    elif picture.mode in ("1", "P", "PA") or "transparency" in picture.info:
        # Packed bits, indices of a palette and a transparent colour cannot be averaged.
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    size = max(round(picture.width * factor), 1), max(round(picture.height * factor), 1)
    return picture.resize(size, Image.Resampling.HAMMING, reducing_gap=2)


def _decode(path: Path) -> Image.Image:
    """Decode a picture, reduce it to a useful size and apply its EXIF orientation."""
    content = b""
    try:
        if path.exists() and not path.is_file():
            raise OSError(EINVAL, "it is not a regular file")
        if path.stat().st_size > _LARGEST_FILE:
            raise Image.DecompressionBombError
        content = path.read_bytes()
        with Image.open(BytesIO(_without_metadata(content)), formats=PICTURE_FORMATS) as picture:
            if picture.width * picture.height > _LARGEST:
                raise Image.DecompressionBombError
            picture.draft(None, (_DECODED_SIDE, _DECODED_SIDE))
            picture.load()
            smaller = reduced(picture)
            smaller.info = picture.info
            return _turned(smaller)
    except Image.DecompressionBombError:
        raise UserError(
            "{file} is too large: a picture may have {limit} million pixels.",
            file=path,
            limit=_LARGEST // 1_000_000,
        ) from None
    except UnidentifiedImageError:
        if kind := known_kind(content[:64]):
            raise UserError("{file} is {kind}.", file=path.name, kind=kind) from None
        if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
            raise UserError(
                "{file} is a HEIC picture: save it as JPEG or PNG first.", file=path.name
            ) from None
        raise UserError(
            "{file} is not a picture: expected one of {formats}.",
            file=path,
            formats=", ".join(PICTURE_FORMATS),
        ) from None
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise anything
        reason = getattr(error, "strerror", None) or "the picture in it is damaged"
        raise UserError("{file} cannot be read: {reason}.", file=path, reason=reason) from None


def _with_eight_bits(picture: Image.Image) -> Image.Image:
    """Reduce 16 bits per pixel to 8."""
    if not picture.mode.startswith("I"):
        return picture
    return Image.fromarray((np.asarray(picture, np.float64) / 257).clip(0, 255).astype(np.uint8))


def _turned(picture: Image.Image) -> Image.Image:
    """Apply the EXIF orientation, if there is a valid one; other metadata are not looked at."""
    try:
        orientation = picture.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # noqa: BLE001 - damaged metadata make Pillow raise anything
        return picture
    transposition = _TRANSPOSITIONS.get(orientation) if isinstance(orientation, int) else None
    return picture if transposition is None else picture.transpose(transposition)


_TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation."""
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PNG_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"eXIf")


def _without_metadata(content: bytes) -> bytes:
    """Remove the chunks of a PNG file that do not matter, for which Pillow may refuse the file."""
    if not content.startswith(_PNG_MAGIC):
        return content
    kept, position = [_PNG_MAGIC], len(_PNG_MAGIC)
    while position + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, position)
        end = position + 12 + length
        if content[position + 4 : position + 8] in _PNG_CHUNKS:
            kept.append(content[position:end])
        position = end
    return b"".join(kept)
