"""The menus: they offer the actions of the page in front, and only that page receives the keys."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QMenu,
    QTabBar,
    QWidget,
)

from core.ink.drawing import Drawing
from core.ink.ink_files import save_drawings
from lenet_desktop.widgets.pad.pad import Tool
from tests.support.window.training import set_up, train_to_the_end

PAGES = ["draw_page", "train_page", "evaluate_page", "my_digits_page"]
PAD_KEYS = ["Del", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "E", "P", "[", "]", "PgUp", "PgDown"]


def ink(place):
    return (np.array([[0.3, 0.1], [0.4 + 0.01 * place, 0.9]]),)


def press(key):
    """Send a key to the widget that has the focus."""
    QTest.keySequence(QApplication.focusWidget(), key)


def turn_to(window, page):
    window.activateWindow()
    window.tabs.setCurrentWidget(getattr(window, page))
    QTest.qWait(0)


def offered(window, title):
    """The names of the actions in a menu of the window."""
    [menu] = [a.menu() for a in window.menuBar().actions() if a.text() == title]
    return [a.objectName() for a in menu.actions() if not a.isSeparator() and a.isVisible()]


@pytest.fixture
def drawn(window, tmp_path):
    """A window with the second of three drawings of a file on the pad, and a step to redo."""
    path = tmp_path / "three.jsonl"
    save_drawings(path, [Drawing(ink(n), str(n)) for n in range(3)])
    window.files.open(path)
    window.workspace.opening.finish()
    window.draw_page.bar.next.trigger()
    window.draw_page.bar.next.trigger()
    window.workspace.pad_history.undo_stack.undo()
    return window


def pad_state(window):
    pad = window.draw_page.pad
    return window.workspace.pad_history.value, pad.tool, pad.pen_width, pad.eraser_width


@pytest.mark.parametrize("page", PAGES[1:])
def test_no_key_on_another_page_acts_on_the_hidden_pad(drawn, page):
    for place in ("controls", "tab bar"):
        turn_to(drawn, "draw_page")
        turn_to(drawn, page)
        before = pad_state(drawn)
        if place == "tab bar":
            drawn.tabs.tabBar().setFocus()
        for key in PAD_KEYS:
            press(key)
            assert pad_state(drawn) == before, (place, key)
        assert drawn.tabs.currentWidget().objectName() == page


def test_the_same_keys_act_on_the_pad_in_front_wherever_the_focus_is(drawn):
    turn_to(drawn, "train_page")
    turn_to(drawn, "draw_page")
    drawn.tabs.tabBar().setFocus()
    press("PgUp")
    assert drawn.workspace.pad_history.value.position.index == 0
    press("Ctrl+Z")
    assert drawn.workspace.pad_history.value.position.index == 1
    press("E")
    assert drawn.draw_page.pad.tool is Tool.ERASER
    press("Del")
    assert drawn.workspace.pad_history.value.is_blank


def test_undo_and_delete_on_my_digits_act_on_my_digits_wherever_the_focus_is(qtbot, drawn):
    digits = drawn.workspace.my_digits
    digits.keep(ink(0), 1)
    before = pad_state(drawn)
    with qtbot.waitSignal(drawn.my_digits_page.reading.changed):
        turn_to(drawn, "my_digits_page")
    drawn.tabs.tabBar().setFocus()
    press("Del")
    assert digits.drawings == ()
    press("Ctrl+Z")
    assert len(digits.drawings) == 1
    press("Ctrl+Y")
    assert digits.drawings == ()
    assert pad_state(drawn) == before


def test_the_edit_menu_offers_what_the_page_in_front_can_do(window):
    always = ["action_copy", "action_paste"]
    menus = {}
    for page in [*PAGES, *PAGES]:
        turn_to(window, page)
        menus[page] = offered(window, "&Edit")
    assert menus["draw_page"][:5] == ["action_undo", "action_redo", *always, "action_clear"]
    assert menus["train_page"] == ["action_undo_delete", *always]
    assert menus["evaluate_page"] == always
    assert menus["my_digits_page"] == [
        "action_undo_my_digits",
        "action_redo_my_digits",
        *always,
        "action_delete_my_digits",
    ]


def test_only_what_can_be_done_is_enabled_in_the_edit_menu(window, hand):
    def enabled(name):
        return window.findChild(QAction, name).isEnabled()

    hand.draw((0.3, 0.2), (0.6, 0.8))
    for page in PAGES:
        turn_to(window, page)
        assert enabled("action_copy") is (page == "draw_page")
    undo, redo = "action_undo_my_digits", "action_redo_my_digits"
    steps = []
    for change in (None, lambda: window.workspace.my_digits.keep(ink(0), 1), "Ctrl+Z", "Ctrl+Y"):
        if callable(change):
            change()
        elif change:
            press(change)
        steps.append((enabled(undo), enabled(redo)))
    assert steps == [(False, False), (True, False), (False, True), (True, False)]


@pytest.mark.parametrize("page", PAGES)
def test_a_mnemonic_is_used_once(qtbot, window, small_mnist, page):
    window.asks_before_closing = False
    if page == "train_page":
        set_up(window.train_page, small_mnist, epochs=1)
        train_to_the_end(qtbot, window.train_page)
    turn_to(window, page)
    for child in getattr(window, page).findChildren(QWidget):
        child.show()
    texts = [action.text() for action in window.menuBar().actions()]
    for bar in window.findChildren(QTabBar):
        if bar.isVisible():
            texts += [bar.tabText(index) for index in range(bar.count())]
    for kind in (QAbstractButton, QLabel):
        texts += [one.text() for one in window.findChildren(kind) if one.isVisible()]
    mnemonics = [QKeySequence.mnemonic(text).toString() for text in texts]
    counts = Counter(filter(None, mnemonics))
    assert len(counts) >= 8
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_mnemonic_is_used_once_in_a_menu(window, page):
    turn_to(window, page)
    menus = window.findChildren(QMenu)
    assert len(menus) >= 6
    for menu in menus:
        menu.aboutToShow.emit()  # Some are filled only then.
        texts = [action.text() for action in menu.actions() if action.isVisible()]
        mnemonics = [QKeySequence.mnemonic(text).toString() for text in texts]
        counts = Counter(filter(None, mnemonics))
        assert [key for key, count in counts.items() if count > 1] == [], texts


@pytest.mark.parametrize("page", PAGES[1:])
def test_an_opened_or_pasted_drawing_is_shown(window, tmp_path, clipboard, page):
    path = tmp_path / "one.jsonl"
    save_drawings(path, [Drawing(ink(0), "1")])
    turn_to(window, page)
    window.files.open(path)
    window.workspace.opening.finish()
    assert window.tabs.currentWidget() is window.draw_page
    window.files.copy()
    window.files.finish()
    turn_to(window, page)
    press("Ctrl+V")
    window.workspace.opening.finish()
    assert window.tabs.currentWidget() is window.draw_page


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_network_is_described_on_every_page(qtbot, window):
    for page in PAGES:
        turn_to(window, page)
        press("Ctrl+I")
        card = window.findChild(QDialog, "model_card")
        assert card.isVisible(), page
        card.close()
        qtbot.waitUntil(lambda: window.findChild(QDialog, "model_card") is None)
