"""Writing a file so that a reader only ever sees it whole."""

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
    """Yield a temporary path beside `path` and move it into place when the block succeeds.

    Parameters
    ----------
    path
        The file to write; its folder must exist. A file already there stays as it is until the
        new one is complete, and for good when the block fails.

    Yields
    ------
    Path
        Where to write. It has the suffixes of `path`, by which many libraries choose a format.

    Raises
    ------
    OSError
        When the folder is missing, not writable or full. Nothing is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=path.name, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes the file private; what a person saves follows their own umask.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


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
