"""An ink file is bounded before its drawings are made, and whatever is written can be read."""

from __future__ import annotations

import gzip
from dataclasses import replace

import numpy as np
import pytest

from core.errors import UserError
from core.ink import ink_files
from core.ink.drawing import Drawing
from core.ink.ink_files import load_digits, load_drawings, save_drawings

LINE = b'{"strokes": [[[0, 1], [1, 1]]], "label": 1}\n'


def drawings(n: int, strokes: int = 1) -> list[Drawing]:
    return [Drawing((np.array([[0.0, 1.0], [1.0, 1.0]]),) * strokes, "1") for _ in range(n)]


@pytest.fixture(autouse=True)
def _small_bounds(monkeypatch):
    monkeypatch.setattr(ink_files, "LARGEST_FILE", 10_000)
    monkeypatch.setattr(ink_files, "MOST_DRAWINGS", 50)
    monkeypatch.setattr(ink_files, "_MOST_STROKES", 100)
    monkeypatch.setattr(ink_files, "_MOST_VALUES", 1400)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LINE * 51, "more than 50 drawings"),
        (b"\n" * 51 + LINE, "more than 50 drawings"),
        (b'{"strokes": [' + b"[[0, 1]], " * 101 + b"[[1, 1]]]}\n", "more than 100 strokes"),
        (b'{"strokes": [' + b"[ \t[0, 1]], " * 101 + b"[[1, 1]]]}\n", "more than 100 strokes"),
        (b'{"strokes": [[' + b"[0, 1], " * 467 + b"[1, 1]]]}\n", "more than 1,400 values"),
        (b'{"strokes": [[[0, 1]]], "a": [' + b"[1]," * 700 + b"1]}\n", "more than 1,400 values"),
        (b'{"strokes": [[[0, 1]]], "a": [' + b"{}," * 130 + b"1]}\n", "more than 1,400 values"),
        (b" " * 10_001, "more than 0 MB"),
        (gzip.compress(b" " * 10_001, mtime=0), "more than 0 MB"),
    ],
    ids=[
        "drawings",
        "blank lines",
        "strokes",
        "spaced strokes",
        "points",
        "lists",
        "objects",
        "bytes",
        "compressed bytes",
    ],
)
@pytest.mark.parametrize("load", [load_drawings, load_digits])
def test_a_file_beyond_the_bounds_is_refused_before_a_line_is_parsed(
    content, reason, load, tmp_path, monkeypatch
):
    monkeypatch.setattr(ink_files, "parse_line", pytest.fail)
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(UserError, match=f"is too large: it holds {reason}"):
        load(tmp_path / "a.jsonl")


@pytest.mark.parametrize(("n", "strokes"), [(51, 1), (1, 101), (20, 10), (40, 2)])
def test_what_could_not_be_read_again_is_not_written(n, strokes, tmp_path):
    with pytest.raises(UserError, match="too many drawings for one file"):
        save_drawings(tmp_path / "a.jsonl", drawings(n, strokes))
    assert not any(tmp_path.iterdir())


def test_more_values_than_can_be_read_are_not_written(tmp_path):
    many = [replace(drawing, extra={"a": [[]] * 14}) for drawing in drawings(50)]
    with pytest.raises(UserError, match="and 1,400 values"):
        save_drawings(tmp_path / "a.jsonl", many)
    save_drawings(tmp_path / "a.jsonl", many[:25])
    assert len(load_drawings(tmp_path / "a.jsonl")) == 25


@pytest.mark.parametrize(("n", "strokes"), [(50, 1), (1, 99), (30, 2)])
def test_what_is_written_is_read_again(n, strokes, tmp_path):
    save_drawings(tmp_path / "a.jsonl", drawings(n, strokes))
    assert len(load_drawings(tmp_path / "a.jsonl")) == n


def test_too_many_lines_of_another_kind_make_a_file_of_another_kind(tmp_path, monkeypatch):
    monkeypatch.setattr(ink_files, "_MOST_REJECTED", 10)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x\n" * 10 + LINE)
    found, rejected = load_digits(path)
    assert (len(found), len(rejected)) == (1, 10)
    assert all(line.fault.__traceback__ is None for line in rejected)  # It keeps what was parsed.
    path.write_bytes(b"x\n" * 11 + LINE)
    with pytest.raises(UserError, match="line 1"):
        load_digits(path)


@pytest.mark.parametrize(
    "line",
    [
        b'{"strokes": [], "a": [' + b"0, " * 10_001 + b"0]}",
        b'{"strokes": [], "a": ' + b"[" * 60 + b"]" * 60 + b"}",
    ],
    ids=["many values", "deep values"],
)
def test_further_keys_are_bounded(line, tmp_path, monkeypatch):
    monkeypatch.setattr(ink_files, "LARGEST_FILE", 10**6)
    monkeypatch.setattr(ink_files, "_MOST_VALUES", 10**6)
    (tmp_path / "a.jsonl").write_bytes(line)
    with pytest.raises(UserError, match=r"further keys|nested"):
        load_drawings(tmp_path / "a.jsonl")
