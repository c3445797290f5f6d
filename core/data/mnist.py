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
# Small enough for a smooth bar and a prompt stop, large enough not to flood the listener.
_CHUNK_SIZE = 32 * 1024


def download_missing(
    folder: Path,
    names: Iterable[str] = tuple(OFFICIAL),
    *,
    mirrors: Sequence[str] = MIRRORS,
    timeout: float = 15.0,
) -> Generator[Progress, None, None]:
    """Download those of MNIST's files that a folder lacks.

    A file gets its name only when it is complete and its SHA-256 is the official one. Closing the
    generator leaves no part of a file behind.

    Parameters
    ----------
    folder
        Where the files are looked for and written; created when missing. A file that exists under
        any of the names that `find_file` knows is left as it is.
    names
        The official names of the files, without .gz.
    mirrors
        Base URLs with a slash at the end, the preferred one first. One that fails goes last.
    timeout
        Seconds without an answer, or without a further byte, after which a mirror has failed.

    Yields
    ------
    Progress
        Bytes of all the files to download. The count falls back when a mirror fails half-way.

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


class _WrongBytesError(Exception):
    """A mirror sent something else than the official file."""


def _download(
    path: Path, official: OfficialFile, mirrors: deque[str], timeout: float, start: Progress
) -> Generator[Progress, None, None]:
    """Download one file from the first mirror that gives it; those that fail move to the end."""
    reasons: list[str] = []
    for mirror in tuple(mirrors):
        try:
            with replacing(path) as temporary:
                url = mirror + path.name
                yield from _stream(url, temporary, official, timeout, start)
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


def _stream(
    url: str, path: Path, official: OfficialFile, timeout: float, start: Progress
) -> Generator[Progress, None, None]:
    """Write what a URL sends into a file and check it."""
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
        raise _WrongBytesError


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
