"""The pages get their content one by one, when they are needed or after the first paint."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSpinBox, QWidget

from lenet_desktop.app import build_window
from lenet_desktop.widgets.page import Page
from lenet_desktop.window.main_window import MainWindow


@pytest.fixture
def built(qtbot, weight_file):
    window = build_window(weight_file)
    window.asks_before_closing = False
    qtbot.addWidget(window)
    return window


@pytest.fixture
def turns(monkeypatch):
    """The steps of the work that each turn of the event loop did, by page."""
    turns = [[]]

    def note(owner, name):
        step = getattr(owner, name)

        def noted(part, *arguments):
            turns[-1].append(part.objectName())
            step(part, *arguments)

        monkeypatch.setattr(owner, name, noted)

    note(Page, "fill_part")
    note(Page, "polish")
    note(MainWindow, "rebuild")
    begin = Beginnings(turns)
    loop = QAbstractEventDispatcher.instance()
    loop.awake.connect(begin.note)
    yield turns
    loop.awake.disconnect(begin.note)


class Beginnings(QObject):
    """Adds an empty list at the beginning of each turn."""

    def __init__(self, turns):
        super().__init__()
        self._turns = turns

    def note(self):
        self._turns.append([])


def filled(window):
    return [page.objectName() for page in window.tabs.pages if page.is_filled]


def test_each_page_is_filled_in_a_turn_of_its_own_after_the_first_paint(qtbot, built, turns):
    assert filled(built) == ["draw_page"]
    with qtbot.waitSignal(built.filled):
        built.show()
        assert filled(built) == ["draw_page"]
    assert len(filled(built)) == 5
    assert max(map(len, turns)) == 1
    assert Counter(name for turn in turns for name in turn) == {
        "draw_page": 1,
        **dict.fromkeys(["inside_page", "evaluate_page", "my_digits_page"], 2),
        "train_page": 3,
    }


def test_a_page_in_front_is_filled_in_turns_of_its_own_and_then_painted(qtbot, built, turns):
    with qtbot.waitSignal(built.filled):
        built.show()
    built.tabs.setCurrentWidget(built.train_page)
    built.findChild(QSpinBox, "epochs_box").setFocus()
    QTest.qWait(1)  # The page was painted.
    paints = Paints(built)
    turns[:] = [[]]
    with qtbot.waitSignal(built.filled):
        QTimer.singleShot(0, built.rebuild)
    steps = [name for turn in turns for name in turn]
    assert steps[:5] == ["main_window", "train_page", "train_page", "train_page", "draw_page"]
    assert max(map(len, turns)) == 1
    assert paints.were_whole
    assert all(paints.were_whole)
    assert built.focusWidget().objectName() == "epochs_box"


class Paints(QObject):
    """Notes with each paint of a window whether the page in front had its content."""

    def __init__(self, window):
        super().__init__(window)
        self.were_whole = []
        window.installEventFilter(self)

    def eventFilter(self, window, event):  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            page = window.tabs.currentWidget()
            self.were_whole.append(page.is_filled and page.isVisible())
        return False


def test_a_second_change_before_the_first_is_shown_loses_nothing(qtbot, built):
    with qtbot.waitSignal(built.filled):
        built.show()
    built.tabs.setCurrentWidget(built.train_page)
    built.side.set_open(True)
    built.findChild(QSpinBox, "epochs_box").setFocus()
    with qtbot.waitSignal(built.filled):
        built.rebuild()
        built.rebuild()
    assert built.tabs.currentWidget() is built.train_page
    assert built.side.is_open
    assert built.focusWidget().objectName() == "epochs_box"


def test_a_window_that_is_closed_fills_no_more_pages(qtbot, built, monkeypatch):
    """Their content could start jobs that nobody ends."""
    settled = []
    built.filled.connect(lambda: settled.append(True))
    monkeypatch.setattr(Page, "polish", lambda _: built.close())
    built.show()
    qtbot.waitUntil(lambda: not built.isVisible())
    QTest.qWait(20)
    assert filled(built) == ["draw_page"]
    assert settled == []


def test_a_page_that_is_asked_for_is_filled_alone(built):
    assert built.evaluate_page.bar
    assert filled(built) == ["draw_page", "evaluate_page"]
    QTest.mouseClick(
        built.tabs.tabBar(), Qt.MouseButton.LeftButton, pos=built.tabs.tabBar().tabRect(2).center()
    )
    built.show()
    assert filled(built) == ["draw_page", "train_page", "evaluate_page"]
    assert built.tabs.currentWidget().findChild(QAbstractButton, "train_button").isVisible()


def test_a_part_of_any_page_is_found_at_once(built):
    assert built.findChild(QAbstractButton, "train_button")
    built.rebuild()
    assert filled(built) == ["draw_page"]
    assert {"evaluate_button", "learn_button"} <= {
        button.objectName() for button in built.findChildren(QAbstractButton)
    }
    built.rebuild()
    assert built.tabs.findChild(QAbstractButton, "train_button")


def test_what_was_chosen_outlives_two_changes_in_a_row(built):
    built.train_page.findChild(QSpinBox, "epochs_box").setValue(77)
    built.rebuild()
    assert filled(built) == ["draw_page"]
    built.rebuild()
    assert built.train_page.findChild(QSpinBox, "epochs_box").value() == 77


def test_few_widgets_are_there_when_the_look_changes(built):
    """Qt looks up the style of every widget again."""
    assert built.pages
    before, counts = len(built.findChildren(QWidget)), []
    built.rebuild(lambda: counts.append(len(QWidget.findChildren(built, QWidget))))
    assert counts[0] < before / 4


def test_no_large_part_of_the_window_gets_another_parent(qapp, weight_file, qtbot):
    """Qt would look up the style of every widget in it again."""

    class Listener(QObject):
        def __init__(self):
            super().__init__()
            self.moved = Counter()

        def eventFilter(self, watched, event):  # noqa: N802
            if event.type() == QEvent.Type.ParentChange and isinstance(watched, QWidget):
                key = type(watched).__name__, watched.objectName()
                self.moved[key] = max(self.moved[key], len(watched.findChildren(QWidget)))
            return False

    listener = Listener()
    qapp.installEventFilter(listener)
    window = build_window(weight_file)
    pages = window.pages
    qapp.removeEventFilter(listener)
    qtbot.addWidget(window)
    assert len(pages) == 5
    assert {key: n for key, n in listener.moved.items() if n > 40} == {}
    assert sum(listener.moved.values()) < len(window.findChildren(QWidget))


def test_the_pad_of_a_page_that_is_not_filled_yet_can_be_asked_for(qtbot, built):
    with qtbot.waitSignal(built.filled):
        built.show()
    built.tabs.setCurrentWidget(built.inside_page)
    with qtbot.waitSignal(built.filled):
        built.rebuild()
        built.files.drawing_opened.emit()
        assert filled(built) == ["inside_page"]
