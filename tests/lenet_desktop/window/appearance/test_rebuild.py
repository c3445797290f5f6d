"""The window is built again for another language: everything but the texts stays."""

from __future__ import annotations

import gc
import re
import threading
import weakref

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QAbstractAnimation, QLocale, QMetaMethod, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from core.evaluation import evaluate as evaluation
from core.progress import Progress, Stage
from lenet_desktop.app import build_window
from lenet_desktop.state.job import _Thread
from lenet_desktop.state.training.run import RunState
from tests.support.window.hand import Hand
from tests.support.window.pages import each_page
from tests.support.window.shown_texts import painted_texts, told_texts
from tests.support.window.training import (
    WAIT_MS,
    click,
    stop,
    train_for_long,
    wait_for_epoch,
)

SHORT = QLocale.FormatType.ShortFormat


@pytest.fixture(autouse=True)
def _asks_nothing(window):
    window.asks_before_closing = False


def test_a_run_goes_on_with_its_curves(qtbot, window, rebuild, small_mnist):
    window.tabs.setCurrentWidget(window.train_page)
    train_for_long(qtbot, window.train_page, small_mnist)
    training = window.workspace.training
    curves, points = training.curves, len(training.curves.losses)
    rebuild()
    page = window.tabs.currentWidget()
    assert page is window.train_page
    assert training.state is RunState.RUNNING
    assert training.curves is curves
    wait_for_epoch(qtbot, training, training.checkpoint.epoch + 1)
    assert len(curves.losses) > points
    qtbot.waitUntil(lambda: len(page.board.loss_plot.plot.names) == 2)
    assert page.progress.status.startswith("Epoch ")
    assert not page.setup.content.isEnabled()
    click(page, "pause_button")
    assert training.state is RunState.PAUSED
    rebuild()
    assert window.train_page.progress.status.startswith("Paused in epoch ")
    assert stop(qtbot, window.train_page).end == "stopped"


def test_a_stroke_that_is_being_drawn_is_completed(window, rebuild, hand):
    history = window.workspace.pad_history
    hand.draw((0.2, 0.2), (0.2, 0.8))
    hand.press(0.5, 0.2)
    hand.move(0.5, 0.8)
    rebuild()
    assert len(history.value.strokes) == 2
    again = Hand(window.draw_page.pad)
    again.move(0.9, 0.9)
    again.release(0.9, 0.9)
    assert len(history.value.strokes) == 2
    again.draw((0.8, 0.2), (0.8, 0.8))
    for left in (2, 1, 0):
        click(window.draw_page, "undo_button")
        assert len(history.value.strokes) == left
    click(window.draw_page, "redo_button")
    assert len(history.value.strokes) == 1


def test_what_can_be_undone_is_named_in_the_new_language(window, in_capitals, hand):
    hand.draw((0.2, 0.2), (0.2, 0.8))
    hand.draw((0.5, 0.2), (0.5, 0.8))
    click(window.draw_page, "undo_button")
    window.workspace.my_digits.keep((np.array([[0.3, 0.1], [0.4, 0.9]]),), 4)
    window.workspace.my_digits.undo()
    in_capitals()
    assert window.draw_page.bar.undo.text() == "&UNDO STROKE"
    assert window.draw_page.bar.redo.text() == "&REDO STROKE"
    window.workspace.my_digits.redo()
    assert window.notice.text == "ADDED TO MY DIGITS AS 4."


@pytest.fixture
def may_end(monkeypatch):
    """Evaluations read one image, then wait for this."""
    may_end, assess = threading.Event(), evaluation.assess

    def wait_and_assess(*arguments):
        yield Progress(Stage.READING, 1)
        may_end.wait(WAIT_MS / 1000)
        return (yield from assess(*arguments))

    monkeypatch.setattr(evaluation, "assess", wait_and_assess)
    yield may_end
    may_end.set()


def test_an_evaluation_goes_on(qtbot, window, rebuild, small_mnist, may_end):
    page = window.evaluate_page
    page.bar.add_data(small_mnist)
    page.evaluate()
    qtbot.waitUntil(lambda: page.status.text == "Evaluating: 1 of 60 images")
    rebuild()
    page = window.evaluate_page
    assert page.status.text == "Evaluating: 1 of 60 images"
    assert not page.bar.isEnabled()
    with qtbot.waitSignal(window.workspace.evaluation.ended, timeout=WAIT_MS):
        may_end.set()
    assert page.bar.isEnabled()
    assert "small mnist" in page.status.text


def test_every_text_is_of_the_new_language(full_window, in_capitals):
    window = full_window
    # Names of a folder, of files, perhaps elided, and of languages, months and units.
    folder = re.escape(str(window.workspace.network.path.parent))
    months = "|".join(QLocale().monthName(number, SHORT) for number in range(1, 13))
    expected = re.compile(
        rf"{folder}|\S+…\S+|\b(?:lenet5|safetensors|npz|{months}|kB|MB|h|min|s|English)\b"
    )
    in_capitals()
    texts = [("", text) for text in told_texts(window)]
    for page in each_page(window):
        painted = painted_texts(window)
        assert len(painted) > 10, page
        texts += [(page.objectName(), text) for text in painted]
    former = {(page, text) for page, text in texts if re.search("[a-z]", expected.sub("", text))}
    assert sorted(former) == []


@pytest.mark.parametrize("name", ["pad", "eraser_button", "clear_button"])
def test_the_keyboard_stays_where_it_was(window, rebuild, hand, name):
    hand.draw((0.2, 0.2), (0.2, 0.8))
    window.findChild(QWidget, name).setFocus()
    rebuild()
    assert QApplication.focusWidget() is window.findChild(QWidget, name)


def receivers_of(model):
    """How many slots each signal of a model has, by the name of the signal."""
    # Not that of the instance, with which it would be deleted.
    meta = type(model).staticMetaObject
    methods = [meta.method(index) for index in range(meta.methodCount())]
    return {
        method.name().data(): model.receivers(f"2{method.methodSignature().data().decode()}")
        for method in methods
        if method.methodType() == QMetaMethod.MethodType.Signal
    }


def test_nothing_is_left_of_the_former_window(qtbot, full_window, rebuild, in_capitals):
    window = full_window
    for _ in each_page(window):
        pass
    rebuild()
    for _ in each_page(window):
        pass
    gc.collect()  # widgets of earlier tests

    def everything():
        # A job is connected to its thread until the thread has been deleted.
        qtbot.waitUntil(lambda: not _Thread._running)
        models = window.workspace.findChildren(QObject)
        parts = window.findChildren(QObject)
        return (
            len(QApplication.allWidgets()),
            sum(not isinstance(part, QAbstractAnimation) for part in parts),  # of Qt's style
            [receivers_of(model) for model in (window.workspace, *models)],
            receivers_of(window.workspace.settings),
        )

    before, pages = everything(), [weakref.ref(page) for page in window.pages]
    others = [weakref.ref(widget) for widget in (window.menus, window.notice, window.tabs)]
    for change_window in (in_capitals, rebuild, rebuild):
        change_window()
        for _ in each_page(window):
            pass
        assert everything() == before
    gc.collect()
    assert [ref() for ref in (*pages, *others)] == [None] * (len(pages) + len(others))


def test_an_open_dialog_is_closed(qtbot, window, rebuild):
    click(window.draw_page, "details_button")
    assert window.findChild(QWidget, "model_card").isVisible()
    rebuild()
    qtbot.waitUntil(lambda: window.findChild(QWidget, "model_card") is None)


def test_the_menus_are_those_of_the_page_in_front(window, rebuild):
    window.tabs.setCurrentWidget(window.my_digits_page)
    rebuild()
    assert window.tabs.currentWidget() is window.my_digits_page
    menus = [action.menu() for action in window.menus.actions()]
    shown = [action.objectName() for menu in menus for action in menu.actions()]
    assert "action_undo_my_digits" in shown
    assert "action_undo" not in shown


@pytest.fixture
def in_chinese(qtbot, window, monkeypatch):
    """Choose Chinese in the menu, and English again at the end."""
    monkeypatch.delenv("LENET_LANGUAGE")

    def choose(name):
        with qtbot.waitSignal(window.filled):
            menu_of(window, name)

    yield lambda: choose("action_language_zh")
    if shiboken6.isValid(window):
        menu_of(window, "action_language_en")


def menu_of(window, name):
    action = window.menus.findChild(QAction, name)
    menu = action.parent()
    menu.popup(window.pos())
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_a_language_is_chosen_in_the_menu_and_remembered(
    qtbot, window, hand, in_chinese, weight_file
):
    hand.draw((0.2, 0.2), (0.2, 0.8))
    in_chinese()
    assert window.tabs.tabText(0) == "手写(&D)"
    assert len(window.workspace.pad_history.value.strokes) == 1
    actions = [window.menus.findChild(QAction, f"action_language_{it}") for it in ("en", "zh")]
    assert [action.isChecked() for action in actions] == [False, True]
    assert [action.text() for action in actions] == ["English", "简体中文"]
    assert window.workspace.settings.language == "zh_CN"
    again = build_window(weight_file)
    qtbot.addWidget(again)
    assert again.tabs.tabText(0) == "手写(&D)"


def test_the_language_changes_in_the_middle_of_a_run(qtbot, window, in_chinese, small_mnist):
    window.tabs.setCurrentWidget(window.train_page)
    train_for_long(qtbot, window.train_page, small_mnist)
    training, points = window.workspace.training, len(window.workspace.training.curves.losses)
    in_chinese()
    assert training.state is RunState.RUNNING
    qtbot.waitUntil(lambda: re.fullmatch(r"第 \d+/\d+ 轮", window.train_page.progress.status))
    wait_for_epoch(qtbot, training, training.checkpoint.epoch + 1)
    assert len(training.curves.losses) > points
    assert stop(qtbot, window.train_page).end == "stopped"
    assert window.train_page.progress.status == "训练已停止"


def test_numbers_dates_and_dialogs_of_qt_are_of_the_language(window, in_chinese):
    in_chinese()
    assert window.train_page.locale().language() is QLocale.Language.Chinese
    assert QLocale().monthName(3, QLocale.FormatType.LongFormat) == "三月"
    box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Cancel, window)
    assert box.button(QMessageBox.StandardButton.Cancel).text() == "取消"
    box.deleteLater()


def test_an_unknown_language_changes_nothing(window):
    former = window.tabs
    with pytest.raises(ValueError, match="xx"):
        window.set_language("xx")
    assert window.tabs is former
    assert window.workspace.settings.language == "en"
