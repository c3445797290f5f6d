"""Probability bars: lengths, colours and accessible descriptions."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QPalette, QRegion

from lenet_desktop.charts.probability_bars import ProbabilityBars


@pytest.fixture(params=[Qt.Orientation.Horizontal, Qt.Orientation.Vertical])
def bars(request, qtbot):
    bars = ProbabilityBars(request.param)
    qtbot.addWidget(bars)
    bars.resize(400, 400)
    return bars


def probabilities(label, share):
    values = np.full(10, (1 - share) / 9, np.float32)
    values[label] = share
    return values


def lengths(bars, role):
    """The length of the bar of each digit, in pixels, that is painted in a colour."""
    image, colour = bars.grab().toImage(), bars.palette().color(role).rgb()
    painted = np.array([[image.pixel(x, y) == colour for x in range(400)] for y in range(400)])
    is_row_per_digit = bars.sizeHint().height() > bars.sizeHint().width() / 2 and (
        bars.minimumSizeHint().width() == 200
    )
    middles = 40 * np.arange(10) + 20
    return (painted if is_row_per_digit else painted.T)[middles].sum(axis=1)


def test_a_bar_is_as_long_as_its_digit_is_probable(bars):
    bars.show_probabilities(probabilities(3, 0.3))
    short = lengths(bars, QPalette.ColorRole.Accent)
    bars.show_probabilities(probabilities(3, 0.9))
    long = lengths(bars, QPalette.ColorRole.Accent)
    assert short.nonzero()[0].tolist() == long.nonzero()[0].tolist() == [3]
    assert long[3] == pytest.approx(3 * short[3], abs=12)
    assert bars.values[3] == np.float32(0.9)


def test_an_unsure_answer_has_no_accent(bars):
    bars.show_probabilities(probabilities(3, 0.6), is_sure=False)
    assert not lengths(bars, QPalette.ColorRole.Accent).any()
    assert lengths(bars, QPalette.ColorRole.Dark).argmax() == 3


def test_bars_are_read_out_the_likeliest_first(bars):
    values = np.zeros(10, np.float32)
    values[[3, 5, 8]] = 0.955, 0.04, 0.005
    bars.show_probabilities(values)
    assert bars.accessibleDescription() == "3: 95.5 %, 5: 4.0 %"


def test_without_probabilities_no_bar_is_filled(bars):
    bars.show_probabilities(probabilities(3, 0.9))
    bars.show_probabilities(None)
    assert not bars.values.any()
    assert not lengths(bars, QPalette.ColorRole.Accent).any()
    assert bars.accessibleDescription() == "Nothing to read yet"


class Painted(QObject):
    """The region that a widget has painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.region += event.region()
        return super().eventFilter(watched, event)


def painted_on_screen(bars):
    return QGuiApplication.primaryScreen().grabWindow(bars.winId()).toImage()


def test_changed_cells_look_as_if_all_were_painted(bars, qtbot):
    rng = np.random.default_rng(1)
    with qtbot.waitExposed(bars):
        bars.show()
    for number in range(40):
        values = np.exp(rng.normal(0, rng.choice([0.01, 2, 9]), 10)).astype(np.float32)
        values = None if number % 10 == 9 else values / values.sum()
        bars.show_probabilities(values, is_sure=bool(rng.integers(2)))
        QGuiApplication.processEvents()
        assert painted_on_screen(bars) == bars.grab().toImage()


def test_only_the_cells_that_change_are_painted(bars, qtbot):
    with qtbot.waitExposed(bars):
        bars.show()
    values = np.array([0.01, 0.01, 0.7, 0.02, 0.2, 0.01, 0.01, 0.02, 0.01, 0.01], np.float32)
    bars.show_probabilities(values)
    QGuiApplication.processEvents()
    painted = Painted(bars)
    values = values.copy()
    values[[2, 4]] = 0.6, 0.3
    bars.show_probabilities(values)
    QGuiApplication.processEvents()
    rows = [painted.region.intersects(bars._cell(digit).toAlignedRect()) for digit in range(10)]
    assert np.flatnonzero(rows).tolist() == [2, 4]
