"""The name and the notes that the user gave a run, in a file of its folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.files import replacing

NOTES_FILE = "notes.json"
LONGEST_NAME, LONGEST_NOTES = 80, 4000
"""Characters."""


@dataclass(frozen=True)
class RunNotes:
    """A name, and notes of any number of lines; each may be empty."""

    name: str = ""
    notes: str = ""


def load_notes(folder: Path) -> RunNotes:
    """Return the name and the notes of a run; empty if there are none or they are unreadable."""
    try:
        entries: Any = json.loads((folder / NOTES_FILE).read_text("utf-8"))
        name, notes = str(entries["name"]), str(entries["notes"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return RunNotes()
    return RunNotes(" ".join(name.split())[:LONGEST_NAME], notes[:LONGEST_NOTES])


def save_notes(folder: Path, notes: RunNotes) -> None:
    """Write the name and the notes of a run atomically.

    Raises
    ------
    OSError
        If the file cannot be written; an existing file is unchanged.
    """
    with replacing(folder / NOTES_FILE) as temporary:
        temporary.write_text(json.dumps(asdict(notes), ensure_ascii=False), "utf-8")
