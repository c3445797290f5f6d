"""Damaged lines of a shared ink file are moved to another file, and the good ones kept."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings
from core.ink.shared_drawings import read_shared, version_of, write_shared


def drawn(place, label):
    return Drawing((np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]]),), str(label))


def held(drawings):
    """The labels of drawings by their place."""
    return {round((d.strokes[0][1, 0] - 0.2) / 0.01): d.label for d in drawings}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "my-digits.jsonl"


def test_good_lines_of_a_damaged_file_are_kept(file):
    base = write_shared(file, (), [drawn(1, 1), drawn(2, 2)]).in_file
    good = file.read_bytes()
    bad = [
        b"damaged\xff",
        b'{"strokes": [[[true, 0]]], "label": 1}',
        b'{"strokes": [], "label": 1}',
    ]
    first, second = good.splitlines(keepends=True)
    damaged = b"\n".join([bad[0], first.strip(), bad[1] + b"\r", second.strip(), bad[2]])
    file.write_bytes(damaged)
    with pytest.raises(UserError, match="line 1"):
        read_shared(file, base, base)
    assert file.read_bytes() == damaged
    shared = read_shared(file, (), (), move_damaged=True)
    assert held(shared.drawings) == held(shared.in_file) == {1: "1", 2: "2"}
    assert (shared.n_rejected, shared.version) == (3, version_of(file))
    assert "line 1: expected a JSON object" in str(shared.fault)
    assert file.read_bytes() == good
    assert shared.moved_to == file.with_name("my-digits (damaged 1).txt")
    aside = shared.moved_to.read_bytes().splitlines()
    assert aside[1::2] == bad
    assert [text.split(b", line ")[1][:2] for text in aside[::2]] == [b"1:", b"3:", b"5:"]
    assert shared.moved_to.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_a_write_keeps_the_good_lines_and_moves_the_bad_ones(file):
    base = write_shared(file, (), [drawn(1, 1)]).in_file
    with file.open("ab") as other:
        other.write(b"damaged\n")
    shared = write_shared(file, base, (*base, drawn(2, 2)))
    assert held(load_drawings(file)) == {1: "1", 2: "2"}
    assert shared.moved_to.read_bytes().endswith(b"\ndamaged\n")
    assert shared.n_rejected == 1


def test_bad_lines_that_cannot_be_moved_stay(file, monkeypatch):
    write_shared(file, (), [drawn(1, 1)])
    with file.open("ab") as other:
        other.write(b"damaged\n")
    before = file.read_bytes()

    def fail(path, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(OSError, match="No space"):
        read_shared(file, (), (), move_damaged=True)
    assert file.read_bytes() == before
