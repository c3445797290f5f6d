"""The label of a drawing in its file, shown on the pad."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest

from tests.support.window.clicks import button, click

LINE, CORNER = [[0.4, 0.2], [0.42, 0.8]], [[0.2, 0.2], [0.6, 0.2], [0.4, 0.8]]


@pytest.fixture
def opened(window, tmp_path, qtbot):
    """Open drawings with these labels; None is none."""

    def open_labelled(*labels):
        file = tmp_path / "ink.jsonl"
        lines = [{"strokes": [CORNER], "label": label} for label in labels]
        file.write_text("\n".join(map(json.dumps, lines)))
        window.files.open(file)
        window.workspace.opening.finish()
        QTest.qWait(0)
        return window.draw_page.file_label

    return open_labelled


def test_the_label_of_each_drawing_is_shown_in_turn(window, opened):
    label = opened(7, "2025", None, "not a digit")
    assert label.isVisible()
    assert label.text() == "File label: 7"
    QTest.keyClick(window.draw_page.pad, Qt.Key.Key_PageDown)
    QTest.qWait(0)
    assert label.text() == "File label: 2025"
    click(button(window.draw_page, "next_button"))
    QTest.qWait(0)
    assert not label.isVisible()
    click(button(window.draw_page, "next_button"))
    QTest.qWait(0)
    assert label.text() == "File label: “not a digit”"
    QTest.keyClick(window.draw_page.pad, Qt.Key.Key_PageUp)
    QTest.qWait(0)
    assert not label.isVisible()


def test_a_label_that_was_read_otherwise_is_red(window, opened):
    reader = window.workspace.reader
    right = opened("0")
    read = reader.reading.text
    assert right.foregroundRole() == (
        QPalette.ColorRole.PlaceholderText if read == "0" else QPalette.ColorRole.BrightText
    )
    label = opened(read)
    assert label.foregroundRole() == QPalette.ColorRole.PlaceholderText
    label = opened(str((int(read) + 1) % 10))
    assert label.foregroundRole() == QPalette.ColorRole.BrightText


def test_the_label_of_one_drawing_is_in_the_corner_and_lets_the_pen_through(window, opened, hand):
    label = opened("x" * 100)
    pad = window.draw_page.pad
    for size in ((900, 600), (1600, 1000)):
        window.resize(*size)
        QTest.qWait(1)
        assert pad.rect().contains(label.geometry())
        assert label.geometry().center().x() < pad.width() / 2
        assert label.geometry().center().y() > 0.9 * pad.height()
    assert label.accessibleName() == "File label: " + "x" * 100
    strokes = len(window.workspace.pad_history.value.strokes)
    place = label.geometry().center()
    hand.draw((place.x() / pad.width(), place.y() / pad.height()), (0.5, 0.9))
    assert len(window.workspace.pad_history.value.strokes) == strokes + 1
