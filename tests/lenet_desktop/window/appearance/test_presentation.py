"""Presentation mode: opened and left by a key, drawn in, in any language, large enough."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.support.window.clicks import button, click
from tests.support.window.cut_off import is_cut_off
from tests.support.window.hand import Hand
from tests.support.window.training import set_up, train_to_the_end


@pytest.fixture(autouse=True)
def _active(window):
    window.activateWindow()
    QTest.qWait(0)


def presentation(window):
    return window.findChild(QWidget, "presentation")


def start(window):
    QTest.keyClick(window, Qt.Key.Key_F5)
    QTest.qWait(0)
    return presentation(window)


def test_a_key_starts_and_ends_it(qtbot, window):
    action = window.findChild(QAction, "action_presentation")
    assert start(window).isVisible()
    assert action.isChecked()
    assert not window.tabs.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.tabs.isVisible()
    assert not action.isChecked()
    qtbot.waitUntil(lambda: presentation(window) is None)
    start(window)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.tabs.isVisible()
    start(window)
    click(window.findChild(QWidget, "close_presentation_button"))
    assert window.tabs.isVisible()


@pytest.mark.parametrize("size", [(640, 300), (683, 400), (1280, 720)])
def test_texts_fit_any_screen(window, size):
    view = start(window)
    view.setParent(None)
    view.resize(*size)
    view.show()
    QTest.qWait(0)
    confidence = view.findChild(QLabel, "presented_confidence")
    assert confidence.text() == "Nothing drawn yet"
    assert not is_cut_off(confidence)
    bars = view.findChild(QWidget, "presented_probabilities")
    assert 10 * QFontMetrics(bars.font()).height() <= bars.height() + 10
    view.setParent(window.centralWidget())


def test_a_drawing_is_read_large(window):
    view = start(window)
    pad = view.findChild(QWidget, "presented_pad")
    Hand(pad).draw((0.5, 0.2), (0.5, 0.8))
    window.workspace.reader.read_now()
    digit = view.findChild(QLabel, "presented_prediction")
    assert digit.text() == window.workspace.reader.reading.text
    pixels = view.findChild(QWidget, "presented_input").pixels
    assert (pixels == window.workspace.reader.image).all()
    click(button(view, "presented_action_clear"))
    assert window.workspace.pad_history.value.is_blank
    click(button(view, "presented_action_undo"))
    assert len(window.workspace.pad_history.value.strokes) == 1


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1040), (900, 600)])
def test_it_can_be_read_from_the_last_row(window, hand, size):
    hand.draw((0.5, 0.2), (0.5, 0.8))
    window.workspace.reader.read_now()
    window.resize(*size)
    view = start(window)
    assert (window.width(), window.height()) == size
    usual = QFontMetrics(QApplication.font()).height()
    share = view.findChild(QLabel, "presented_confidence")
    assert QFontMetrics(share.font()).height() > 1.6 * usual
    assert share.height() >= share.sizeHint().height()
    digit = view.findChild(QLabel, "presented_prediction")
    assert digit.height() > size[1] / 5
    for name in ("presented_pad", "presented_input", "presented_probabilities"):
        part = view.findChild(QWidget, name)
        corner = part.mapTo(window, part.rect().bottomRight())
        assert window.rect().contains(corner)
        assert min(part.width(), part.height()) > size[1] / 4, name


@pytest.mark.usefixtures("no_plot_files")
def test_the_curves_are_thick(qtbot, window, small_mnist):
    window.tabs.setCurrentWidget(window.train_page)
    set_up(window.train_page, small_mnist, epochs=2)
    train_to_the_end(qtbot, window.train_page)
    usual = window.train_page.board.loss_plot.plot
    qtbot.waitUntil(lambda: len(usual.names) == 2)
    view = start(window)
    curves = view.findChild(QWidget, "presented_curves")
    assert curves.isVisible()
    qtbot.waitUntil(lambda: len(curves.loss_plot.plot.names) == 2)
    wide = curves.loss_plot.plot
    (name,) = (name for name in usual.names if name.startswith("average"))
    widths = [plot._curves[name].item.opts["pen"].widthF() for plot in (wide, usual)]
    assert widths[0] > 2 * widths[1]
    click(button(view, "presentation_view_0"))
    assert view.findChild(QWidget, "presented_pad").isVisible()


def test_it_stays_in_another_language_and_a_lesson_waits(qtbot, window, hand):
    hand.draw((0.5, 0.2), (0.5, 0.8))
    start(window)
    with qtbot.waitSignal(window.filled):
        window.set_language("zh_CN")
    (view,) = (each for each in window.findChildren(QWidget, "presentation") if each.isVisible())
    assert view.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.tabs.isVisible()
