"""Ink files: reading, writing, and faults reported with their line."""

from __future__ import annotations

import gzip
import json
import math
import random

import numpy as np
import pytest

from core.errors import UserError
from core.ink import ink_lines
from core.ink.drawing import Drawing, ink_of
from core.ink.ink_files import load_drawings, save_drawings

SEVEN = {"strokes": [[[10, 20], [30, 20], [15.5, 60]], [[12, 40]]], "label": 7}


@pytest.fixture
def ink(tmp_path):
    """Write lines into an ink file: objects as JSON, text and bytes as they are."""

    def write(*lines, name="ink.jsonl"):
        encoded = [
            line
            if isinstance(line, bytes)
            else (line if isinstance(line, str) else json.dumps(line)).encode()
            for line in lines
        ]
        path = tmp_path / name
        path.write_bytes(b"\n".join(encoded))
        return path

    return write


def lines_of(path):
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in content.splitlines()]


def test_strokes_dots_and_labels_are_read(ink):
    (drawing,) = load_drawings(ink(SEVEN))
    np.testing.assert_array_equal(drawing.strokes[0], [[10, 20], [30, 20], [15.5, 60]])
    np.testing.assert_array_equal(drawing.strokes[1], [[12, 40]])
    assert drawing.strokes[0].dtype == np.float64
    assert not drawing.strokes[0].flags.writeable
    assert drawing.label == "7"


def test_an_empty_drawing_and_one_without_a_label_are_read(ink):
    empty, unlabelled, null = load_drawings(
        ink({"strokes": []}, {"strokes": [[[1, 2]]]}, {"strokes": [], "label": None})
    )
    assert empty.strokes == ()
    assert [empty.label, unlabelled.label, null.label] == [None, None, None]


def test_blank_lines_and_windows_line_ends_do_not_matter(ink):
    assert len(load_drawings(ink("", json.dumps(SEVEN) + "\r", " ", SEVEN, ""))) == 2


def test_an_empty_file_holds_no_drawings(ink):
    assert load_drawings(ink()) == []


@pytest.mark.parametrize("name", ["copy.jsonl", "copy.jsonl.gz"])
def test_what_is_loaded_is_saved_unchanged(ink, tmp_path, name):
    entries = [
        SEVEN,
        {"label": "7", "strokes": [[[0, 0]]]},
        {"label": "2025", "strokes": [[[-1.25, 3e5]]]},
        {"label": 2025, "strokes": [[[0, 0]]]},
        {"label": "007", "strokes": [[[0, 0]]]},
        {"label": "sieben ✓", "strokes": [[[0, 0]]]},
        {"strokes": [], "writer": 12, "device": {"name": "mouse", "hz": [60, 125.5]}, "note": None},
    ]
    copy = tmp_path / name
    save_drawings(copy, load_drawings(ink(*entries)))
    assert lines_of(copy) == entries
    assert [type(entry.get("label")) for entry in lines_of(copy)] == [
        type(entry.get("label")) for entry in entries
    ]
    assert len(load_drawings(copy)) == len(entries)


def test_a_new_drawing_has_a_digit_written_as_number_and_other_labels_as_text(tmp_path):
    stroke = np.array([[1.0, 2.0]])
    labels = ["7", "2025", "٣", "x", ""]
    save_drawings(tmp_path / "new.jsonl", [Drawing((stroke,), label) for label in labels])
    assert [entry["label"] for entry in lines_of(tmp_path / "new.jsonl")] == [7, *labels[1:]]


def test_saving_the_same_drawings_twice_gives_the_same_bytes(ink, tmp_path):
    drawings = load_drawings(ink(SEVEN, SEVEN))
    save_drawings(tmp_path / "a.jsonl.gz", drawings)
    save_drawings(tmp_path / "b.jsonl.gz", drawings)
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


def test_a_save_that_fails_leaves_the_old_file(ink):
    path = ink(SEVEN)

    def breaking():
        yield from load_drawings(path)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        save_drawings(path, breaking())
    assert lines_of(path) == [SEVEN]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_folder_that_is_missing_is_named_on_saving(tmp_path):
    with pytest.raises(UserError, match=r"nowhere.ink\.jsonl cannot be saved: "):
        save_drawings(tmp_path / "nowhere" / "ink.jsonl", [])


OBJECT = "expected a JSON object"
STROKES = r'expected "strokes": a list of strokes'
POINTS = "expected each stroke to be a list of one or more points"
LABEL = 'expected "label" to be a digit or a string'


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", OBJECT),
        ("seven", OBJECT),
        ("[1, 2]", OBJECT),
        ("7", OBJECT),
        ("[" * 100_000, OBJECT),
        (b'{"strokes": [], "label": "\xff"}', OBJECT),
        ({}, STROKES),
        ({"label": 7}, STROKES),
        ({"strokes": None}, STROKES),
        ({"strokes": {"0": []}}, STROKES),
        ({"strokes": "[[1, 2]]"}, STROKES),
        ({"strokes": [[]]}, POINTS),
        ({"strokes": [[[1, 2]], []]}, POINTS),
        ({"strokes": [[1, 2]]}, POINTS),
        ({"strokes": [[[1, 2, 3]]]}, POINTS),
        ({"strokes": [[[1, 2], [3]]]}, POINTS),
        ({"strokes": [[[]]]}, POINTS),
        ({"strokes": [[[[1, 2]]]]}, POINTS),
        ({"strokes": [7]}, POINTS),
        ({"strokes": [None]}, POINTS),
        ({"strokes": [{"x": 1, "y": 2}]}, POINTS),
        ({"strokes": [[["1", "2"]]]}, POINTS),
        ({"strokes": [[[1, None]]]}, POINTS),
        ({"strokes": [[[True, False]]]}, POINTS),
        ('{"strokes": [[[1, NaN]]]}', POINTS),
        ('{"strokes": [[[1, -Infinity]]]}', POINTS),
        ('{"strokes": [[[1, 1e999]]]}', POINTS),
        ({"strokes": [[[1, 10**400]]]}, POINTS),
        ({"strokes": [], "label": -1}, LABEL),
        ({"strokes": [], "label": 7.0}, LABEL),
        ({"strokes": [], "label": True}, LABEL),
        ({"strokes": [], "label": [7]}, LABEL),
    ],
)
def test_a_faulty_line_is_named_with_file_number_and_what_was_expected(ink, line, message):
    path = ink(SEVEN, "", line, SEVEN)
    with pytest.raises(UserError, match=message) as caught:
        load_drawings(path)
    assert str(caught.value).startswith(f"{path}, line 3: ")


def test_the_real_ink_file_is_read_and_saved_whole(ink_file, tmp_path):
    drawings = load_drawings(ink_file)
    assert len(drawings) == 7494
    assert {drawing.label for drawing in drawings} == set("0123456789")
    assert len({drawing.extra["writer"] for drawing in drawings}) == 30
    save_drawings(tmp_path / "copy.jsonl.gz", drawings[:200])
    assert lines_of(tmp_path / "copy.jsonl.gz") == lines_of(ink_file)[:200]


ODD_COORDINATES = [0.0, -0.0, 0.1, 1 / 3, 1e6, -1e6, 1000001, 1e300, math.inf, math.nan, 5e-324]
ODD_LABELS = [None, "7", "07", "2025", "", "<b>", "x" * 100, "x" * 101, "two\nlines", "\ud800", "٣"]
ODD_EXTRA = [
    {}, {"writer": "W"}, {"note": "two\nlines", "\ud800": "\udfff"}, {"n": 10**400, "x": math.nan},
    {"deep": json.loads("[" * 40 + "]" * 40)}, {"deeper": json.loads("[" * 900 + "]" * 900)},
]  # fmt: skip


def odd_drawing(rng):
    def stroke():
        n = rng.choice([1, 1, 2, 30])
        odd = rng.random() < 0.2
        return np.array(
            [[rng.choice(ODD_COORDINATES) if odd else rng.random() for _ in "xy"] for _ in range(n)]
        )

    strokes = tuple(stroke() for _ in range(rng.choice([0, 1, 1, 2, 3])))
    if rng.random() < 0.1:
        strokes = (stroke(),) * rng.choice([1000, 1001])
    return Drawing(strokes, rng.choice(ODD_LABELS), rng.choice(ODD_EXTRA))


def test_whatever_is_written_is_read_again(tmp_path):
    rng, path = random.Random("written"), tmp_path / "ink.jsonl"
    written = 0
    for _ in range(300):
        drawing = odd_drawing(rng)
        path.unlink(missing_ok=True)
        try:
            save_drawings(path, [drawing])
        except UserError:
            assert not path.exists()
            continue
        written += 1
        (again,) = load_drawings(path)
        assert again.ink == drawing.ink
        assert again.label == drawing.label
        assert repr(again.extra) == repr(drawing.extra)
        content = path.read_bytes()
        save_drawings(path, [again])
        assert path.read_bytes() == content
        assert content.count(b"\n") == 1
    assert 60 < written < 240


def test_a_large_drawing_is_written_and_read_in_small_parts(tmp_path, monkeypatch):
    """Each call of the C encoder and decoder blocks all other threads."""
    dumps, loads = json.dumps, json.loads
    sizes, hooks = [], []

    def note_dumps(value):
        sizes.append(len(value))
        return dumps(value)

    def note_loads(line, **options):
        hooks.append((len(line), *map(type, options.values())))
        return loads(line, **options)

    strokes = np.random.default_rng(0).uniform(0, 1, (2, 20_000, 2))
    drawing = Drawing((*strokes, np.arange(4.0).reshape(2, 2)), "7", {"writer": [1, "a"]})
    line = {"strokes": [stroke.tolist() for stroke in drawing.strokes], "label": 7}
    path, function = tmp_path / "ink.jsonl", type(note_dumps)
    monkeypatch.setattr(ink_lines.json, "dumps", note_dumps)
    monkeypatch.setattr(ink_lines.json, "loads", note_loads)
    save_drawings(path, [drawing, Drawing(drawing.strokes[2:])])
    (read, short), n_bytes = load_drawings(path), path.stat().st_size
    monkeypatch.undo()
    assert path.read_text() == "".join(
        dumps(each) + "\n" for each in (line | drawing.extra, {"strokes": line["strokes"][2:]})
    )
    assert read.ink == drawing.ink
    assert (read.label, read.extra) == ("7", drawing.extra)
    assert short.ink == ink_of(drawing.strokes[2:])
    assert max(sizes) <= 1000
    assert hooks[0][1:] == (function, function)
    assert n_bytes - 100 < hooks[0][0] <= n_bytes
