"""MNIST's official files, downloaded from public mirrors and verified."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import requests

from core.data.idx import find_file
from core.errors import UserError
from core.files import replacing
from core.progress import Progress, Stage

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
# Bytes: small enough for smooth progress and prompt cancellation.
_CHUNK_SIZE = 32 * 1024


def download_missing(
    folder: Path,
    names: Iterable[str] = tuple(OFFICIAL),
    *,
    mirrors: Sequence[str] = MIRRORS,
    timeout: float = 15.0,
) -> Generator[Progress, None, None]:
    """Download the files of MNIST that are missing in a folder.

    A file appears in the folder only when it is complete and its SHA-256 is correct. Closing the
    generator removes incomplete files.

    Parameters
    ----------
    folder
        The folder to check and to write to; created if missing. Files that `find_file` finds are
        not downloaded.
    names
        The official names of the files, without .gz.
    mirrors
        Base URLs ending in a slash, in order of preference. A mirror that fails moves to the end.
    timeout
        Seconds without data after which a mirror counts as failed.

    Yields
    ------
    Progress
        Bytes of all missing files. The count decreases if a mirror fails midway.

    Raises
    ------
    UserError
        If no mirror delivers a file, or the folder cannot be written.
    """
    missing = [name for name in names if find_file(folder, name) is None]
    total = sum(OFFICIAL[name].size for name in missing)
    order = deque(mirrors)
    done = 0
    for name in missing:
        start = Progress(Stage.DOWNLOADING, done, total)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            yield from _download(folder / f"{name}.gz", OFFICIAL[name], order, timeout, start)
        except OSError as error:
            raise UserError(
                "MNIST cannot be saved in {folder}: {reason}.",
                folder=folder,
                reason=error.strerror or error,
            ) from error
        done += OFFICIAL[name].size


class _ChecksumError(Exception):
    """The content differs from the official file."""


def _download(
    path: Path, official: OfficialFile, mirrors: deque[str], timeout: float, start: Progress
) -> Generator[Progress, None, None]:
    """Download a file from the first mirror that delivers it; failed mirrors move to the end."""
    reasons: list[str] = []
    for mirror in tuple(mirrors):
        try:
            with replacing(path) as temporary:
                url = mirror + path.name
                yield from _stream(url, temporary, official, timeout, start)
        except (requests.RequestException, _ChecksumError) as error:
            reasons.append(f"{urlsplit(mirror).netloc}: {_reason(error)}")
            mirrors.rotate(-1)
        else:
            return
    raise UserError(
        "{file} could not be downloaded ({reasons}). Check the internet connection, or copy "
        "MNIST's four files to {folder}.",
        file=path.name,
        reasons="; ".join(reasons),
        folder=path.parent,
    )


def _stream(
    url: str, path: Path, official: OfficialFile, timeout: float, start: Progress
) -> Generator[Progress, None, None]:
    """Download a URL to a file and verify its size and checksum."""
    size, digest = 0, hashlib.sha256()
    with requests.get(url, stream=True, timeout=timeout) as response, path.open("wb") as file:
        response.raise_for_status()
        for chunk in response.iter_content(_CHUNK_SIZE):
            size += len(chunk)
            if size > official.size:
                break
            digest.update(chunk)
            file.write(chunk)
            yield replace(start, done=start.done + size)
    if size != official.size or digest.hexdigest() != official.sha256:
        raise _ChecksumError


def _reason(error: Exception) -> str:
    """Describe briefly why a mirror failed."""
    match error:
        case requests.HTTPError(response=requests.Response() as response):
            return f"{response.status_code} {response.reason}"
        case requests.Timeout():
            return "timed out"
        case _ChecksumError():
            return "not the official file"
        case _:
            return "connection failed"
