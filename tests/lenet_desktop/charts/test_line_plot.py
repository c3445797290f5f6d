"""A line plot: curves that grow, are zoomed and panned by mouse and keyboard, and read off."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lenet_desktop.charts.line_plot import LinePlot
from lenet_desktop.theme.palette import DARK, LIGHT, palette_of
from tests.lenet_desktop.plotting import count_pixels, settled, shown

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BLUE = QColor("#2f66e0")


@pytest.fixture
def plot(qtbot):
    return shown(qtbot, LinePlot("epochs", "loss"))


def line(plot, name, last, strong=True):
    """Draw a straight line from (0, 1) to (`last`, `last` + 1)."""
    x = np.linspace(0, last, 50)
    plot.set_curve(name, x, x + 1, BLUE, strong=strong)


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


def test_the_wheel_zooms_and_the_zoom_is_kept_over_an_update(plot):
    line(plot, "loss", 10)
    left, right = settled(plot)[0]
    viewport = plot.findChild(type(plot._view)).viewport()
    place = QPointF(viewport.rect().center())
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
    zoomed = settled(plot)
    assert zoomed[0][1] - zoomed[0][0] < right - left
    line(plot, "loss", 100)
    assert settled(plot) == zoomed


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
    plot.set_curve("loss", x, np.array([10.0, 1, 0.1, 0.01]), BLUE)
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
    plot.set_curve("a", np.array([1.0, 2, 3]), np.array([5.0, 6, 7]), BLUE)
    plot.set_curve("b", np.array([1.0]), np.array([9.0]), BLUE)
    plot.set_curve("empty", np.array([]), np.array([]), BLUE)
    assert plot.values_at(1.2) == {"a": 5, "b": 9}
    assert plot.values_at(1.8) == {"a": 6}
    assert plot.values_at(3.4) == {"a": 7}
    assert plot.values_at(3.6) == {}


def test_a_plot_follows_the_palette(plot):
    for colours in (LIGHT, DARK):
        plot.setPalette(palette_of(colours))
        assert plot.grab().toImage().pixelColor(2, 2) == QColor(colours.surface)
