"""The legend: complete entries, and the number of those that do not fit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from lenet_desktop.charts.legend import Legend, LegendEntry
from tests.lenet_desktop.plotting import count_pixels, shown

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

COLOURS = [QColor("#aa0000"), QColor("#00aa00"), QColor("#0000aa")]


@pytest.fixture
def legend(qtbot):
    legend = shown(qtbot, Legend())
    legend.show_entries([LegendEntry(colour, "curve", "0.25") for colour in COLOURS])
    return legend


def test_every_curve_is_named_where_there_is_room(legend):
    assert legend.fitting == 3
    assert all(count_pixels(legend, colour) for colour in COLOURS)


def test_names_that_need_more_room_are_on_more_lines(legend):
    line = legend.sizeHint().height()
    legend.show_entries([LegendEntry(colour, "a curve with a name") for colour in COLOURS])
    legend.setFixedWidth(200)
    assert (legend.fitting, legend.sizeHint().height()) == (3, 3 * line)
    legend.resize(legend.sizeHint())
    legend.setFixedWidth(200)
    assert all(count_pixels(legend, colour) for colour in COLOURS)
    # Values under the mouse move nothing.
    values = [LegendEntry(colour, "a curve with a name", "0.25") for colour in COLOURS]
    legend.show_entries([LegendEntry(None, "epoch 2"), *values])
    assert legend.sizeHint().height() == 3 * line


def test_an_entry_that_does_not_fit_is_left_out_whole(legend):
    legend.setFixedWidth(200)
    assert 0 < legend.fitting < 3
    seen = [bool(count_pixels(legend, colour)) for colour in COLOURS]
    assert seen == [number < legend.fitting for number in range(3)]


def test_what_is_left_out_can_be_read_all_the_same(legend):
    legend.setFixedWidth(40)
    assert legend.toolTip() == "curve 0.25\ncurve 0.25\ncurve 0.25"
    assert legend.accessibleName() == "curve 0.25, curve 0.25, curve 0.25"


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_the_others_are_listed(legend, by):
    legend.setFixedWidth(120)
    more = legend.findChild(QToolButton, "all_curves_button")
    assert more.isVisible()
    assert more.text() == f"+{3 - legend.fitting}"
    assert legend.rect().contains(more.geometry())
    assert more.width() >= more.sizeHint().width()
    if by == "mouse":
        QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(more, Qt.Key.Key_Space)
    (menu,) = legend.findChildren(QMenu, "all_curves_menu")
    assert [action.text() for action in menu.actions()] == ["curve 0.25"] * 3
    menu.close()
    legend.setFixedWidth(600)
    assert not more.isVisible()


def test_a_low_plot_keeps_its_room(qtbot):
    card = shown(qtbot, QWidget())
    card.resize(200, 140)
    legend = Legend(card)
    legend.resize(200, 20)
    legend.show_entries([LegendEntry(colour, "a curve with a name") for colour in COLOURS])
    assert legend.sizeHint().height() <= 35
