"""Atomic writing, and reading of plain and gzipped files."""

from __future__ import annotations

import errno
import gzip
import os
import tempfile
import time
import zlib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from stat import S_IMODE, S_ISREG
from typing import BinaryIO
from zipfile import ZipFile

from core.errors import Message, UnreadableFileError, UserError

NOT_REGULAR = Message("it is not a regular file")
"""Why a folder, a device or a pipe is not read."""
_IMPOSSIBLE = Message("no file can have this name")
_TEMPORARY = ".lenet-desktop-"
"""Start of the names of temporary files."""
_LEFTOVER_SECONDS = 3600
_LONGEST_SUFFIX = 16


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Generator[Path]:
    """Write a file atomically: yield a temporary path and move it to `path` at the end.

    Parameters
    ----------
    path
        The file to write; its folder must exist. An existing file is replaced once the block
        has succeeded and left unchanged if it fails. Its mode is kept; a link stays a link.
    private
        Whether a new file can be read by its owner only.

    Yields
    ------
    Path
        The file to write to, with the suffix of `path`, which many libraries choose a format by.

    Raises
    ------
    OSError
        If the folder is missing, read-only or full, or `path` is not a regular file; names `path`.
        The temporary file is removed.
    """
    with _naming(path):
        with _possible(path):
            target = Path(os.path.realpath(path))
        try:
            with _possible(path):
                found = target.stat().st_mode
            if not S_ISREG(found):
                raise OSError(errno.EINVAL, NOT_REGULAR, str(path))
            mode = S_IMODE(found)
        except FileNotFoundError:
            mode = 0o600 if private else 0o666 & ~_UMASK
        _remove_leftovers(target.parent)
        handle, name = tempfile.mkstemp(
            prefix=_TEMPORARY, suffix=target.suffix[-_LONGEST_SUFFIX:], dir=target.parent
        )
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            # Some network drives have no modes.
            with suppress(OSError):
                temporary.chmod(mode)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def check_writable(path: Path) -> None:
    """Check that a file can be written, before the work for it; it is not created.

    Raises
    ------
    OSError
        As `replacing`.
    """
    with suppress(_NotWrittenError), replacing(path):
        raise _NotWrittenError


class _NotWrittenError(Exception):
    """Ends `check_writable`."""


@contextmanager
def _naming(path: Path) -> Generator[None]:
    """Name a file in an error, not the temporary file that the user does not know."""
    try:
        yield
    except OSError as error:
        known = error.filename is not None and _TEMPORARY not in str(error.filename)
        if error.errno is None or known:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def _umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


# It can only be read by changing it, which two threads at once might leave changed.
_UMASK = _umask()


def _remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of programs that were killed."""
    with suppress(OSError):
        for leftover in folder.glob(f"{_TEMPORARY}*"):
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_SECONDS:
                leftover.unlink()


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading.

    Raises
    ------
    OSError
        If it cannot be read, or is a folder, a device or a pipe, for which a reader might wait.
    """
    with _possible(path):
        mode = path.stat().st_mode
    if not S_ISREG(mode):
        raise OSError(errno.EINVAL, NOT_REGULAR)
    return path.open("rb")


@contextmanager
def _possible(path: Path) -> Generator[None]:
    """Raise an OSError for a name that no file can have here, such as one with a null character."""
    try:
        yield
    except ValueError as error:
        raise OSError(errno.EINVAL, _IMPOSSIBLE, str(path)) from error


def check_access(path: Path) -> None:
    """Check that it can be determined whether there is a file or a folder.

    Raises
    ------
    UnreadableFileError
        If it cannot, as below a folder that may not be searched.
    """
    try:
        with _possible(path):
            path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise unreadable(path, error) from error


def size_of(file: BinaryIO) -> int:
    """Return the size of an open file in bytes."""
    return os.fstat(file.fileno()).st_size


def unreadable(path: Path, error: OSError) -> UnreadableFileError:
    """Return the error for a file that `open_regular` cannot open, or that cannot be read."""
    reason = error.strerror or error
    return UnreadableFileError("{file} cannot be read: {reason}.", file=path, reason=reason)


_GZIP_MAGIC = b"\x1f\x8b"
_LARGEST = 256 * 2**20


def read_content(path: Path, largest: int = _LARGEST) -> bytes:
    """Read a file and decompress it if it is gzipped.

    Parameters
    ----------
    path
        The file. Whether it is gzipped, or gzipped twice, is detected from its content, not its
        name.
    largest
        The most bytes that it may hold.

    Returns
    -------
    bytes
        The decompressed content.

    Raises
    ------
    UnreadableFileError
        If the file cannot be read.
    UserError
        If the compressed data are damaged or truncated, or there are more than `largest` bytes.
    """
    try:
        with open_regular(path) as file:
            if size_of(file) > largest:
                raise _too_large(path, largest)
            content = file.read(largest + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    return decompressed(path, content, largest)


def decompressed(path: Path, content: bytes, largest: int = _LARGEST) -> bytes:
    """Decompress the content of a file, which errors name, as `read_content` does."""
    for _ in range(2):
        if not content.startswith(_GZIP_MAGIC):
            break
        try:
            content = gzip.GzipFile(fileobj=BytesIO(content)).read(largest + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise UserError(
                "{file} is damaged: it cannot be decompressed ({reason}).",
                file=path,
                reason=str(error).rstrip("."),
            ) from error
    if len(content) > largest:
        raise _too_large(path, largest)
    return content


def _too_large(path: Path, largest: int) -> UserError:
    return UserError(
        "{file} is too large: it holds more than {limit} MB.", file=path, limit=largest >> 20
    )


_PICKLE = Message(
    "a pickle file, which could run any program when opened: save the weights as "
    ".safetensors, for example by safetensors.torch.save_file(model.state_dict(), name)"
)
_SVG = Message("an SVG drawing or another XML document: save a drawing as a PNG picture first")
_ONNX = Message("an ONNX file, which is for other programs: open the weight file it was made from")
_KINDS: tuple[tuple[bytes, Message], ...] = (
    (
        b"version https://git-lfs",
        Message("a Git LFS pointer instead of the file: fetch the file with git lfs pull"),
    ),
    (b"<svg", _SVG),
    (b"<?xml", _SVG),
    (b"<", Message("a web page or another text with markup: download the file again")),
    (b"\x89HDF", Message("an HDF5 file: save the weights as .safetensors or .npz")),
    (b"%PDF", Message("a PDF document: save the page as a PNG picture first")),
    (b"\x80", _PICKLE),
    *((bytes([8, version, tag]), _ONNX) for version in range(3, 16) for tag in b"\x12:"),
)


def known_kind(start: bytes) -> Message | None:
    """Identify a file that is often taken for another one.

    Parameters
    ----------
    start
        The first bytes of the file.

    Returns
    -------
    Message or None
        What the file is and how to get the right one, to follow "is"; None if it is not known.
    """
    start = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((message for magic, message in _KINDS if start.startswith(magic)), None)


def known_archive(file: Path | BinaryIO) -> Message | None:
    """Identify an archive that is often taken for another file, as `known_kind` does."""
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
    except Exception:  # noqa: BLE001 - a damaged archive makes the reader raise anything
        return None
    return _PICKLE if any(name.endswith("data.pkl") for name in names) else None
