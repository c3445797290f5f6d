"""The name and the notes that the user gave a run, in a file of its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.errors import UnreadableFileError, UserError
from core.file_lock import locked
from core.files import read_content, replacing
from core.paths import exists

NOTES_FILE = "notes.json"
LONGEST_NAME, LONGEST_NOTES = 80, 20_000
"""Characters."""
_LOCK_SECONDS = 0.2


@dataclass(frozen=True)
class RunNotes:
    """A name, and notes of any number of lines; each may be empty."""

    name: str = ""
    notes: str = ""


def load_notes(folder: Path) -> RunNotes:
    """Return the name and the notes of a run; empty if there are none or they are unreadable."""
    try:
        return _load(folder / NOTES_FILE) or RunNotes()
    except UserError:
        return RunNotes()


def save_notes(folder: Path, notes: RunNotes, before: RunNotes | None = None) -> RunNotes:
    """Write the name and the notes of a run atomically, merged with those of another window.

    Parameters
    ----------
    notes
        The new name and notes.
    before
        What they were changed from; None for what the file holds. Another window may have changed
        the file since: then its part that is not changed here is kept, and of two changed notes
        both. Of two names, the new one is kept.

    Returns
    -------
    RunNotes
        What the file holds now.

    Raises
    ------
    UserError
        If the file cannot be read, another program holds it, or two merged notes are too long.
    OSError
        If the file cannot be written; an existing file is unchanged.
    """
    file = folder / NOTES_FILE
    with locked(file, timeout=_LOCK_SECONDS):
        theirs = _load_or_move(file)
        if before is not None:
            name = theirs.name if notes.name == before.name else notes.name
            notes = RunNotes(name, _merged(before.notes, notes.notes, theirs.notes))
            if len(notes.notes) > LONGEST_NOTES:
                raise UserError(
                    "{file} was changed in another window too, and both notes together are too "
                    "long.",
                    file=file,
                )
        with replacing(file) as temporary:
            temporary.write_text(json.dumps(asdict(notes), ensure_ascii=False), "utf-8")
    return notes


def _merged(before: str, mine: str, theirs: str) -> str:
    if theirs in (before, mine):
        return mine
    return theirs if mine == before else f"{theirs}\n{mine}"


def _load(file: Path) -> RunNotes | None:
    """Return the content of a file; None if it is damaged."""
    content = read_content(file)
    try:
        entries: Any = json.loads(content)
        name, notes = (_encodable(str(entries[key])) for key in ("name", "notes"))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return RunNotes(" ".join(name.split())[:LONGEST_NAME].strip(), notes[:LONGEST_NOTES])


def _load_or_move(file: Path) -> RunNotes:
    """Read the file; a damaged one is renamed, so that it is not replaced."""
    try:
        notes = _load(file)
    except UnreadableFileError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return RunNotes()
        raise
    if notes is not None:
        return notes
    number = 1
    while exists(aside := file.with_stem(f"{file.stem} (damaged {number})")):
        number += 1
    file.rename(aside)
    return RunNotes()


def _encodable(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can hold and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
