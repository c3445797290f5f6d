"""Picture files: one decoder for every way in which a picture enters the program."""

from __future__ import annotations

import struct
import warnings
from io import SEEK_CUR, SEEK_END, BytesIO
from math import ceil, floor
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np
from PIL import ExifTags, Image, ImageFile, UnidentifiedImageError

from core.arrays import FloatArray
from core.errors import UserError
from core.files import known_archive, known_kind, open_regular
from core.ink.pictures import normalise_picture

PICTURE_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "PPM", "WEBP", "TIFF", "ICO")
"""The formats of picture files, by Pillow's names; for the first five it loads no other plugins."""
_LARGEST = 89_000_000  # Pixels: enough for a phone's photographs.
_LONGEST = 65_535  # Pixels along a side, as in JPEG: decoders keep whole rows.
_MOST_MEMORY = 420_000_000  # Bytes that decoding may take.
_DECODED_SIDE = 3200  # Pixels: the longest side of a decoded picture, which saves memory.
_REDUCTION = "reduction"  # Key in the information of a picture.
_PIECE = 2**20  # Bytes of a file that are copied at a time.
_STRIP = 2**20  # Pixels of a picture that are reduced at a time.
_BYTES_PER_PIXEL = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2}  # By Pillow's mode; others 4.
_WHITES = (1, 255, 4095, 65535)  # White in fractions, and in whole numbers of 8 to 16 bits.
_WEIGHTED = {"LA": "La", "RGBA": "RGBa"}  # Pillow's modes with colours multiplied by opacity.
_COPIES = {"WEBP": 4.0, "TIFF": 2.5}  # Of the pixels that a decoder keeps, if more than one.


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


def open_picture(path: Path, content: bytes | None = None) -> Image.Image:
    """Decode a picture file.

    Parameters
    ----------
    path
        A file in one of `PICTURE_FORMATS`: colour or grey, dark on light or light on dark, with or
        without transparency; the first frame of several. Its EXIF orientation is applied, and
        damaged metadata are ignored.
    content
        What it holds, if that was read already; `path` is then only what errors name.

    Returns
    -------
    PIL.Image.Image
        Opaque; large pictures are reduced, see `reduction_of`.

    Raises
    ------
    UserError
        If the file cannot be read, is damaged, is too large or has another format.
    """
    with warnings.catch_warnings():
        # Pillow warns of odd metadata, which does not matter, and of size, which is an error here.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        decoded = _decode(path, content)
        picture = opaque(_with_eight_bits(decoded))
        picture.info[_REDUCTION] = decoded.info[_REDUCTION]
        return picture


def reduction_of(picture: Image.Image) -> float:
    """Return how many pixels of its file, along a side, make a pixel of an opened picture."""
    return float(picture.info.get(_REDUCTION, 1.0))


def opaque(picture: Image.Image) -> Image.Image:
    """Put a picture on white paper, or on black paper if nothing can be seen on white."""
    if not picture.has_transparency_data:
        return picture
    layers = picture.convert("RGBA")
    if layers.getchannel("A").getextrema() == (255, 255):
        return layers.convert("RGB")
    on_white = _on_paper(layers, "white")
    return on_white if normalise_picture(on_white).any() else _on_paper(layers, "black")


def _on_paper(layers: Image.Image, shade: str) -> Image.Image:
    paper = Image.new("RGBA", layers.size, shade)
    return Image.alpha_composite(paper, layers).convert("RGB")


def reduced(picture: Image.Image) -> Image.Image:
    """Reduce a picture whose longer side has more than 3200 pixels."""
    factor = _DECODED_SIDE / max(picture.size)
    if factor >= 1:
        return picture
    width, height = (max(round(side * factor), 1) for side in picture.size)
    whole = Image.new(_averageable(picture.crop((0, 0, 1, 1))).mode, (width, height))
    n_rows = max(round(_STRIP * factor / picture.width), 1)
    for top in range(0, height, n_rows):
        whole.paste(_reduced_rows(picture, whole.size, top, min(top + n_rows, height)), (0, top))
    return whole


def _reduced_rows(picture: Image.Image, size: tuple[int, int], first: int, end: int) -> Image.Image:
    """Compute some rows of a reduced picture, which saves a copy of the whole one."""
    scale = picture.height / size[1]
    # The filter reaches one reduced row further.
    top, bottom = floor(max((first - 1) * scale, 0)), ceil(min((end + 1) * scale, picture.height))
    rows = _averageable(picture.crop((0, top, picture.width, bottom)))
    box = 0, first * scale - top, picture.width, min(end * scale - top, rows.height)
    weighted = rows.convert(_WEIGHTED.get(rows.mode, rows.mode))
    part = weighted.resize((size[0], end - first), Image.Resampling.HAMMING, box, reducing_gap=1.0)
    return part.convert(rows.mode)


def _averageable(picture: Image.Image) -> Image.Image:
    """Convert packed bits, 16 bits, indices of a palette and pixels with a transparent colour."""
    if picture.mode.startswith("I;"):
        return picture.convert("I")
    if picture.mode in ("1", "P", "PA") or "transparency" in picture.info:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture


def _decode(path: Path, content: bytes | None = None) -> Image.Image:
    """Decode a picture, reduce it to a useful size and apply its EXIF orientation."""
    start = b""
    try:
        with open_regular(path) if content is None else BytesIO(content) as file:
            start = file.read(64)
            file.seek(0)
            return _decode_file(path, file)
    except UserError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UserError(
            "{file} is too large: a picture may have {limit} million pixels, {side} along a side.",
            file=path,
            limit=_LARGEST // 1_000_000,
            side=_LONGEST,
        ) from None
    except UnidentifiedImageError:
        if kind := known_kind(start) or known_archive(
            path if content is None else BytesIO(content)
        ):
            raise UserError("{file} is {kind}.", file=path.name, kind=kind) from None
        if start.startswith(b'{"strokes"'):
            raise UserError(
                "{file} is an ink file: give it a name that ends in .jsonl.", file=path.name
            ) from None
        if start[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
            raise UserError(
                "{file} is a HEIC or AVIF picture: save it as JPEG or PNG first.", file=path.name
            ) from None
        raise UserError(
            "{file} is not a picture: expected one of {formats}.",
            file=path,
            formats=", ".join(PICTURE_FORMATS),
        ) from None
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise anything
        reason = getattr(error, "strerror", None) or "the picture in it is damaged"
        raise UserError("{file} cannot be read: {reason}.", file=path, reason=reason) from None


def _decode_file(path: Path, file: BinaryIO) -> Image.Image:
    n_bytes = file.seek(0, SEEK_END)
    file.seek(0)
    _check_memory(path, n_bytes)
    with Image.open(_without_metadata(file), formats=PICTURE_FORMATS) as picture:
        n_pixels = picture.width * picture.height
        if n_pixels > _LARGEST or max(picture.size) > _LONGEST:
            raise Image.DecompressionBombError
        width = picture.width
        picture.draft(None, (_DECODED_SIDE, _DECODED_SIDE))
        _check_memory(path, n_bytes + _memory_to_decode(picture, n_pixels))
        picture.load()
        smaller = reduced(picture)
        smaller.info = picture.info | {_REDUCTION: width / smaller.width}
    # In pieces: to return much memory at once takes Python's lock, for which the window would wait.
    n_blocks = _MOST_MEMORY // Image.core.get_block_size() + 1
    Image.core.set_blocks_max(n_blocks)
    del picture
    for n_kept in reversed(range(n_blocks)):
        Image.core.set_blocks_max(n_kept)
    return _turned(smaller)


def _memory_to_decode(picture: ImageFile.ImageFile, n_pixels: int) -> int:
    """Return the bytes that decoding takes at most; a draft has fewer pixels than the file."""
    bytes_per_pixel = _BYTES_PER_PIXEL.get(picture.mode, 4) * _COPIES.get(picture.format or "", 1)
    decoded = round(picture.width * picture.height * bytes_per_pixel)
    # A progressive JPEG file has several scans, and all coefficients are kept until the last.
    scans = 2 * len(picture.getbands()) * n_pixels if "progressive" in picture.info else 0
    return decoded + scans


def _check_memory(path: Path, needed: int) -> None:
    """Refuse a picture that would take too many bytes."""
    if needed > _MOST_MEMORY:
        raise UserError(
            "{file} is too large: decoding it takes {needed} MB of memory, and {limit} MB are"
            " the limit. Save it with fewer pixels.",
            file=path,
            needed=needed // 1_000_000,
            limit=_MOST_MEMORY // 1_000_000,
        )


def _with_eight_bits(picture: Image.Image) -> Image.Image:
    """Scale whole numbers of more than 8 bits, and fractions; nothing states what is white."""
    if picture.mode[0] not in "IF":
        return picture
    values = np.asarray(picture, np.float32)
    finite = values[np.isfinite(values)]
    low, high = finite.min(initial=0), finite.max(initial=0)
    whites = _WHITES if low == 0 else ()
    white = next((white for white in whites if high <= white), high - low)
    scaled = np.nan_to_num(values, nan=high, posinf=high, neginf=low) - low
    return Image.fromarray(np.rint(scaled * (255 / white)).astype(np.uint8))


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


def _without_metadata(file: IO[bytes]) -> IO[bytes]:
    """Leave out the chunks of a PNG file that do not matter, for which Pillow may refuse it."""
    if file.read(len(_PNG_MAGIC)) != _PNG_MAGIC:
        file.seek(0)
        return file
    kept = BytesIO()
    kept.write(_PNG_MAGIC)
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        if kind in _PNG_CHUNKS:
            kept.write(head)
            # In pieces: copying one takes Python's lock, for which the window would wait.
            for start in range(0, length + 4, _PIECE):
                if not (piece := file.read(min(_PIECE, length + 4 - start))):
                    break
                kept.write(piece)
        else:
            file.seek(length + 4, SEEK_CUR)
    kept.seek(0)
    return kept
