"""Text and controls grow and shrink by keys, as far as the screen has room, and stay so."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from lenet_desktop.app import build_window
from lenet_desktop.window import main_window

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def screen(monkeypatch):
    """The room on the screen, which a test may change."""
    room = [QSize(1916, 1040)]
    monkeypatch.setattr(main_window, "available_size", lambda _: room[0])
    return room


@pytest.fixture
def press(qtbot, window):
    def press(key):
        with qtbot.waitSignal(window.filled):
            QTest.keyClick(QApplication.focusWidget() or window, key, CONTROL)

    return press


def sizes(window):
    """The size of a text, of an icon and of a control's padding."""
    text = window.findChild(QLabel, "device_label").fontInfo().pointSizeF()
    pen = window.findChild(QToolButton, "pen_button")
    return text, pen.iconSize().width(), pen.sizeHint().width() - pen.iconSize().width()


def test_text_icons_and_padding_grow_and_return(window, press, hand):
    hand.draw((0.2, 0.2), (0.2, 0.8))
    text, icon, padding = sizes(window)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Plus):
        press(key)
    assert window.workspace.settings.scale == 150
    grown = sizes(window)
    assert grown == pytest.approx((1.5 * text, 1.5 * icon, 1.5 * padding), rel=0.15)
    assert len(window.workspace.pad_history.value.strokes) == 1
    press(Qt.Key.Key_Minus)
    assert window.workspace.settings.scale == 125
    press(Qt.Key.Key_0)
    assert window.workspace.settings.scale == 100
    assert sizes(window) == (text, icon, padding)


def test_the_size_is_remembered(qtbot, window, press, weight_file):
    press(Qt.Key.Key_Plus)
    again = build_window(weight_file)
    qtbot.addWidget(again)
    assert again.theme.scale == 1.1
    assert sizes(again) == sizes(window)
    again.set_size(100)


def test_a_size_without_room_on_the_screen_is_refused(window, press, screen):
    before, size = sizes(window), window.size()
    screen[0] = window.minimumSizeHint()
    press(Qt.Key.Key_Plus)
    assert "no room" in window.notice.text
    assert (sizes(window), window.size()) == (before, size)
    assert window.workspace.settings.scale == 100
    press(Qt.Key.Key_Minus)
    assert window.workspace.settings.scale == 90
    press(Qt.Key.Key_0)


def test_the_largest_and_the_smallest_size_end_the_menu(window, screen):
    screen[0] = QSize(9999, 9999)
    window.set_size(300)
    actions = {action.objectName(): action for action in window.menus.findChildren(QAction)}
    assert not actions["action_larger"].isEnabled()
    assert actions["action_smaller"].isEnabled()
    window.set_size(75)
    actions = {action.objectName(): action for action in window.menus.findChildren(QAction)}
    assert actions["action_larger"].isEnabled()
    assert not actions["action_smaller"].isEnabled()
    window.set_size(100)
