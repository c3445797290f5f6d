"""Collecting digits in the window, by mouse and keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel

from core.digits import LABELS, NOT_A_DIGIT
from lenet_desktop.state.my_digits.collection import number_of
from lenet_desktop.widgets.pad.pad import Pad
from tests.support.window.clicks import click


@pytest.fixture
def named(window):
    """Find a button or a label of the bar."""

    def find(name):
        return window.draw_page.collecting.findChild(
            QAbstractButton if name.endswith("button") else QLabel, f"collecting_{name}"
        )

    return find


@pytest.fixture
def collecting(window):
    """Start from the empty My Digits page."""
    window.tabs.setCurrentWidget(window.my_digits_page)
    click(window.my_digits_page.empty.collect_button)
    return window.workspace.collecting


def draw(hand, x):
    hand.draw((x, 0.2), (x, 0.8))


def request_for(label):
    return f"Write: {'not a digit' if label == NOT_A_DIGIT else label}"


def test_the_bar_is_hidden_until_collecting_starts(window, named):
    assert not window.draw_page.collecting.isVisible()


def asked_on(pad):
    """Return the label that the blank pad asks for; None for what the pad usually says."""
    title, text = pad.hint.texts
    if title == "Draw what is not a digit":
        return NOT_A_DIGIT
    return int(title[-1]) if title.startswith("Write a") and text else None


def test_the_blank_pad_asks_for_the_drawing(window, collecting, named):
    pad, before = window.draw_page.pad, Pad(window.workspace.pad_history).hint.texts
    asked = set()
    for _ in range(40):
        assert asked_on(pad) == collecting.label
        asked.add(collecting.label)
        click(named("skip_button"))
    assert asked == set(range(len(LABELS)))
    assert asked_on(window.inside_page.pad) is None
    click(named("done_button"))
    assert pad.hint.texts == before


def test_the_pad_says_how_a_drawing_is_kept(window, collecting, named):
    box = window.draw_page.collecting.findChild(QCheckBox, "collecting_automatic_box")
    while collecting.label == NOT_A_DIGIT:
        click(named("skip_button"))
    assert "second" in window.draw_page.pad.hint.texts[1]
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert window.draw_page.pad.hint.texts[1] == "and press Enter"


def test_enter_takes_each_drawing(window, collecting, named, hand):
    assert window.tabs.currentWidget() is window.draw_page
    assert window.draw_page.collecting.isVisible()
    assert named("request").text() == request_for(collecting.label)
    assert not named("next_button").isEnabled()
    asked = []
    for number in range(3):
        asked.append(collecting.label)
        draw(hand, 0.3 + 0.1 * number)
        QTest.keyClick(window.draw_page.pad, Qt.Key.Key_Return)
    assert [number_of(drawing) for drawing in window.workspace.my_digits.drawings] == asked
    assert named("count").text() == "3 so far"
    assert window.draw_page.pad.hasFocus()


def test_clicks_take_back_skip_and_end(window, collecting, named, hand):
    draw(hand, 0.5)
    first = collecting.label
    click(named("next_button"))
    click(named("skip_button"))
    click(named("undo_button"))
    assert named("request").text() == request_for(first)
    assert len(window.workspace.pad_history.value.strokes) == 1
    click(named("done_button"))
    assert not window.draw_page.collecting.isVisible()
    assert window.workspace.my_digits.drawings == ()


def test_the_pad_stays_square_and_whole_under_the_bar(window, collecting):
    page = window.draw_page
    window.resize(900, 600)
    QTest.qWait(1)
    assert page.pad.width() == page.pad.height()
    for part in (page.collecting, page.pad):
        corner = part.mapTo(page, part.rect().bottomRight())
        assert page.rect().contains(corner)
    assert page.collecting.geometry().bottom() <= page.pad.geometry().top()


def test_twelve_drawings_cost_twelve_strokes(window, collecting, named, hand, qtbot):
    collecting._rest.setInterval(1)
    asked = []
    for number in range(12):
        asked.append(collecting.label)
        with qtbot.waitSignal(collecting.changed):
            draw(hand, 0.2 + 0.05 * number)
    assert [number_of(each) for each in window.workspace.my_digits.drawings] == asked
    assert named("count").text() == "12 so far"


def test_the_choice_to_take_drawings_by_enter_alone_is_remembered(window, collecting, hand):
    box = window.draw_page.collecting.findChild(QCheckBox, "collecting_automatic_box")
    assert box.isChecked()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()
    draw(hand, 0.5)
    assert not collecting._rest.isActive()
    assert not window.workspace.settings.collects_automatically


def test_what_is_not_a_digit_is_asked_for_in_words_that_fit(window, collecting, named):
    window.resize(900, 600)
    for _ in range(30):
        if collecting.label == NOT_A_DIGIT:
            break
        click(named("skip_button"))
    QTest.qWait(1)
    request = named("request")
    assert request.text() == "Write: not a digit"
    assert request.width() >= request.sizeHint().width()
