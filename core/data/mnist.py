"""MNIST's official files, downloaded from public mirrors and verified."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from urllib.parse import urlsplit

from core.data.fetch import MirrorError, fetch
from core.errors import Message, UserError
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


def download(
    folder: Path,
    names: Iterable[str] = tuple(OFFICIAL),
    *,
    mirrors: Sequence[str] = MIRRORS,
    timeout: float = 15.0,
) -> Generator[Progress, None, None]:
    """Download files of MNIST to a folder.

    A file appears in the folder only when it is complete and its SHA-256 is correct. Closing the
    generator takes effect at once, whatever a mirror does, and removes incomplete files.

    Parameters
    ----------
    folder
        The folder to write to; created if missing. Existing files are replaced.
    names
        The official names of the files, without .gz.
    mirrors
        Base URLs ending in a slash, in order of preference. A mirror that fails moves to the end.
    timeout
        Seconds without data after which a mirror counts as failed.

    Yields
    ------
    Progress
        Bytes of all files, several times a second. The count decreases if a mirror fails midway.

    Raises
    ------
    UserError
        If no mirror delivers a file, or the folder cannot be written.
    """
    names = tuple(names)
    total = sum(OFFICIAL[name].size for name in names)
    order = deque(mirrors)
    done = 0
    for name in names:
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


def _download(
    path: Path, official: OfficialFile, mirrors: deque[str], timeout: float, start: Progress
) -> Generator[Progress, None, None]:
    """Download a file from the first mirror that delivers it; failed mirrors move to the end."""
    failures: list[Message] = []
    for mirror in tuple(mirrors):
        try:
            with replacing(path) as temporary:
                yield from _save(mirror + path.name, temporary, official, timeout, start)
        except MirrorError as error:
            host = urlsplit(mirror).netloc
            failures.append(Message("{mirror}: {reason}", {"mirror": host, "reason": error.reason}))
            mirrors.rotate(-1)
        else:
            return
    raise UserError(
        "{file} could not be downloaded ({reasons}). Check the internet connection, or copy "
        "MNIST's four files to {folder}.",
        file=path.name,
        reasons=reduce(_joined, failures),
        folder=path.parent,
    )


def _save(
    url: str, path: Path, official: OfficialFile, timeout: float, start: Progress
) -> Generator[Progress, None, None]:
    """Save a file from a mirror and verify its checksum."""
    done, digest = 0, hashlib.sha256()
    with path.open("wb") as file, closing(fetch(url, official.size, timeout)) as parts:
        for part in parts:
            done += len(part)
            digest.update(part)
            file.write(part)
            yield replace(start, done=start.done + done)
    if digest.hexdigest() != official.sha256:
        raise MirrorError(Message("sent another file than the official one"))


def _joined(first: Message, second: Message) -> Message:
    return Message("{first}; {second}", {"first": first, "second": second})
