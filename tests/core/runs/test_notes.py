"""Names and notes of runs: kept, merged with another window's, and never replaced unread."""

from __future__ import annotations

import json
import os

import pytest

from core.errors import UserError
from core.runs.notes import LONGEST_NOTES, NOTES_FILE, RunNotes, load_notes, save_notes

NOTES = RunNotes("Erster Versuch", "zu kurz\n再试一次")


def write(folder, **entries):
    (folder / NOTES_FILE).write_text(json.dumps({"name": "a", "notes": "n", **entries}))


def test_names_and_notes_are_kept(tmp_path):
    assert load_notes(tmp_path) == RunNotes()
    assert save_notes(tmp_path, NOTES) == NOTES
    assert load_notes(tmp_path) == NOTES


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", b'{"name": "a"}', b"1", b'"name"', b"[" * 2000]
)
def test_damaged_notes_are_empty_and_kept_beside_the_new_ones(content, tmp_path):
    (tmp_path / NOTES_FILE).write_bytes(content)
    assert load_notes(tmp_path) == RunNotes()
    save_notes(tmp_path, NOTES)
    assert load_notes(tmp_path) == NOTES
    assert (tmp_path / "notes (damaged 1).json").read_bytes() == content


def test_foreign_notes_are_shortened_to_one_name_and_can_be_saved(tmp_path):
    write(tmp_path, name="a\n b" + 1000 * "c", notes=2 * LONGEST_NOTES * "\ud800")
    notes = load_notes(tmp_path)
    assert notes.name.startswith("a bccc")
    assert (len(notes.name), len(notes.notes)) == (80, LONGEST_NOTES)
    save_notes(tmp_path, notes)
    assert load_notes(tmp_path) == notes


@pytest.mark.parametrize(
    ("mine", "merged"),
    [
        (RunNotes("mine", "before"), RunNotes("mine", "theirs")),
        (RunNotes("before", "before"), RunNotes("theirs", "theirs")),
        (RunNotes("before", "mine"), RunNotes("theirs", "theirs\nmine")),
        (RunNotes("theirs", "theirs"), RunNotes("theirs", "theirs")),
    ],
)
def test_what_another_window_has_changed_is_kept(mine, merged, tmp_path):
    save_notes(tmp_path, RunNotes("theirs", "theirs"))
    assert save_notes(tmp_path, mine, RunNotes("before", "before")) == merged
    assert load_notes(tmp_path) == merged


def test_two_long_notes_are_not_cut(tmp_path):
    long = RunNotes("", "x" * LONGEST_NOTES)
    save_notes(tmp_path, long)
    with pytest.raises(UserError, match="too long"):
        save_notes(tmp_path, RunNotes("", "mine"), RunNotes())
    assert load_notes(tmp_path) == long


@pytest.mark.timeout(20)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs")
def test_notes_that_cannot_be_read_are_not_replaced(tmp_path):
    os.mkfifo(tmp_path / NOTES_FILE)
    assert load_notes(tmp_path) == RunNotes()
    with pytest.raises(UserError, match="cannot be read"):
        save_notes(tmp_path, NOTES)
    assert (tmp_path / NOTES_FILE).is_fifo()
