"""A line plot: curves that grow, are zoomed and panned by mouse and keyboard, and read off."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lenet_desktop.charts.drawn_curve import DrawnCurve
from lenet_desktop.charts.line_plot import LinePlot
from lenet_desktop.theme.palette import DARK, LIGHT, palette_of
from tests.lenet_desktop.plotting import count_pixels, settled, shown

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BLUE = QColor("#2f66e0")


@pytest.fixture
def plot(qtbot):
    return shown(qtbot, LinePlot("epochs", "loss"))


def line(plot, name, last, strong=True, behind=False):
    """Draw a straight line from (0, 1) to (`last`, `last` + 1)."""
    x = np.linspace(0, last, 50)
    plot.draw_curve(DrawnCurve(name, np.stack([x, x + 1]), BLUE, strong=strong, behind=behind))


def test_points_arrive_and_the_view_grows_with_them(plot):
    line(plot, "loss", 10)
    (left, right), (bottom, top) = settled(plot)
    assert left <= 0 < 10 <= right < 12
    assert bottom <= 1 < 11 <= top < 13
    line(plot, "loss", 100)
    (left, right), _ = settled(plot)
    assert left <= 0 < 100 <= right
    assert plot.names == ["loss"]
    assert plot.points("loss")[1][-1] == 101


def test_a_curve_behind_does_not_squeeze_the_others(plot):
    line(plot, "loss", 2)
    alone = settled(plot)
    line(plot, "earlier", 60, behind=True)
    assert settled(plot) == alone
    plot.fit(everything=True)
    (left, right), _ = settled(plot)
    assert left <= 0 < 60 <= right
    plot.fit()
    assert settled(plot) == alone


def test_curves_behind_are_shown_whole_while_there_are_no_others(plot):
    line(plot, "earlier", 60, behind=True)
    assert plot.shows_all
    (left, right), _ = settled(plot)
    assert left <= 0 < 60 <= right
    line(plot, "loss", 2)
    assert not plot.shows_all
    assert settled(plot)[0][1] < 3


def test_a_curve_is_seen_in_its_colour_and_gone_when_removed(plot):
    assert count_pixels(plot, BLUE) == 0
    line(plot, "loss", 10)
    assert count_pixels(plot, BLUE) > 100
    plot.remove_curve("loss")
    assert plot.names == []
    assert count_pixels(plot, BLUE) == 0
    line(plot, "again", 10)
    assert count_pixels(plot, BLUE) > 100


@pytest.mark.parametrize("key", [Qt.Key.Key_Plus, Qt.Key.Key_Right, Qt.Key.Key_Up])
def test_a_zoomed_or_panned_view_stays_when_new_points_come_until_it_is_fitted(plot, key):
    line(plot, "loss", 10)
    fitted = settled(plot)
    QTest.keyClick(plot, key)
    before = settled(plot)
    assert before != fitted
    line(plot, "loss", 100)
    assert settled(plot) == before
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert settled(plot)[0][1] >= 100


def turn_wheel(plot, place):
    viewport = plot.findChild(type(plot._view)).viewport()
    event = QWheelEvent(
        place,
        viewport.mapToGlobal(place),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_the_wheel_zooms_and_the_zoom_is_kept_over_an_update(plot):
    line(plot, "loss", 10)
    left, right = settled(plot)[0]
    turn_wheel(plot, QPointF(plot.rect().center()))
    zoomed = settled(plot)
    assert zoomed[0][1] - zoomed[0][0] < right - left
    line(plot, "loss", 100)
    assert settled(plot) == zoomed


@pytest.mark.parametrize(("name", "zoomed"), [("bottom", 0), ("left", 1)])
def test_the_wheel_over_an_axis_zooms_that_axis_alone(plot, name, zoomed):
    line(plot, "loss", 10)
    before = settled(plot)
    turn_wheel(plot, plot._axes[name].sceneBoundingRect().center())
    after = settled(plot)
    assert after[1 - zoomed] == before[1 - zoomed]
    assert after[zoomed][1] - after[zoomed][0] < before[zoomed][1] - before[zoomed][0]
    line(plot, "loss", 100)
    assert settled(plot) == after


def test_the_keys_zoom_in_and_out_about_the_middle(plot):
    line(plot, "loss", 10)
    left, right = settled(plot)[0]
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    near = settled(plot)[0]
    assert near[1] - near[0] == pytest.approx(0.8 * (right - left))
    assert sum(near) == pytest.approx(left + right)
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert settled(plot)[0] == pytest.approx([left, right])
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert settled(plot)[0][0] == pytest.approx(left + 0.1 * (right - left))


def test_a_logarithmic_axis_shows_powers_of_ten_and_an_even_one_the_values(plot):
    x = np.arange(1.0, 5)
    plot.draw_curve(DrawnCurve("loss", np.stack([x, [10.0, 1, 0.1, 0.01]]), BLUE))
    plot.set_logarithmic(True)
    bottom, top = settled(plot)[1]
    assert -2.5 < bottom <= -2
    assert 1 <= top < 1.5
    assert plot.points("loss")[1][-1] == 0.01
    plot.set_logarithmic(False)
    bottom, top = settled(plot)[1]
    assert -1 < bottom <= 0.01
    assert 10 <= top < 11


def test_values_under_the_mouse_are_those_of_the_nearest_points(plot):
    plot.draw_curve(DrawnCurve("a", np.array([[1.0, 2, 3], [5, 6, 7]]), BLUE))
    plot.draw_curve(DrawnCurve("b", np.array([[1.0], [9]]), BLUE))
    plot.draw_curve(DrawnCurve("empty", np.empty((2, 0)), BLUE))
    assert plot.values_at(1.2) == {"a": 5, "b": 9}
    assert plot.values_at(1.8) == {"a": 6}
    assert plot.values_at(3.4) == {"a": 7}
    assert plot.values_at(3.6) == {}


def test_a_plot_follows_the_palette(plot):
    for colours in (LIGHT, DARK):
        plot.setPalette(palette_of(colours))
        assert plot.grab().toImage().pixelColor(2, 2) == QColor(colours.surface)
