"""Drawings that were cleared or replaced come back from the Edit menu."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.ink.ink_files import load_drawings
from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.state.recent.drawings import MOST, RecentDrawings
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps
from tests.support.window.clicks import button


@pytest.fixture
def pad_history(qapp):
    return SnapshotHistory(PadContent())


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data" / "recent-drawings.jsonl"


@pytest.fixture
def recent(pad_history, file, notices):
    recent = RecentDrawings(pad_history, file, notices)
    yield recent
    recent.close()


@pytest.fixture
def restarted(recent, file, notices):
    """Return what the next start, or another window, has."""
    opened = []

    def start():
        other = RecentDrawings(SnapshotHistory(PadContent()), file, notices)
        other.load()
        other.finish_loading()
        opened.append(other)
        return other

    yield start
    for other in opened:
        other.close()


@pytest.fixture
def draw(pad_history):
    def stroke(x):
        pen = PenStroke(np.array([[x, 0.2], [x, 0.8]]), 0.05)
        pad_history.replace(pad_history.value.with_stroke(pen), steps.stroke)

    return stroke


@pytest.fixture
def clear(pad_history):
    return lambda: pad_history.replace(PadContent(), steps.clear)


def places(recent):
    """The place of each stroke of each drawing."""
    return [[stroke.points[0, 0] for stroke in each.content.strokes] for each in recent.drawings]


def test_what_is_cleared_or_replaced_is_kept_the_newest_first(recent, pad_history, draw, clear):
    draw(0.3)
    draw(0.5)
    assert places(recent) == []
    clear()
    draw(0.7)
    opened = PadContent((PenStroke(np.array([[0.1, 0.1]]), 0.05),))
    pad_history.replace(opened, steps.opening)
    assert places(recent) == [[0.7], [0.3, 0.5]]
    clear()  # What was opened can be opened again.
    assert places(recent) == [[0.7], [0.3, 0.5]]


def test_undo_keeps_nothing_twice(recent, pad_history, draw, clear):
    draw(0.3)
    clear()
    pad_history.undo_stack.undo()
    assert pad_history.value.strokes
    clear()
    assert places(recent) == [[0.3]]
    draw(0.4)
    pad_history.undo_stack.undo()
    pad_history.undo_stack.redo()
    clear()
    assert places(recent) == [[0.4], [0.3]]


def test_a_drawing_that_comes_back_changes_places_with_the_one_on_the_pad(
    recent, pad_history, draw, clear
):
    draw(0.3)
    clear()
    draw(0.6)
    recent.bring_back(recent.drawings[0])
    assert pad_history.value.strokes[0].points[0, 0] == 0.3
    assert places(recent) == [[0.6], [0.3]]
    draw(0.4)
    clear()
    assert places(recent) == [[0.3, 0.4], [0.6], [0.3]]


def test_their_number_and_their_memory_are_bounded(recent, pad_history, draw, clear):
    for number in range(MOST + 5):
        draw(0.2 + number / 100)
        clear()
    assert len(recent.drawings) == MOST
    for number in range(3):
        points = np.full((400_000, 2), 0.5) + number / 10
        pad_history.replace(PadContent((PenStroke(points, 0.05),)), steps.stroke)
        clear()
    assert len(recent.drawings) == 1


def test_the_menu_brings_a_drawing_back_by_mouse_or_keyboard(window, hand, qtbot):
    page = window.draw_page
    for x in (0.3, 0.6):
        hand.draw((x, 0.2), (x, 0.8))
        button(page, "clear_button").click()
    menu = page.recent
    assert menu.menuAction() in page.actions_in("edit")
    menu.popup(window.mapToGlobal(window.rect().center()))
    first, second, _, delete = menu.actions()
    assert delete.objectName() == "delete_recent_action"
    assert not first.icon().isNull()
    QTest.mouseClick(
        menu,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        menu.actionGeometry(second).center(),
    )
    (stroke,) = window.workspace.pad_history.value.strokes
    assert stroke.points[0, 0] == pytest.approx(0.3, abs=0.01)
    menu.popup(window.mapToGlobal(window.rect().center()))
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    (stroke,) = window.workspace.pad_history.value.strokes
    assert stroke.points[0, 0] == pytest.approx(0.6, abs=0.01)


def test_the_menu_says_when_there_is_nothing_yet(window):
    menu = window.draw_page.recent
    menu.popup(window.mapToGlobal(window.rect().center()))
    (action,) = menu.actions()
    assert not action.isEnabled()
    menu.close()


def test_drawings_come_back_after_a_restart(recent, draw, clear, file, restarted):
    draw(0.3)
    clear()
    draw(0.6)
    recent.close()  # With a drawing on the pad.
    other = restarted()
    assert places(other) == [[0.6], [0.3]]
    assert [each.content.strokes[0].width for each in other.drawings] == [0.05, 0.05]
    other.bring_back(other.drawings[1])
    other.delete_all()
    other.close()
    assert places(restarted()) == []


def test_drawings_of_earlier_days_are_removed(recent, draw, file, restarted):
    draw(0.3)
    recent.close()
    line = file.read_text()
    (today,) = recent.drawings
    yesterday = today.time - timedelta(days=1)
    file.write_text(
        line.replace("0.3", "0.4").replace(str(today.time.date()), str(yesterday.date())) + line
    )
    other = restarted()
    assert places(other) == [[0.3]]
    other.close()
    assert len(load_drawings(file)) == 1


def test_two_windows_lose_nothing_of_one_another(recent, draw, clear, file, restarted, qtbot):
    other = restarted()
    draw(0.3)
    clear()
    pen = PenStroke(np.array([[0.5, 0.5]]), 0.05)
    other._pad_history.replace(PadContent((pen,)), steps.stroke)
    recent.close()
    other.close()
    assert sorted(places(restarted())) == [[0.3], [0.5]]


def test_a_damaged_file_is_reported_and_kept(recent, draw, file, restarted, notices, qtbot):
    draw(0.3)
    recent.close()
    file.write_text(file.read_text() + '{"strokes": [[[0.1, 0.1]]]}\n')
    with qtbot.waitSignal(notices.posted) as posted:
        other = restarted()
    assert " moved to recent-drawings (damaged 1).txt." in posted.args[0].text
    assert places(other) == [[0.3]]
    assert "0.1, 0.1" in (file.parent / "recent-drawings (damaged 1).txt").read_text()


def test_what_no_file_can_hold_is_kept_in_memory(recent, pad_history, clear, draw, file):
    points = np.full((100_001, 2), 0.5)
    pad_history.replace(PadContent((PenStroke(points, 0.05),)), steps.stroke)
    clear()
    draw(0.3)
    clear()
    recent.close()
    assert len(recent.drawings) == 2
    assert len(load_drawings(file)) == 1
