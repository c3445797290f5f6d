"""Every control of a page has a name, is reached by the keyboard and fits a small screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QSlider,
)

from tests.support.window.cut_off import is_cut_off
from tests.support.window.training import button, set_up, train_to_the_end

pytestmark = pytest.mark.usefixtures("no_plot_files")
CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox, QSlider)


@pytest.fixture
def page(window):
    window.asks_before_closing = False
    window.tabs.setCurrentWidget(window.train_page)
    return window.train_page


def controls_of(page):
    controls = [control for kind in CONTROLS for control in page.findChildren(kind)]
    return [control for control in controls if not control.objectName().startswith("qt_")]


def is_named(control):
    return control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())


def test_every_control_has_a_name_for_a_screen_reader(page):
    controls = controls_of(page)
    assert controls
    assert [control.objectName() for control in controls if not is_named(control)] == []


def test_the_keyboard_reaches_every_control(page):
    page.window().activateWindow()
    reached = set()
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    controls = {
        control for control in controls_of(page) if control.isVisible() and control.isEnabled()
    }
    controls.remove(button(page, "train_side_1"))  # reached by the arrow keys
    assert {control.objectName() for control in controls - reached} == set()


def test_the_train_page_fits_a_small_screen(qtbot, window, page, small_mnist):
    set_up(page, small_mnist, epochs=1)
    train_to_the_end(qtbot, page)
    page.findChild(QLabel, "outcome_text").setText("as long as the text of a failure " * 8)
    window.resize(900, 600)
    cards = [page.progress, page.outcome, page.board, page.live_digit, page.confusion]

    def check():
        assert (window.width(), window.height()) == (900, 600)
        corners = [card.mapTo(page, card.rect().bottomRight()) for card in cards]
        assert all(page.rect().contains(corner) for corner in corners)

    qtbot.waitUntil(check)  # The plots are made in later turns.


@pytest.fixture
def large_font(qapp):
    font = qapp.font()
    large = QFont(font)
    large.setPointSizeF(14)
    qapp.setFont(large)
    yield
    qapp.setFont(font)


def test_no_text_is_cut_off_with_a_large_font(
    qtbot,
    large_font,
    window,
    hand,
    small_mnist,
):
    window.asks_before_closing = False
    window.resize(1080, 740)
    hand.draw((0.3, 0.2), (0.6, 0.8))
    window.workspace.reader.read_now()
    set_up(window.train_page, small_mnist, epochs=1)
    train_to_the_end(qtbot, window.train_page)
    seen, cut_off = 0, set()
    for page in window.pages:
        window.tabs.setCurrentWidget(page)
        QTest.qWait(0)
        widgets = [one for kind in (QLabel, *CONTROLS) for one in page.findChildren(kind)]
        # The buttons of the digits give up their padding.
        slim = set(page.findChildren(QAbstractButton, QRegularExpression("^digit_\\d$")))
        shown = [one for one in widgets if one.isVisible() and one not in slim]
        seen += len(shown)
        cut_off |= {(one.objectName(), one.size().toTuple()) for one in shown if is_cut_off(one)}
    assert (window.width(), window.height()) == (1080, 740)
    assert seen > 40
    assert cut_off == set()
