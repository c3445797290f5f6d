"""My digits: what is in the collection, what comes back, and how it is kept in its file."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy

from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings, save_drawings
from lenet_desktop.state.my_digits import MyDigits


def ink(place):
    """One stroke, another for each place."""
    return (np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]]),)


def labels(digits):
    return [drawing.label for drawing in digits.drawings]


def last_told(spy):
    return spy.at(spy.count() - 1)[0]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "not there yet" / "my-digits.jsonl"


@pytest.fixture
def digits(qapp, file):
    digits = MyDigits(file)
    yield digits
    digits.close()


@pytest.fixture
def three(digits):
    for place, digit in enumerate((7, 1, 7)):
        digits.say(ink(place), digit)
    return digits


def reopened(qtbot, file):
    digits = MyDigits(file)
    with qtbot.waitSignal(digits.changed):
        digits.load()
    digits.close()
    return digits


def test_ink_is_kept_with_what_it_shows(digits):
    told = QSignalSpy(digits.undoable)
    strokes = ink(0)
    digits.say(strokes, 7)
    assert [drawing.strokes for drawing in digits.drawings] == [strokes]
    assert labels(digits) == ["7"]
    assert digits.label_of(strokes) == 7
    assert digits.label_of(ink(1)) is None
    assert last_told(told) == "Kept in My Digits as 7."


def test_the_same_ink_is_kept_once_as_what_was_said_last(digits):
    digits.say(ink(0), 1)
    again = QSignalSpy(digits.succeeded)
    digits.say(ink(0), 1)
    assert last_told(again) == "It is in My Digits as 1 already."
    digits.say(ink(0), 7)
    assert labels(digits) == ["7"]


def test_other_labels_for_some(three):
    told = QSignalSpy(three.undoable)
    three.relabel(three.drawings, 1)
    assert labels(three) == ["1", "1", "1"]
    assert last_told(told) == "2 digits are kept as 1 from now on."
    three.relabel(three.drawings[2:], 9)
    assert labels(three) == ["1", "1", "9"]
    assert last_told(told) == "Kept as 9 from now on."
    count = told.count()
    three.relabel(three.drawings[2:], 9)
    assert told.count() == count


def test_deleting_and_coming_back_in_the_old_order(three):
    before = three.drawings
    three.delete(three.drawings[::2])
    assert labels(three) == ["1"]
    three.undo()
    assert three.drawings == before
    three.redo()
    assert labels(three) == ["1"]


def test_nothing_to_undo_is_not_told(digits):
    told = QSignalSpy(digits.succeeded)
    digits.undo()
    assert told.count() == 0


def test_every_change_is_in_the_file_when_it_is_closed(qtbot, three, file):
    three.relabel(three.drawings[1:2], 4)
    three.delete(three.drawings[:1])
    three.close()
    assert labels(reopened(qtbot, file)) == ["4", "7"]
    names = {path.name for path in file.parent.iterdir()}
    assert names == {file.name, f".{file.name}.lock"}


def test_a_change_is_in_the_file_without_closing(qtbot, digits, file):
    digits.say(ink(0), 3)
    digits.say(ink(1), 4)
    qtbot.waitUntil(lambda: file.exists() and len(load_drawings(file)) == 2)


def test_a_change_while_the_file_is_read_comes_after_it(three, file):
    three.close()
    digits = MyDigits(file)
    digits.load()
    digits.say(ink(9), 5)
    assert labels(digits) == ["7", "1", "7", "5"]
    digits.close()
    assert len(load_drawings(file)) == 4


def test_without_a_file_it_begins_empty_and_leaves_none(digits, file):
    digits.load()
    digits.close()
    assert digits.drawings == ()
    assert not file.exists()


@pytest.mark.parametrize("damage", [b'{"strokes": 1}\n', b'{"strokes": [[[0, 0]]], "label": 12}\n'])
def test_a_damaged_file_is_put_aside_and_told_of_once(qtbot, file, damage):
    file.parent.mkdir()
    earlier = file.with_name("my-digits (damaged 1).jsonl")
    earlier.write_text("from before")
    file.write_bytes(damage)
    digits = MyDigits(file)
    told = QSignalSpy(digits.failed)
    with qtbot.waitSignal(digits.failed):
        digits.load()
    digits.say(ink(0), 3)
    digits.close()
    assert told.count() == 1
    assert "my-digits (damaged 2).jsonl" in last_told(told)
    assert earlier.read_text() == "from before"
    assert file.with_name("my-digits (damaged 2).jsonl").read_bytes() == damage
    assert [drawing.label for drawing in load_drawings(file)] == ["3"]


def test_a_file_that_cannot_be_put_aside_is_left_alone(qtbot, file, monkeypatch):
    file.parent.mkdir()
    file.write_text("damaged")

    def refuse(path, target):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.rename", refuse)
    digits = MyDigits(file)
    with qtbot.waitSignal(digits.failed):
        digits.load()
    digits.say(ink(0), 3)
    digits.close()
    assert labels(digits) == ["3"]
    assert file.read_text() == "damaged"


def test_what_cannot_be_written_is_told_and_written_later(qtbot, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    digits = MyDigits(blocked / "my-digits.jsonl")
    with qtbot.waitSignal(digits.failed):
        digits.say(ink(0), 3)
    blocked.unlink()
    digits.close()
    assert len(load_drawings(blocked / "my-digits.jsonl")) == 1


def test_an_import_adds_what_is_new(qtbot, three, tmp_path):
    other = tmp_path / "other.jsonl"
    drawings = [Drawing(ink(place), str(place), {"writer": "W"}) for place in range(5)]
    save_drawings(other, [*drawings, drawings[4]])
    told = QSignalSpy(three.undoable)
    with qtbot.waitSignal(three.changed):
        three.import_from(other)
    assert labels(three) == ["7", "1", "7", "3", "4"]
    assert three.drawings[4].extra == {"writer": "W"}
    assert last_told(told) == "Digits added from other.jsonl: 2 (4 were there already)."
    with qtbot.waitSignal(three.succeeded) as again:
        three.import_from(other)
    assert "no digit in other.jsonl that is not" in again.args[0]
    three.undo()
    assert labels(three) == ["7", "1", "7"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"strokes": [[[0, 0]]], "label": 3}\n{"strokes": [[[0, 0]]], "label": "25"}', "25"),
        ("nothing", "line 1"),
    ],
)
def test_a_bad_import_is_told_and_changes_nothing(qtbot, three, tmp_path, content, words):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(content)
    before = three.drawings
    with qtbot.waitSignal(three.failed) as failed:
        three.import_from(bad)
    assert words in failed.args[0]
    assert three.drawings is before


def test_an_export_holds_every_drawing_with_its_label(qtbot, three, tmp_path):
    out = tmp_path / "mine.jsonl.gz"
    with qtbot.waitSignal(three.succeeded) as told:
        three.export_to(out)
    assert told.args == ["Saved as mine.jsonl.gz."]
    for drawing, kept in zip(load_drawings(out), three.drawings, strict=True):
        assert drawing.label == kept.label
        assert all(map(np.array_equal, drawing.strokes, kept.strokes))


def test_an_export_to_nowhere_is_told(qtbot, three, tmp_path):
    with qtbot.waitSignal(three.failed) as failed:
        three.export_to(tmp_path / "no folder" / "mine.jsonl")
    assert "mine.jsonl" in failed.args[0]
