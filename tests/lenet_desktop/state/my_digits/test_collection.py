"""My Digits: changes, undo, and the file of the collection."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings, save_drawings
from lenet_desktop.state import drawing_store
from lenet_desktop.state.my_digits.collection import MyDigits


def ink(place):
    """One stroke, another for each place."""
    return (np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]]),)


def labels(digits):
    return [drawing.label for drawing in digits.drawings]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "not there yet" / "my-digits.jsonl"


@pytest.fixture
def digits(notices, file):
    digits = MyDigits(file, notices)
    yield digits
    digits.close()


@pytest.fixture
def three(digits):
    for place, digit in enumerate((7, 1, 7)):
        digits.keep(ink(place), digit)
    return digits


def reopened(qtbot, notices, file):
    digits = MyDigits(file, notices)
    with qtbot.waitSignal(digits.changed):
        digits.load()
    digits.close()
    return digits


def test_strokes_are_added_with_their_label(posted, digits):
    strokes = ink(0)
    digits.keep(strokes, 7)
    assert [drawing.strokes for drawing in digits.drawings] == [strokes]
    assert labels(digits) == ["7"]
    assert digits.label_of(strokes) == 7
    assert digits.label_of(ink(1)) is None
    assert posted[-1] == "Added to My Digits as 7."


def test_the_same_strokes_are_stored_once_with_the_last_label(posted, digits):
    digits.keep(ink(0), 1)
    digits.keep(ink(0), 1)
    assert posted[-1] == "Already in My Digits as 1."
    digits.keep(ink(0), 7)
    assert labels(digits) == ["7"]


def test_other_labels_for_some(posted, three):
    three.relabel(three.drawings, 1)
    assert labels(three) == ["1", "1", "1"]
    assert posted[-1] == "Label of 2 digits changed to 1."
    three.relabel(three.drawings[2:], 9)
    assert labels(three) == ["1", "1", "9"]
    assert posted[-1] == "Label of 1 digit changed to 9."
    count = len(posted)
    three.relabel(three.drawings[2:], 9)
    assert len(posted) == count


def test_deleting_and_coming_back_in_the_old_order(three):
    before = three.drawings
    three.delete(three.drawings[::2])
    assert labels(three) == ["1"]
    three.undo()
    assert three.drawings == before
    three.redo()
    assert labels(three) == ["1"]


def test_undo_without_steps_posts_no_notice(posted, digits):
    digits.undo()
    assert posted == []


def test_every_change_is_in_the_file_when_it_is_closed(qtbot, notices, three, file):
    three.relabel(three.drawings[1:2], 4)
    three.delete(three.drawings[:1])
    three.close()
    assert labels(reopened(qtbot, notices, file)) == ["4", "7"]
    names = {path.name for path in file.parent.iterdir()}
    assert names == {file.name, f".{file.name}.lock"}


def test_a_change_is_in_the_file_without_closing(qtbot, digits, file):
    digits.keep(ink(0), 3)
    digits.keep(ink(1), 4)
    qtbot.waitUntil(lambda: file.exists() and len(load_drawings(file)) == 2)


def test_a_change_while_the_file_is_read_comes_after_it(notices, three, file):
    three.close()
    digits = MyDigits(file, notices)
    digits.load()
    digits.keep(ink(9), 5)
    assert labels(digits) == ["7", "1", "7", "5"]
    digits.close()
    assert len(load_drawings(file)) == 4


def test_without_a_file_it_begins_empty_and_leaves_none(digits, file):
    digits.load()
    digits.close()
    assert digits.drawings == ()
    assert not file.exists()


@pytest.mark.parametrize("damage", [b'{"strokes": 1}\n', b'{"strokes": [[[0, 0]]], "label": 12}\n'])
def test_a_damaged_file_is_renamed_and_reported_once(qtbot, posted, notices, file, damage):
    file.parent.mkdir()
    earlier = file.with_name("my-digits (damaged 1).jsonl")
    earlier.write_text("from before")
    file.write_bytes(damage)
    digits = MyDigits(file, notices)
    with qtbot.waitSignal(notices.posted):
        digits.load()
    digits.keep(ink(0), 3)
    digits.close()
    assert len(posted) == 2
    assert "my-digits (damaged 2).jsonl" in posted[0]
    assert earlier.read_text() == "from before"
    assert file.with_name("my-digits (damaged 2).jsonl").read_bytes() == damage
    assert [drawing.label for drawing in load_drawings(file)] == ["3"]


def test_a_file_that_cannot_be_put_aside_is_left_alone(qtbot, notices, file, monkeypatch):
    file.parent.mkdir()
    file.write_text("damaged")

    def refuse(path, target):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.rename", refuse)
    digits = MyDigits(file, notices)
    with qtbot.waitSignal(notices.posted):
        digits.load()
    digits.keep(ink(0), 3)
    digits.close()
    assert labels(digits) == ["3"]
    assert file.read_text() == "damaged"


def test_a_failed_write_is_reported_and_repeated(qtbot, posted, notices, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    digits = MyDigits(blocked / "my-digits.jsonl", notices)
    digits.keep(ink(0), 3)
    qtbot.waitUntil(lambda: len(posted) == 2)
    assert "blocked" in posted[1]
    blocked.unlink()
    digits.close()
    assert len(load_drawings(blocked / "my-digits.jsonl")) == 1


def test_an_import_adds_what_is_new(qtbot, posted, notices, three, tmp_path):
    other = tmp_path / "other.jsonl"
    drawings = [Drawing(ink(place), str(place), {"writer": "W"}) for place in range(5)]
    save_drawings(other, [*drawings, drawings[4]])
    with qtbot.waitSignal(three.changed):
        three.import_from(other)
    assert labels(three) == ["7", "1", "7", "3", "4"]
    assert three.drawings[4].extra == {"writer": "W"}
    assert posted[-1] == "Digits added from other.jsonl: 2 (4 already there)."
    with qtbot.waitSignal(notices.posted):
        three.import_from(other)
    assert posted[-1] == "All digits in other.jsonl are already in My Digits."
    three.undo()
    assert labels(three) == ["7", "1", "7"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"strokes": [[[0, 0]]], "label": "25"}', "a single digit as label"),
        ("nothing", "line 1"),
    ],
)
def test_a_failed_import_is_reported_and_changes_nothing(
    qtbot, posted, notices, three, tmp_path, content, words
):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(content)
    before = three.drawings
    with qtbot.waitSignal(notices.posted):
        three.import_from(bad)
    assert words in posted[-1]
    assert three.drawings is before


def test_an_import_and_an_export_before_closing_are_finished(three, tmp_path, file):
    other, out = tmp_path / "other.jsonl", tmp_path / "out.jsonl"
    save_drawings(other, [Drawing(ink(9), "9")])
    three.export_to(out)
    three.import_from(other)
    three.close()
    assert [drawing.label for drawing in load_drawings(out)] == ["7", "1", "7"]
    assert [drawing.label for drawing in load_drawings(file)] == ["7", "1", "7", "9"]


@pytest.mark.parametrize(
    ("reader", "start", "text"),
    [
        ("files.load_digits", "import_from", "Import failed: not enough memory."),
        ("files.save_drawings", "export_to", "Export failed: not enough memory."),
    ],
)
def test_an_unexpected_failure_is_reported(
    qtbot, notices, posted, three, tmp_path, monkeypatch, reader, start, text
):
    def fail(*_):
        raise MemoryError

    monkeypatch.setattr(f"lenet_desktop.state.my_digits.{reader}", fail)
    with qtbot.waitSignal(notices.posted):
        getattr(three, start)(tmp_path / "other.jsonl")
    assert posted[-1] == text


@pytest.mark.parametrize(
    ("step", "text"),
    [
        ("read_shared", "My Digits could not be opened: not enough memory."),
        ("write_shared", "My Digits could not be saved: not enough memory."),
    ],
)
def test_a_failing_store_reports_it(qtbot, notices, posted, three, file, monkeypatch, step, text):
    three.close()
    digits = MyDigits(file, notices)

    def fail(*_, **__):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(drawing_store, step, fail)
        digits.load()
        digits.keep(ink(8), 8)
        qtbot.waitUntil(lambda: text in posted)
    digits.close()
    assert load_drawings(file)[-1].label == "8"


def test_an_export_holds_every_drawing_with_its_label(qtbot, posted, notices, three, tmp_path):
    out = tmp_path / "mine.jsonl.gz"
    with qtbot.waitSignal(notices.posted):
        three.export_to(out)
    assert posted[-1] == "Saved as mine.jsonl.gz."
    for drawing, kept in zip(load_drawings(out), three.drawings, strict=True):
        assert drawing.label == kept.label
        assert all(map(np.array_equal, drawing.strokes, kept.strokes))


def test_a_failed_export_is_reported(qtbot, posted, notices, three, tmp_path):
    with qtbot.waitSignal(notices.posted):
        three.export_to(tmp_path / "no folder" / "mine.jsonl")
    assert "mine.jsonl" in posted[-1]


def test_each_step_counts_the_memory_that_only_it_keeps(three):
    def newest():
        return three.undo_stack.undo_step.n_bytes

    strokes, drawing = 32 + 500, 500
    assert newest() == strokes + drawing
    three.relabel(three.drawings[:2], 5)
    assert newest() == 2 * 2 * drawing
    three.delete(three.drawings)
    assert newest() == 3 * (strokes + drawing)
