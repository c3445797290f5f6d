"""My Digits and what is elsewhere: files, the other pages, and another window."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings, save_drawings
from core.ink.shared_drawings import write_shared
from core.paths import my_digits_path
from tests.support.window.clicks import button, click
from tests.support.window.kept_digits import ink, labels, shown


def test_ink_of_other_units_is_known_on_the_pad_too(qtbot, page, digits, window, tmp_path):
    other = tmp_path / "other.jsonl"
    save_drawings(other, [Drawing((np.array([[100.0, 500.0], [120.0, -300.0]]),), "1")])
    with qtbot.waitSignal(digits.changed):
        digits.import_from(other)
    qtbot.waitUntil(lambda: bool(page.gallery.chosen))
    QTest.keyClick(page.gallery.tiles, Qt.Key.Key_Return)
    QTest.keyClick(window.draw_page.pad, Qt.Key.Key_7)
    assert labels(digits) == ["7"]


def test_digits_come_in_from_a_file_and_go_out_to_one(
    qtbot, page, digits, window, tmp_path, monkeypatch
):
    source, target = tmp_path / "in.jsonl", tmp_path / "out"
    save_drawings(source, [Drawing(ink(0), "3"), Drawing(ink(1), "5")])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(source), ""))
    with qtbot.waitSignal(page.reading.changed):
        click(button(page, "import_first_digits_button"))
    assert labels(digits) == ["3", "5"]
    kind = "Compressed ink (*.jsonl.gz)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), kind))
    with qtbot.waitSignal(window.workspace.notices.posted) as posted:
        click(button(page, "export_my_digits_button"))
    assert posted.args[0].text == "Saved as out.jsonl.gz."
    assert [d.label for d in load_drawings(tmp_path / "out.jsonl.gz")] == ["3", "5"]


def test_a_bad_file_is_reported_in_a_notice(qtbot, page, digits, tmp_path, monkeypatch, window):
    bad = tmp_path / "bad.jsonl"
    bad.write_text("bad")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bad), ""))
    with qtbot.waitSignal(window.workspace.notices.posted):
        click(button(page, "import_first_digits_button"))
    assert "bad.jsonl, line 1" in window.notice.text
    assert digits.drawings == ()


def test_my_digits_are_among_the_data_while_there_are_any(qtbot, three, digits, window):
    boxes = [window.evaluate_page.bar.data.box, window.train_page.setup.data._first.box]
    assert all(box.findData("my-digits") >= 0 for box in boxes)
    digits.delete(digits.drawings)
    assert all(box.findData("my-digits") < 0 for box in boxes)


def test_they_can_be_evaluated(qtbot, three, digits, window):
    page = window.evaluate_page
    qtbot.waitUntil(lambda: page.bar.data.box.findData("my-digits") >= 0)
    page.bar.data.choose("my-digits")
    window.workspace.my_digits.close()
    with qtbot.waitSignal(page.run.ended):
        page.evaluate()
    assert page.status.text.startswith("66.67 % 2 of 3 correct")
    assert "on My Digits" in page.status.text


def _labels_in_file():
    file = my_digits_path()
    return [drawing.label for drawing in load_drawings(file)] if file.exists() else []


def test_a_digit_kept_in_another_window_appears_and_leaves_the_choice_alone(qtbot, three, digits):
    QTest.keyClick(three.gallery.tiles, Qt.Key.Key_Right)
    chosen = three.gallery.chosen
    assert [drawing.label for drawing in chosen] == ["7"]
    qtbot.waitUntil(lambda: _labels_in_file() == ["1", "7", "1"])
    write_shared(my_digits_path(), (), [Drawing(ink(9), "5")])
    qtbot.waitUntil(lambda: shown(three) == ["5", "1", "7", "1"])
    assert three.gallery.chosen == chosen
    digits.keep(ink(8), 6)
    qtbot.waitUntil(lambda: shown(three)[0] == "6")
    assert [drawing.label for drawing in three.gallery.chosen] == ["6"]
