"""Lines that are not drawings of a digit do not hide the others."""

from __future__ import annotations

import numpy as np
import pytest

from core.ink.drawing import Drawing
from core.ink.ink_files import encode_drawings, load_drawings
from lenet_desktop.state.my_digits.collection import MyDigits


def ink(place):
    """One stroke, another for each place."""
    return (np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]]),)


def labels(digits):
    return [drawing.label for drawing in digits.drawings]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "my-digits.jsonl"


@pytest.fixture
def digits(notices, file):
    digits = MyDigits(file, notices)
    yield digits
    digits.close()


def test_bad_lines_of_an_imported_file_are_left_out(qtbot, posted, notices, digits, tmp_path):
    bad = tmp_path / "bad.jsonl"
    line = encode_drawings([Drawing(ink(5), "5")])
    bad.write_bytes(b"damaged\n" + line + b'{"strokes": [], "label": 3}\n\n')
    with qtbot.waitSignal(notices.posted):
        digits.import_from(bad)
    assert labels(digits) == ["5"]
    assert posted[-1].startswith("Digits added from bad.jsonl: 1. 2 lines left out. ")
    assert posted[-1].endswith("bad.jsonl, line 1: expected a JSON object.")
    with qtbot.waitSignal(notices.posted):
        digits.import_from(bad)
    assert "already in My Digits. 2 lines left out. " in posted[-1]


def test_bad_lines_are_moved_and_reported_once(qtbot, posted, notices, digits, file):
    lines = encode_drawings(Drawing(ink(place), str(place % 10)) for place in range(20))
    file.write_bytes(lines + b'{"strokes": [[[1e999, 0]]], "label": 3}\n')
    with qtbot.waitSignal(digits.changed):
        digits.load()
    assert len(digits.drawings) == 20
    assert len(posted) == 1
    assert "line 21: expected each stroke" in posted[0]
    assert posted[0].endswith("1 damaged line moved to my-digits (damaged 1).txt.")
    assert file.read_bytes() == lines
    again = MyDigits(file, notices)
    with qtbot.waitSignal(again.changed):
        again.load()
    again.close()
    assert labels(again) == labels(digits)
    assert len(posted) == 1


def test_what_the_file_cannot_hold_is_refused(posted, digits, file):
    digits.keep(tuple(ink(0)) * 1001, 3)
    assert posted == ["The drawing cannot be saved: expected at most 1,000 strokes."]
    digits.keep(ink(0), 3)
    digits.close()
    assert len(load_drawings(file)) == 1
