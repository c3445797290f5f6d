"""MNIST's official files, downloaded from public mirrors and verified."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pooch
import requests

from core.data.idx import find_file
from core.errors import UserError
from core.files import replacing

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)


@dataclass(frozen=True)
class OfficialFile:
    """A file as published, gzipped: its size in bytes and its SHA-256."""

    size: int
    sha256: str


OFFICIAL = {
    "train-images-idx3-ubyte": OfficialFile(
        9912422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
    ),
    "train-labels-idx1-ubyte": OfficialFile(
        28881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"
    ),
    "t10k-images-idx3-ubyte": OfficialFile(
        1648877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"
    ),
    "t10k-labels-idx1-ubyte": OfficialFile(
        4542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
    ),
}
# Small enough for a smooth bar and a prompt stop, large enough not to flood who listens.
_CHUNK_SIZE = 32 * 1024


def download_missing(
    folder: Path,
    names: Iterable[str] = tuple(OFFICIAL),
    progress: Callable[[int, int], None] | None = None,
    *,
    mirrors: Sequence[str] = MIRRORS,
    timeout: float = 15.0,
) -> None:
    """Download those of MNIST's files that a folder lacks.

    A file gets its name only when it is whole and its SHA-256 is the official one.

    Parameters
    ----------
    folder
        Where the files are and go; made when missing. A file already there, under any of the
        names that `find_file` knows, is left as it is.
    names
        The files wanted, by their official names without .gz.
    progress
        Told of bytes done and bytes in all, over all the files to download. The count falls
        back when a mirror fails half-way. It may raise to stop the download: what it raised
        comes through (an OSError as a UserError) and no part of a file stays.
    mirrors
        Base URLs with a slash at the end, the preferred one first. One that fails goes last.
    timeout
        Seconds without an answer, or without a further byte, after which a mirror has failed.

    Raises
    ------
    UserError
        When no mirror gives a file, or the folder cannot be written.
    """
    missing = [name for name in names if find_file(folder, name) is None]
    total = sum(OFFICIAL[name].size for name in missing)
    order = deque(mirrors)
    done = 0
    for name in missing:
        counter: Any = _ByteCounter(done, OFFICIAL[name].size, total, progress)
        downloader = pooch.HTTPDownloader(counter, chunk_size=_CHUNK_SIZE, timeout=timeout)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _download(folder / f"{name}.gz", OFFICIAL[name].sha256, order, downloader)
        except OSError as error:
            raise UserError(
                "MNIST cannot be saved in {folder}: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            ) from error
        done += OFFICIAL[name].size


class _ByteCounter:
    """What pooch takes for a progress bar: counts one file as a share of all of them."""

    def __init__(
        self, before: int, size: int, total: int, progress: Callable[[int, int], None] | None
    ) -> None:
        self._before = before
        self._size = size
        self._total = total
        self._progress = progress
        self._done = 0

    @property
    def total(self) -> int:
        """Bytes of this file; what a server says of it does not count."""
        return self._size

    @total.setter
    def total(self, _: int) -> None:
        # pooch sets this once an answer begins, also when a second mirror starts over.
        self._done = 0

    def update(self, size: int) -> None:
        """Count `size` more bytes; pooch rounds the last ones up to a whole chunk."""
        self._done = min(self._done + size, self._size)
        if self._progress is not None:
            self._progress(self._before + self._done, self._total)

    def reset(self) -> None:
        """Do nothing: pooch would count the whole file anew when it is through."""

    def close(self) -> None:
        """Do nothing: there is no bar to take away."""


class _WrongBytesError(Exception):
    """A mirror sent something else than the official file."""


def _download(
    path: Path, sha256: str, mirrors: deque[str], downloader: pooch.HTTPDownloader
) -> None:
    """Download one file from the first mirror that gives it; those that fail move to the end."""
    reasons: list[str] = []
    for mirror in tuple(mirrors):
        try:
            with replacing(path) as temporary:
                downloader(mirror + path.name, str(temporary), None)
                with temporary.open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                        raise _WrongBytesError
        except (requests.RequestException, _WrongBytesError) as error:
            reasons.append(f"{urlsplit(mirror).netloc}: {_reason(error)}")
            mirrors.rotate(-1)
        else:
            return
    raise UserError(
        "{file} could not be downloaded ({reasons}). Connect to the internet, or put MNIST's "
        "four files into {folder} by hand.",
        file=path.name,
        reasons="; ".join(reasons),
        folder=path.parent,
    )


def _reason(error: Exception) -> str:
    """Say in a few words why a mirror failed."""
    match error:
        case requests.HTTPError(response=requests.Response() as response):
            return f"{response.status_code} {response.reason}"
        case requests.Timeout():
            return "no answer in time"
        case _WrongBytesError():
            return "not the official file"
        case _:
            return "connection failed"
