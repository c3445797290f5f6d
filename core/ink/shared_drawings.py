"""An ink file that several programs edit: three-way merges under a lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from core.errors import UnreadableFileError, UserError
from core.file_lock import locked
from core.files import replacing
from core.ink.drawing import Drawing, Ink
from core.ink.ink_files import RejectedLine, encode_drawings, load_digits
from core.paths import exists

_ATTEMPTS = 20

Version: TypeAlias = tuple[int, int, int]
Load: TypeAlias = Callable[[Path], tuple[list[Drawing], list[RejectedLine]]]
"""Reads the drawings of one kind, and the lines that are not of it, as `load_digits` does."""


@dataclass(frozen=True, eq=False)
class SharedDrawings:
    """The result of merging a program's drawings with a shared file.

    Attributes
    ----------
    drawings
        The program's drawings with the changes of the file.
    in_file
        The content of the file; lacks the program's changes if they were not written.
    version
        Of the file after the merge; `version_of` differs once another program has changed it.
    fault, moved_to
        The first fault of a damaged file and where its damaged part was moved; None if the file was
        valid.
    n_rejected
        The number of lines that were moved; 0 if the whole file was.
    """

    drawings: tuple[Drawing, ...]
    in_file: tuple[Drawing, ...]
    version: Version | None
    fault: UserError | None = None
    moved_to: Path | None = None
    n_rejected: int = 0


def version_of(path: Path) -> Version | None:
    """Identify a file's content without reading it; None if there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def merge_drawings(
    base: Sequence[Drawing], mine: Sequence[Drawing], theirs: Sequence[Drawing]
) -> tuple[Drawing, ...]:
    """Apply the difference between `base` and `mine` to `theirs`.

    Drawings with equal strokes are the same drawing. Additions of both sides are kept; a drawing
    that one side deleted is removed unless the other side relabelled it. If both sides changed a
    label, that of `mine` wins.

    Parameters
    ----------
    base
        The common ancestor.
    mine, theirs
        The two sides.

    Returns
    -------
    tuple of Drawing
        In the order of `theirs`, without duplicates. An addition of `mine` comes before the drawing
        that follows it in `mine`, or last. Unchanged drawings are the same objects as in `mine`.
    """
    old = {drawing.ink: drawing for drawing in base}
    here = {drawing.ink: drawing for drawing in mine}
    there = {drawing.ink: drawing for drawing in theirs}
    # Additions of `mine`, by the drawing of `theirs` that follows them.
    added_before: dict[Ink, list[Drawing]] = {}
    added: list[Drawing] = []
    for ink, drawing in here.items():
        if ink in there:
            added_before[ink], added = added, []
        elif ink not in old or drawing.label != old[ink].label:
            added.append(drawing)
    merged: list[Drawing] = []
    for ink, drawing in there.items():
        merged += added_before.get(ink, ())
        if ink in here:
            merged.append(_merge_labels(old.get(ink), here[ink], drawing))
        elif ink not in old or drawing.label != old[ink].label:
            merged.append(drawing)
    return (*merged, *added)


def _merge_labels(base: Drawing | None, mine: Drawing, theirs: Drawing) -> Drawing:
    is_mine = base is None or mine.label != base.label
    label = mine.label if is_mine else theirs.label
    extra = mine.extra if base is not None and theirs.extra == base.extra else theirs.extra
    if label == mine.label and extra == mine.extra:
        return mine
    return replace(mine, label=label, extra=extra)


def read_shared(
    path: Path,
    base: Sequence[Drawing],
    mine: Sequence[Drawing],
    *,
    load: Load = load_digits,
    move_damaged: bool = False,
) -> SharedDrawings:
    """Read a shared file and apply its changes to the drawings of this program.

    Parameters
    ----------
    path
        The ink file. A missing file counts as unchanged.
    base
        The content of the file when this program last read or wrote it.
    mine
        The drawings of this program.
    load
        Reads the file.
    move_damaged
        Whether to move damaged lines to another file, and a damaged file as a whole. Another
        program may be writing it, so callers should do this only when they need a valid file.

    Raises
    ------
    UserError
        If the file cannot be read, or is damaged and `move_damaged` is False.
    OSError
        If the damaged part cannot be moved.
    """
    found = _read(path, load)
    if found.fault is not None:
        if not move_damaged:
            raise found.fault
        with locked(path):
            found = _read_or_move(path, load)
            if found.rejected and found.drawings is not None:
                version = _replace(path, found.drawings, found.version)
                found = replace(found, version=version)
    theirs = tuple(base) if found.drawings is None else found.drawings
    return _result(merge_drawings(base, mine, theirs), theirs, found.version, found)


def write_shared(
    path: Path, base: Sequence[Drawing], mine: Sequence[Drawing], *, load: Load = load_digits
) -> SharedDrawings:
    """Merge the changes of this program into a shared file.

    Parameters
    ----------
    path
        The ink file; it and its folder need not exist. Damaged lines are moved to another file,
        and a damaged file as a whole.
    base
        The content of the file when this program last read or wrote it.
    mine
        The drawings of this program.
    load
        Reads the file.

    Raises
    ------
    UserError
        If the file cannot be read or written, or other programs keep changing it. The file is then
        unchanged.
    OSError
        If the folder or the lock cannot be created, or the damaged part cannot be moved.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    damaged = None
    with locked(path):
        for _ in range(_ATTEMPTS):
            found = _read_or_move(path, load)
            damaged = found if found.fault else damaged
            theirs = tuple(base) if found.drawings is None else found.drawings
            drawings = merge_drawings(base, mine, theirs)
            try:
                version = _replace(path, drawings, found.version)
            except _OvertakenError:
                continue
            return _result(drawings, drawings, version, damaged)
    raise UserError("{file} is in use by another program. Try again.", file=path)


class _OvertakenError(Exception):
    """Another program changed the file, without the lock, after it was read."""


@dataclass(frozen=True, eq=False)
class _Found:
    """The content of a file; `drawings` is None if it is missing or damaged as a whole."""

    drawings: tuple[Drawing, ...] | None
    version: Version | None
    fault: UserError | None = None
    moved_to: Path | None = None
    rejected: Sequence[RejectedLine] = ()


def _result(
    drawings: tuple[Drawing, ...],
    in_file: tuple[Drawing, ...],
    version: Version | None,
    damaged: _Found | None,
) -> SharedDrawings:
    if damaged is None:
        return SharedDrawings(drawings, in_file, version)
    return SharedDrawings(
        drawings, in_file, version, damaged.fault, damaged.moved_to, len(damaged.rejected)
    )


def _read(path: Path, load: Load) -> _Found:
    version = version_of(path)
    try:
        drawings, rejected = load(path)
    except UnreadableFileError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return _Found(None, None)
        raise
    except UserError as fault:
        return _Found(None, version, fault)
    fault = rejected[0].fault if rejected else None
    return _Found(tuple(drawings), version, fault, rejected=rejected)


def _read_or_move(path: Path, load: Load) -> _Found:
    """Read a file; copy its damaged lines to a new file, or rename it if it is damaged as a whole.

    Copied lines are still in the file, which must be written.
    """
    found = _read(path, load)
    if found.fault is None:
        return found
    if not found.rejected:
        return _Found(None, None, found.fault, path.rename(_unused(path)))
    target = _unused(path.with_suffix(".txt"))
    with replacing(target, private=True) as temporary:
        temporary.write_bytes(b"".join(map(_explained, found.rejected)))
    return replace(found, moved_to=target)


def _unused(path: Path) -> Path:
    """Return an unused name for a damaged file."""
    number = 1
    while exists(target := path.with_stem(f"{path.stem} (damaged {number})")):
        number += 1
    return target


def _explained(line: RejectedLine) -> bytes:
    return f"{line.fault}\n".encode(errors="replace") + line.content.rstrip(b"\r\n") + b"\n"


def _replace(path: Path, drawings: Sequence[Drawing], version: Version | None) -> Version | None:
    """Write a file unless its version has changed; returns the version written."""
    content = encode_drawings(drawings)
    try:
        with replacing(path, private=True) as temporary:
            temporary.write_bytes(content)
            # The rename keeps this version.
            written = version_of(temporary)
            if version_of(path) != version:
                raise _OvertakenError
    except OSError as error:
        raise UserError(
            "{file} cannot be saved: {reason}.", file=path, reason=error.strerror or error
        ) from error
    return written
