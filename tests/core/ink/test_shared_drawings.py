"""Several writers change one ink file, and nothing that any of them kept is lost."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import UnreadableFileError, UserError
from core.ink import shared_drawings
from core.ink.drawing import Drawing, ink_of
from core.ink.ink_files import encode_drawings, load_drawings, save_drawings
from core.ink.shared_drawings import (
    merge_drawings,
    read_shared,
    version_of,
    write_shared,
)


def drawn(place, label):
    return Drawing((np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]]),), str(label))


def place_of(drawing):
    return round((drawing.strokes[0][1, 0] - 0.2) / 0.01)


def held(drawings):
    """The labels of drawings by their place; each is there once."""
    labels = {place_of(drawing): drawing.label for drawing in drawings}
    assert len(labels) == len(drawings)
    return labels


def drawings_of(labels):
    return tuple(drawn(place, label) for place, label in labels.items())


@pytest.fixture
def file(tmp_path):
    return tmp_path / "folder" / "my-digits.jsonl"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        pytest.param({}, {1: "1"}, {2: "2"}, {2: "2", 1: "1"}, id="both add"),
        pytest.param({}, {1: "1"}, {1: "2"}, {1: "1"}, id="both add the same ink"),
        pytest.param({1: "1", 2: "2"}, {2: "2"}, {1: "1", 2: "2", 3: "3"}, {2: "2", 3: "3"}),
        pytest.param({1: "1", 2: "2"}, {1: "1", 2: "2"}, {2: "2"}, {2: "2"}, id="they delete"),
        pytest.param({1: "1"}, {1: "7"}, {1: "1"}, {1: "7"}, id="I relabel"),
        pytest.param({1: "1"}, {1: "1"}, {1: "7"}, {1: "7"}, id="they relabel"),
        pytest.param({1: "1"}, {1: "7"}, {1: "9"}, {1: "7"}, id="both relabel: mine is later"),
        pytest.param({1: "1"}, {1: "7"}, {}, {1: "7"}, id="I relabel, they delete"),
        pytest.param({1: "1"}, {}, {1: "7"}, {1: "7"}, id="I delete, they relabel"),
        pytest.param({1: "1"}, {}, {}, {}, id="both delete"),
    ],
)
def test_a_merge_keeps_what_either_side_changed(base, mine, theirs, merged):
    result = merge_drawings(drawings_of(base), drawings_of(mine), drawings_of(theirs))
    assert list(held(result).items()) == list(merged.items())


def test_a_change_and_its_inverse_restore_order_and_objects():
    before = drawings_of(dict.fromkeys(range(6), "1"))
    after = before[1:3] + before[4:5]
    assert merge_drawings(before, after, before) == after
    assert merge_drawings(after, before, after) == before


def test_keys_that_another_program_adds_are_kept():
    base = drawn(1, 1)
    theirs = replace(base, extra={"writer": "W"})
    merged = merge_drawings([base], [replace(base, label="7")], [theirs])
    assert [(drawing.label, drawing.extra) for drawing in merged] == [("7", {"writer": "W"})]


class Writer:
    """A program that shares the file, and an oracle of its last change per drawing."""

    def __init__(self):
        self.base, self.mine = (), ()
        self.known, self.wishes = {}, {}

    def change(self, rng):
        labels = held(self.mine)
        place, label = int(rng.integers(12)), str(rng.integers(10))
        wish = None if place in labels and rng.random() < 0.4 else label
        if wish is None:
            self.mine = tuple(d for d in self.mine if place_of(d) != place)
        elif place in labels:
            self.mine = tuple(
                replace(d, label=wish) if place_of(d) == place else d for d in self.mine
            )
        else:
            self.mine = (*self.mine, drawn(place, wish))
        self.wishes[place] = wish

    def expected(self, in_file):
        """The labels after this writer's wishes are carried out on a file."""
        expected = dict(in_file)
        for place, wish in self.wishes.items():
            if wish == self.known.get(place):
                continue
            if wish is not None:
                expected[place] = wish
            elif in_file.get(place) == self.known.get(place):
                expected.pop(place, None)
        return expected

    def follow(self, shared, expected, in_file):
        assert held(shared.drawings) == expected
        assert held(shared.in_file) == in_file
        self.base, self.mine = shared.in_file, shared.drawings
        self.known = in_file
        self.wishes = {
            place: expected.get(place)
            for place in {*expected, *in_file}
            if expected.get(place) != in_file.get(place)
        }


@pytest.mark.parametrize("seed", range(25))
def test_any_changes_by_two_writers_end_as_the_oracle_says(file, seed):
    rng = np.random.default_rng(seed)
    writers, in_file = (Writer(), Writer()), {}
    for _ in range(60):
        writer, action = writers[rng.integers(2)], rng.random()
        if action < 0.6:
            writer.change(rng)
        elif action < 0.8:
            in_file = writer.expected(in_file)
            writer.follow(write_shared(file, writer.base, writer.mine), in_file, in_file)
            assert held(load_drawings(file)) == in_file
        elif file.exists():
            shared = read_shared(file, writer.base, writer.mine)
            writer.follow(shared, writer.expected(in_file), in_file)
    for writer in (*writers, writers[0]):
        in_file = writer.expected(in_file)
        writer.follow(write_shared(file, writer.base, writer.mine), in_file, in_file)
    assert held(writers[0].mine) == held(load_drawings(file)) == in_file


WRITE = """
import sys
from pathlib import Path
import numpy as np
from core.ink.ink_files import Drawing
from core.ink.shared_drawings import write_shared
file, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
base = mine = ()
for place in range(first, first + count):
    ink = np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]])
    mine = (*mine, Drawing((ink,), str(place % 10)))
    # What others wrote stays unknown here: the merge must keep it all the same.
    write_shared(file, base, mine)
    base = mine
"""


def test_processes_that_write_at_once_lose_nothing(file):
    n, count = 3, 20
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(file), str(count * number), str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for number in range(n)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    assert held(load_drawings(file)) == {place: str(place % 10) for place in range(n * count)}


def test_a_program_without_a_lock_that_writes_during_the_merge_is_not_overwritten(
    file, monkeypatch
):
    base = write_shared(file, (), [drawn(1, 1)]).in_file
    late = [drawn(2, 2), drawn(3, 3)]

    def encode(drawings):
        if late:
            with file.open("ab") as stream:
                stream.write(encode_drawings([late.pop()]))
        return encode_drawings(drawings)

    monkeypatch.setattr(shared_drawings, "encode_drawings", encode)
    shared = write_shared(file, base, (*base, drawn(4, 4)))
    expected = {1: "1", 2: "2", 3: "3", 4: "4"}
    assert held(load_drawings(file)) == held(shared.in_file) == expected


def test_a_program_that_never_stops_writing_is_not_overwritten(file, monkeypatch):
    base = write_shared(file, (), [drawn(1, 1)]).in_file

    def encode(drawings):
        with file.open("ab") as stream:
            stream.write(b"\n")
        return encode_drawings(drawings)

    monkeypatch.setattr(shared_drawings, "encode_drawings", encode)
    with pytest.raises(UserError, match="in use by another program"):
        write_shared(file, base, ())
    assert held(load_drawings(file)) == {1: "1"}


def test_a_version_is_that_of_the_file_until_another_program_writes(file):
    shared = write_shared(file, (), [drawn(1, 1)])
    assert shared.version == version_of(file) is not None
    assert read_shared(file, (), ()).version == shared.version
    save_drawings(file, [drawn(2, 2)])
    assert version_of(file) != shared.version


def test_a_deleted_file_is_rewritten(file):
    base = write_shared(file, (), [drawn(1, 1)]).in_file
    file.unlink()
    assert version_of(file) is None
    assert held(read_shared(file, base, base).drawings) == {1: "1"}
    write_shared(file, base, (*base, drawn(2, 2)))
    assert held(load_drawings(file)) == {1: "1", 2: "2"}


def test_a_file_that_became_damaged_is_renamed_and_rewritten(file):
    base = write_shared(file, (), [drawn(1, 1)]).in_file
    file.write_bytes(b"damaged")
    with pytest.raises(UserError, match="line 1"):
        read_shared(file, base, base)
    assert file.read_bytes() == b"damaged"
    shared = write_shared(file, base, (*base, drawn(2, 2)))
    assert shared.moved_to == file.with_name("my-digits (damaged 1).jsonl")
    assert shared.moved_to.read_bytes() == b"damaged"
    assert "line 1" in str(shared.fault)
    assert held(load_drawings(file)) == {1: "1", 2: "2"}


def test_a_file_that_may_not_be_read_is_neither_renamed_nor_written(file, monkeypatch):
    write_shared(file, (), [drawn(1, 1)])
    content = file.read_bytes()

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("core.files.open_regular", refuse)
        with pytest.raises(UnreadableFileError, match="Permission denied"):
            write_shared(file, (), [drawn(2, 2)])
        with pytest.raises(UnreadableFileError, match="Permission denied"):
            read_shared(file, (), (), move_damaged=True)
    assert file.read_bytes() == content
    assert {path.name for path in file.parent.iterdir()} == {file.name, f".{file.name}.lock"}


def test_a_failed_write_leaves_the_file_and_can_be_repeated(file, monkeypatch):
    base = write_shared(file, (), [drawn(1, 1)]).in_file

    def fail(path, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fail)
        with pytest.raises(UserError, match=r"my-digits\.jsonl cannot be saved: No space"):
            write_shared(file, base, ())
    assert held(load_drawings(file)) == {1: "1"}
    write_shared(file, base, ())
    assert load_drawings(file) == []


def test_ink_is_the_same_whatever_its_label_and_whether_read_or_drawn(file):
    strokes = (np.array([[0.1, 1 / 3], [0.7, 1e-9]]), np.array([[0.5, 0.5]]))
    write_shared(file, (), [Drawing(strokes, "3")])
    assert ink_of(load_drawings(file)[0].strokes) == ink_of(strokes)
