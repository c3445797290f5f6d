"""IDX files, the format of MNIST.

References
----------
.. [1] Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits",
   section "File formats for the MNIST database".
"""

from __future__ import annotations

import math
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np

from core.arrays import ByteArray
from core.data.examples import Examples
from core.digits import SIDE
from core.errors import UserError
from core.files import known_kind, open_regular, read_content, unreadable
from core.paths import is_file

_IMAGES_MAGIC = 2051
_LABELS_MAGIC = 2049
_GZIP_MAGIC = b"\x1f\x8b"
_START = 1024  # Bytes that hold a header, gzipped or not.


def read_images(path: Path) -> ByteArray:
    """Read the images of an IDX file.

    Parameters
    ----------
    path
        The file, plain or gzipped.

    Returns
    -------
    ByteArray
        Shape (n, 28, 28), n >= 1, values 0 to 255, read-only.

    Raises
    ------
    UserError
        If the file cannot be read, is not an IDX image file, is empty, holds images of another
        size, or does not have the length that its header states.
    """
    content = read_content(path)
    return _values(path, content, _shape_of_images(path, content))


def read_labels(path: Path) -> ByteArray:
    """Read the labels of an IDX file.

    Parameters
    ----------
    path
        The file, plain or gzipped.

    Returns
    -------
    ByteArray
        Shape (n,), n >= 1, values 0 to 9, read-only.

    Raises
    ------
    UserError
        If the file cannot be read, is not an IDX label file, is empty, holds labels other than
        digits, or does not have the length that its header states.
    """
    content = read_content(path)
    labels = _values(path, content, _header(path, content, _LABELS_MAGIC, dimensions=1))
    invalid = np.flatnonzero(labels > 9)
    if invalid.size:
        raise UserError(
            "{file} is invalid: label {number} of {count} is {found}, not a digit from 0 to 9.",
            file=path,
            found=labels[invalid[0]],
            number=invalid[0] + 1,
            count=labels.size,
        )
    return labels


def read_examples(images_file: Path, labels_file: Path) -> Examples:
    """Read an image file and its label file.

    Raises
    ------
    UserError
        If either file is invalid, or the numbers of images and labels differ.
    """
    images, labels = read_images(images_file), read_labels(labels_file)
    if len(images) != len(labels):
        raise UserError(
            "{images_file} contains {images} images, but {labels_file} contains {labels} labels.",
            images_file=images_file,
            images=len(images),
            labels_file=labels_file,
            labels=len(labels),
        )
    return Examples(images, labels)


def check_start(path: Path) -> None:
    """Check the header of an IDX file with one of its common names, without reading the rest.

    Raises
    ------
    UserError
        If the file cannot be read, or is not an IDX file of images or of labels as its name says.
    """
    try:
        with open_regular(path) as file:
            start = file.read(_START)
    except OSError as error:
        raise unreadable(path, error) from error
    # What is damaged is reported when it is read.
    with suppress(zlib.error):
        for _ in range(2):
            if start.startswith(_GZIP_MAGIC):
                start = zlib.decompressobj(wbits=31).decompress(start, _START)
        if "-images" in path.name:
            _shape_of_images(path, start)
        else:
            _header(path, start, _LABELS_MAGIC, dimensions=1)


def find_file(folder: Path, name: str) -> Path | None:
    """Find an IDX file by its common names.

    Parameters
    ----------
    folder
        The folder to search; it may be missing.
    name
        The official name without .gz, such as ``train-images-idx3-ubyte``. The file may be
        gzipped and may have a dot before ``idx``, as some archive programs write it.

    Returns
    -------
    Path or None
        The file; None if there is none.
    """
    dotted = name.replace("-idx", ".idx")
    candidates = (folder / (stem + suffix) for stem in (name, dotted) for suffix in ("", ".gz"))
    return next((path for path in candidates if is_file(path)), None)


def _shape_of_images(path: Path, content: bytes) -> tuple[int, ...]:
    count, height, width = _header(path, content, _IMAGES_MAGIC, dimensions=3)
    if (height, width) != (SIDE, SIDE):
        raise UserError(
            "{file} contains images of {height}x{width} pixels instead of 28x28.",
            file=path,
            height=height,
            width=width,
        )
    return count, height, width


def _header(path: Path, content: bytes, magic: int, dimensions: int) -> tuple[int, ...]:
    """Parse the header of an IDX file and return the shape of its values."""
    size = 4 * (1 + dimensions)
    if kind := known_kind(content[:64]):
        raise UserError("{file} is {kind}.", file=path, kind=kind)
    if len(content) < size:
        raise UserError(
            "{file} is truncated: an IDX header has {expected} bytes, the file {found}.",
            file=path,
            expected=size,
            found=len(content),
        )
    found, *shape = struct.unpack_from(f">{1 + dimensions}I", content)
    if found != magic:
        raise UserError(
            "{file} starts with the number {found} instead of {expected} (IDX images start with "
            "{images}, IDX labels with {labels}).",
            file=path,
            found=found,
            expected=magic,
            images=_IMAGES_MAGIC,
            labels=_LABELS_MAGIC,
        )
    if shape[0] == 0:
        raise UserError("{file} is empty: its header states 0 items.", file=path)
    return tuple(shape)


def _values(path: Path, content: bytes, shape: tuple[int, ...]) -> ByteArray:
    """Return the values after the header, which must fill `shape` exactly."""
    header = 4 * (1 + len(shape))
    # math.prod does not overflow: with NumPy's, a forged header could appear to fit.
    expected = header + math.prod(shape)
    if len(content) < expected:
        raise UserError(
            "{file} is truncated: {count} items need {expected} bytes, the file has {found}.",
            file=path,
            expected=expected,
            count=shape[0],
            found=len(content),
        )
    if len(content) > expected:
        raise UserError(
            "{file} is too long: {count} items need {expected} bytes, the file has {found}.",
            file=path,
            expected=expected,
            count=shape[0],
            found=len(content),
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)
