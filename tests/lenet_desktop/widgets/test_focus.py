"""The keyboard acts on the visible page alone: no hidden widget ever has the focus."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.evaluation import evaluate as evaluation
from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.train.form.plan_fields import with_values

PAGES = ["draw_page", "inside_page", "train_page", "evaluate_page", "my_digits_page"]
WAIT_MS = 30_000


def ink(place):
    return (np.array([[0.3, 0.1], [0.4 + 0.01 * place, 0.9]]),)


def press(key):
    """Send a key to the widget that has the focus."""
    QTest.keySequence(QApplication.focusWidget(), key)
    QTest.qWait(0)


def labels(window):
    return [drawing.label for drawing in window.workspace.my_digits.drawings]


def turn_to(window, page):
    window.tabs.setCurrentWidget(window.findChild(QObject, page))
    QTest.qWait(0)


@pytest.fixture
def hidden_focus(qapp, window):
    """The hidden widgets that were focused so far."""
    hidden = []

    class Watch(QObject):
        def look(self, _, now):
            if now is not None and not now.isVisible():
                hidden.append(now)

    watch = Watch()
    window.activateWindow()
    QTest.qWait(0)
    assert QApplication.focusWidget() is window.draw_page.pad
    qapp.focusChanged.connect(watch.look)
    yield hidden
    qapp.focusChanged.disconnect(watch.look)


@pytest.fixture
def visited(qtbot, window, hidden_focus):
    """A window with two kept digits, back on the draw page after a visit to My Digits."""
    for place, digit in enumerate((1, 2)):
        window.workspace.my_digits.keep(ink(place), digit)
    with qtbot.waitSignal(window.my_digits_page.reading.changed):
        turn_to(window, "my_digits_page")
    assert window.my_digits_page.gallery.chosen
    turn_to(window, "draw_page")
    return window


def draw_three(hand):
    hand.draw((0.3, 0.2), (0.6, 0.3), (0.45, 0.5), (0.6, 0.7), (0.3, 0.8))
    QTest.qWait(0)


def test_a_label_can_be_corrected_by_the_next_key(window, hand, hidden_focus):
    draw_three(hand)
    press("8")
    press("3")
    assert labels(window) == ["3"]
    assert hidden_focus == []


def test_delete_clears_the_pad_after_a_label_and_undo_brings_the_drawing_back(
    window, hand, hidden_focus
):
    draw_three(hand)
    drawn = window.workspace.pad_history.value
    press("3")
    press("Del")
    assert window.workspace.pad_history.value.is_blank
    assert labels(window) == ["3"]
    press("Ctrl+Z")
    assert window.workspace.pad_history.value == drawn
    press("Ctrl+Z")
    assert window.workspace.pad_history.value.is_blank
    assert labels(window) == ["3"]
    assert hidden_focus == []


def test_after_a_visit_to_my_digits_keys_label_the_new_drawing(visited, hand, hidden_focus):
    hand.draw((0.4, 0.2), (0.3, 0.5), (0.7, 0.5))
    press("7")
    assert labels(visited) == ["1", "2", "7"]
    press("4")
    assert labels(visited) == ["1", "2", "4"]
    press("Del")
    assert labels(visited) == ["1", "2", "4"]
    assert visited.workspace.pad_history.value.is_blank
    press("Ctrl+Z")
    assert labels(visited) == ["1", "2", "4"]
    assert len(visited.workspace.pad_history.value.strokes) == 1
    assert hidden_focus == []


@pytest.mark.parametrize("page", PAGES[:3])
def test_no_key_on_another_page_changes_a_kept_digit(visited, page):
    turn_to(visited, page)
    for _ in range(12):
        for key in ("7", "Del", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+A"):
            press(key)
            assert labels(visited) == ["1", "2"]
        press("Tab")
    assert visited.tabs.currentWidget().objectName() == page


def change_my_digits(window):
    """Every change of the collection, each from another place than its page."""
    digits = window.workspace.my_digits
    for place in range(3):
        yield digits.keep(ink(10 + place), place)
    yield digits.relabel(digits.drawings[:2], 9)
    yield digits.delete(digits.drawings[:1])
    yield digits.undo()
    yield digits.redo()
    yield digits.delete(digits.drawings)
    yield digits.undo()
    yield window.workspace.network.use(
        window.workspace.network.weights, window.workspace.network.path
    )
    yield digits.delete(digits.drawings)


@pytest.mark.parametrize("seen", PAGES)
def test_a_change_of_my_digits_moves_no_focus_to_a_hidden_page(qtbot, window, hidden_focus, seen):
    turn_to(window, seen)
    had_focus = QApplication.focusWidget()
    for _ in change_my_digits(window):
        qtbot.waitUntil(lambda: not window.my_digits_page.reading._job.is_running)
        assert QApplication.focusWidget().isVisible()
        assert seen == "my_digits_page" or QApplication.focusWidget() is had_focus
        turn_to(window, "my_digits_page")
        qtbot.waitUntil(lambda: not window.my_digits_page.reading._job.is_running)
        turn_to(window, seen)
        had_focus = QApplication.focusWidget()
    assert hidden_focus == []


@pytest.mark.parametrize("page", ["draw_page", "evaluate_page"])
@pytest.mark.parametrize("outcome", ["succeeded", "stopped", "failed"])
def test_an_evaluation_that_ends_on_a_hidden_page_takes_no_focus(
    qtbot, window, hidden_focus, small_mnist, monkeypatch, page, outcome
):
    may_end, assess = threading.Event(), evaluation.assess

    def wait_and_assess(*arguments):
        may_end.wait()
        if outcome == "failed":
            raise MemoryError
        return (yield from assess(*arguments))

    monkeypatch.setattr(evaluation, "assess", wait_and_assess)
    turn_to(window, "evaluate_page")
    evaluate = window.evaluate_page
    evaluate.bar.add_data(small_mnist)
    evaluate.bar.evaluate_button.setFocus()
    press("Space")
    turn_to(window, page)
    had_focus = QApplication.focusWidget()
    with qtbot.waitSignal(evaluate.run.ended, timeout=WAIT_MS):
        if outcome == "stopped":
            evaluate.run.stop()
        may_end.set()
    assert page == "evaluate_page" or QApplication.focusWidget() is had_focus
    turn_to(window, "draw_page")
    turn_to(window, "evaluate_page")
    assert QApplication.focusWidget().isVisible()
    assert hidden_focus == []


def test_a_run_that_ends_on_a_hidden_page_takes_no_focus(qtbot, window, hidden_focus, small_mnist):
    train = window.train_page
    turn_to(window, "train_page")
    train.setup.data.show_sources((str(small_mnist),))
    train.setup.form.show_plan(with_values(PRESETS["quick"], {"epochs": 1}))
    train.controls.train_button.setFocus()
    with qtbot.waitSignals([train.training.ended, train.runs.earlier.changed], timeout=WAIT_MS):
        press("Space")
        turn_to(window, "draw_page")
    for page in PAGES:
        turn_to(window, page)
        assert QApplication.focusWidget().isVisible()
    assert hidden_focus == []


def test_digits_loaded_at_the_start_leave_the_focus_on_the_pad(qtbot, window, weight_file):
    window.workspace.my_digits.keep(ink(0), 4)
    window.close()
    again = build_window(weight_file)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.workspace.my_digits.changed):
        again.show()
        again.activateWindow()
    QTest.qWait(0)
    assert QApplication.focusWidget() is again.draw_page.pad


def test_my_digits_receives_the_keys_in_its_tiles(visited):
    turn_to(visited, "my_digits_page")
    assert QApplication.focusWidget() is visited.my_digits_page.gallery.tiles
    visited.my_digits_page.bar.learn_button.setFocus()
    turn_to(visited, "draw_page")
    turn_to(visited, "my_digits_page")
    assert QApplication.focusWidget() is visited.my_digits_page.bar.learn_button


def test_the_focus_stays_in_the_tiles_after_a_deletion(qtbot, visited):
    turn_to(visited, "my_digits_page")
    tiles = visited.my_digits_page.gallery.tiles
    QTest.keyClick(tiles, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: tiles.model().rowCount() == 1)
    assert QApplication.focusWidget() is tiles
    press("Del")
    assert labels(visited) == []
    assert QApplication.focusWidget() is visited.my_digits_page.empty.button
