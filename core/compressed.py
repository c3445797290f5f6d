"""Reading a file that may be gzipped."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from core.errors import UnreadableFileError, UserError

_GZIP_MAGIC = b"\x1f\x8b"


def read_content(path: Path) -> bytes:
    """Return what a file holds, unpacked when it is gzipped.

    Parameters
    ----------
    path
        The file. Its content tells whether it is gzipped; its name does not matter.

    Returns
    -------
    bytes
        All of the content.

    Raises
    ------
    UnreadableFileError
        When the file cannot be read.
    UserError
        When its compressed data are damaged or cut short.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            "{file} cannot be read: {reason}.", file=path, reason=error.strerror or error
        ) from error
    if not content.startswith(_GZIP_MAGIC):
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise UserError(
            "{file} is damaged: expected a whole gzip file, found: {reason}.",
            file=path,
            reason=str(error).rstrip("."),
        ) from error
