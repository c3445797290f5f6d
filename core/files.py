"""Atomic writing, and reading of plain and gzipped files."""

from __future__ import annotations

import gzip
import os
import tempfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UnreadableFileError, UserError


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Write a file atomically: yield a temporary path and move it to `path` at the end.

    Parameters
    ----------
    path
        The file to write; its folder must exist. An existing file is replaced once the block
        has succeeded and left unchanged if it fails.

    Yields
    ------
    Path
        The file to write to, with the suffix of `path`, which many libraries choose a format by.

    Raises
    ------
    OSError
        If the folder is missing, read-only or full. The temporary file is removed.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=path.name, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp creates private files; a saved file follows the user's umask.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


_GZIP_MAGIC = b"\x1f\x8b"


def read_content(path: Path) -> bytes:
    """Read a file and decompress it if it is gzipped.

    Parameters
    ----------
    path
        The file. Whether it is gzipped is detected from its content, not its name.

    Returns
    -------
    bytes
        The decompressed content.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read.
    UserError
        If the compressed data are damaged or truncated.
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
            "{file} is damaged: it cannot be decompressed ({reason}).",
            file=path,
            reason=str(error).rstrip("."),
        ) from error
