"""IDX files, the format MNIST comes in: checked whole before a single value is used.

References
----------
.. [1] Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits",
   section "File formats for the MNIST database".
"""

from __future__ import annotations

import math
import struct
from pathlib import Path

import numpy as np

from core.arrays import ByteArray
from core.data.examples import Examples
from core.errors import UserError
from core.files import read_content

_SIDE = 28
_IMAGES_MAGIC = 2051
_LABELS_MAGIC = 2049


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
        When the file cannot be read, is no IDX image file, holds images of another size or
        none, or is shorter or longer than its header says.
    """
    content = read_content(path)
    count, height, width = _header(path, content, _IMAGES_MAGIC, dimensions=3)
    if (height, width) != (_SIDE, _SIDE):
        raise UserError(
            "{file} holds images of {height}x{width} pixels, expected 28x28.",
            file=path,
            height=height,
            width=width,
        )
    return _values(path, content, (count, height, width))


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
        When the file cannot be read, is no IDX label file, holds no labels or others than
        digits, or is shorter or longer than its header says.
    """
    content = read_content(path)
    labels = _values(path, content, _header(path, content, _LABELS_MAGIC, dimensions=1))
    strange = np.flatnonzero(labels > 9)
    if strange.size:
        raise UserError(
            "{file} has {found} as label {number} of {count}, expected digits 0 to 9.",
            file=path,
            found=labels[strange[0]],
            number=strange[0] + 1,
            count=labels.size,
        )
    return labels


def read_examples(images_file: Path, labels_file: Path) -> Examples:
    """Read an image file and the label file that belongs to it.

    Raises
    ------
    UserError
        As `read_images` and `read_labels` do, and when one holds more items than the other.
    """
    images, labels = read_images(images_file), read_labels(labels_file)
    if len(images) != len(labels):
        raise UserError(
            "{images_file} holds {images} images and {labels_file} {labels} labels, expected as "
            "many of both.",
            images_file=images_file,
            images=len(images),
            labels_file=labels_file,
            labels=len(labels),
        )
    return Examples(images, labels)


def find_file(folder: Path, name: str) -> Path | None:
    """Find an IDX file under the names it commonly goes by.

    Parameters
    ----------
    folder
        Where to look; it need not exist.
    name
        The official name without .gz, such as ``train-images-idx3-ubyte``. The file may also be
        gzipped, and have a dot before ``idx``, as some unpacking programs leave it.

    Returns
    -------
    Path or None
        The file, None when there is none.
    """
    dotted = name.replace("-idx", ".idx")
    candidates = (folder / (stem + suffix) for stem in (name, dotted) for suffix in ("", ".gz"))
    return next((path for path in candidates if path.is_file()), None)


def _header(path: Path, content: bytes, magic: int, dimensions: int) -> tuple[int, ...]:
    """Return the shape that the header of an IDX file promises."""
    size = 4 * (1 + dimensions)
    if len(content) < size:
        raise UserError(
            "{file} is cut short: expected an IDX header of {expected} bytes, found {found} bytes.",
            file=path,
            expected=size,
            found=len(content),
        )
    found, *shape = struct.unpack_from(f">{1 + dimensions}I", content)
    if found != magic:
        raise UserError(
            "{file} starts with the number {found}, expected {images} for IDX images and {labels} "
            "for IDX labels: {expected} here.",
            file=path,
            found=found,
            images=_IMAGES_MAGIC,
            labels=_LABELS_MAGIC,
            expected=magic,
        )
    if shape[0] == 0:
        raise UserError("{file} is empty: its header promises 0 items.", file=path)
    return tuple(shape)


def _values(path: Path, content: bytes, shape: tuple[int, ...]) -> ByteArray:
    """Return the values behind the header, which must fill `shape` exactly."""
    header = 4 * (1 + len(shape))
    # math.prod, not NumPy's: a forged header must not overflow into a size that fits.
    expected = header + math.prod(shape)
    if len(content) < expected:
        raise UserError(
            "{file} is cut short: expected {expected} bytes for {count} items, found {found}.",
            file=path,
            expected=expected,
            count=shape[0],
            found=len(content),
        )
    if len(content) > expected:
        raise UserError(
            "{file} goes on after its end: expected {expected} bytes for {count} items, "
            "found {found}.",
            file=path,
            expected=expected,
            count=shape[0],
            found=len(content),
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)
