"""An ink file of digits that several programs change: three-way merges under a lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from core.errors import UnreadableFileError, UserError
from core.file_lock import locked
from core.files import replacing
from core.ink.drawing import Drawing, Stroke
from core.ink.ink_files import check_digits, encode_drawings, load_drawings

_ATTEMPTS = 20

Ink: TypeAlias = tuple[bytes, ...]
Version: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class SharedDrawings:
    """What a file and a program agree on after a merge.

    Attributes
    ----------
    drawings
        The program's drawings with the changes of the file.
    in_file
        What the file holds; without the program's changes when they were not written.
    version
        Differs from `version_of` the file once another program has changed it.
    fault, put_aside
        Why the file was damaged, and where it lies since; None for a good file.
    """

    drawings: tuple[Drawing, ...]
    in_file: tuple[Drawing, ...]
    version: Version | None
    fault: UserError | None = None
    put_aside: Path | None = None


def ink_of(strokes: Sequence[Stroke]) -> Ink:
    """Return what two drawings of the same ink have in common, whatever their labels."""
    return tuple(stroke.tobytes() for stroke in strokes)


def version_of(path: Path) -> Version | None:
    """Return the identity of a file's content without reading it; None when there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def merge_drawings(
    base: Sequence[Drawing], mine: Sequence[Drawing], theirs: Sequence[Drawing]
) -> tuple[Drawing, ...]:
    """Apply the changes from `base` to `mine` to `theirs`.

    Drawings are the same when their ink is. What either side added is kept; what one side deleted
    is gone unless the other side labelled it again. Where both sides changed a label, the label of
    `mine` is kept.

    Parameters
    ----------
    base
        What both sides started from.
    mine, theirs
        What each side made of it.

    Returns
    -------
    tuple of Drawing
        In the order of `theirs`; what `mine` adds comes before the drawing that it precedes there,
        or last. No ink is in it twice. An unchanged drawing is the same object as in `mine`.
    """
    old = {ink_of(drawing.strokes): drawing for drawing in base}
    here = {ink_of(drawing.strokes): drawing for drawing in mine}
    there = {ink_of(drawing.strokes): drawing for drawing in theirs}
    # The additions of `mine`, by the drawing of `theirs` before which they stand.
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
    if label == mine.label and theirs.extra == mine.extra:
        return mine
    return replace(mine, label=label, extra=theirs.extra)


def read_shared(
    path: Path, base: Sequence[Drawing], mine: Sequence[Drawing], *, may_put_aside: bool = False
) -> SharedDrawings:
    """Read a shared file and apply what others changed in it to the drawings of this program.

    Parameters
    ----------
    path
        The ink file. When there is none, nothing has changed.
    base
        What the file held when this program last read or wrote it.
    mine
        The drawings of this program.
    may_put_aside
        Whether a damaged file is renamed. Another program may be in the middle of writing it, so
        only those who need a good file should.

    Raises
    ------
    UserError
        When the file cannot be read, or is damaged and may not be put aside.
    OSError
        When a damaged file cannot be put aside.
    """
    found = _read(path)
    if found.fault is not None:
        if not may_put_aside:
            raise found.fault
        with locked(path):
            found = _read_or_put_aside(path)
    theirs = tuple(base) if found.drawings is None else found.drawings
    drawings = merge_drawings(base, mine, theirs)
    return SharedDrawings(drawings, theirs, found.version, found.fault, found.put_aside)


def write_shared(path: Path, base: Sequence[Drawing], mine: Sequence[Drawing]) -> SharedDrawings:
    """Apply the changes of this program to a shared file, whatever others changed in it.

    Parameters
    ----------
    path
        The ink file; neither it nor its folder need exist. A damaged one is put aside.
    base
        What the file held when this program last read or wrote it.
    mine
        The drawings of this program.

    Raises
    ------
    UserError
        When the file cannot be read or written, or others write it all the time. It stays as it is.
    OSError
        When its folder or its lock cannot be made, or a damaged file cannot be put aside.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fault, put_aside = None, None
    with locked(path):
        for _ in range(_ATTEMPTS):
            found = _read_or_put_aside(path)
            fault, put_aside = found.fault or fault, found.put_aside or put_aside
            theirs = tuple(base) if found.drawings is None else found.drawings
            drawings = merge_drawings(base, mine, theirs)
            try:
                version = _replace(path, drawings, found.version)
            except _OvertakenError:
                continue
            return SharedDrawings(drawings, drawings, version, fault, put_aside)
    raise UserError("{file} is in use by another program. Try again.", file=path)


class _OvertakenError(Exception):
    """A program that takes no lock has changed the file since it was read."""


@dataclass(frozen=True, eq=False)
class _Found:
    """The drawings of a file, None when it is missing or damaged."""

    drawings: tuple[Drawing, ...] | None
    version: Version | None
    fault: UserError | None = None
    put_aside: Path | None = None


def _read(path: Path) -> _Found:
    version = version_of(path)
    try:
        drawings = load_drawings(path)
        check_digits(path, drawings)
    except UnreadableFileError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return _Found(None, None)
        raise
    except UserError as fault:
        return _Found(None, version, fault)
    return _Found(tuple(drawings), version)


def _read_or_put_aside(path: Path) -> _Found:
    """Read a file; rename a damaged one to a name that is free."""
    found = _read(path)
    if found.fault is None:
        return found
    number = 1
    while (aside := path.with_stem(f"{path.stem} (damaged {number})")).exists():
        number += 1
    return _Found(None, None, found.fault, path.rename(aside))


def _replace(path: Path, drawings: Sequence[Drawing], version: Version | None) -> Version | None:
    """Write a file unless it has another version by now; returns the version written."""
    content = encode_drawings(drawings)
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(content)
            # A rename leaves it as it is.
            written = version_of(temporary)
            if version_of(path) != version:
                raise _OvertakenError
    except OSError as error:
        raise UserError(
            "{file} cannot be saved: {reason}.", file=path, reason=error.strerror or error
        ) from error
    return written
