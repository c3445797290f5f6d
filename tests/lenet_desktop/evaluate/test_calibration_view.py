"""The calibration charts: values, descriptions, mouse and keyboard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lenet_desktop.evaluate.calibration_view import CalibrationView
from tests.support.inputs.assessments import assessment_of


def mixed_answers(n_right, n_wrong):
    """Right answers are 95 % sure, wrong ones 55 %."""
    predicted = np.repeat([0, 1], [n_right, n_wrong])
    return assessment_of(np.zeros_like(predicted), predicted, np.where(predicted == 0, 0.95, 0.55))


@pytest.fixture
def view(qtbot):
    view = CalibrationView()
    qtbot.addWidget(view)
    view.resize(420, 500)
    view.show_assessment(mixed_answers(96, 4))
    with qtbot.waitExposed(view):
        view.show()
    return view


def test_shows_the_expected_calibration_error(view):
    expected = 0.96 * 0.05 + 0.04 * 0.55
    assert view.reliability.headline == f"Expected calibration error {expected * 100:.2f} %"


def test_describes_the_accuracy_of_a_bin(view):
    sentences = [view.reliability.sentence(n) for n in range(len(view.reliability.points))]
    assert sentences == [
        "4 answers with 53 % to 60 % confidence: 0.00 % correct",
        "96 answers with 93 % to 100 % confidence: 100.00 % correct",
    ]


def test_rejecting_unsure_answers_gains_accuracy(view):
    points = view.coverage.points
    assert (points[0].x(), points[0].y()) == (0, pytest.approx(0.96))
    gained = next(point for point in points if point.y() == 1)
    assert gained.x() == pytest.approx(0.04)
    low, high = view.coverage.y_range
    assert low <= 0.96 < high == 1
    assert view.coverage.headline == "Rejecting 3.0 % gives 98.97 % accuracy"


def test_mouse_and_keyboard_show_values(view):
    chart = view.coverage
    place = chart.axes.position(chart.points[2])
    QTest.mouseMove(chart, QPointF(place.x(), place.y()).toPoint())
    QApplication.processEvents()
    assert chart.accessibleDescription() == chart.sentence(2)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == chart.sentence(3)
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.accessibleDescription() == chart.sentence(len(chart.points) - 1)
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert chart.accessibleDescription() == chart.headline


@pytest.mark.parametrize("counts", [(0, 0), (1, 0), (0, 1), (300, 0), (0, 300), (5000, 1)])
def test_any_result_can_be_drawn(view, counts):
    view.show_assessment(mixed_answers(*counts))
    assert not view.grab().isNull()
    (left, right), (low, high) = view.coverage.x_range, view.coverage.y_range
    assert left < right
    assert low < high


def test_the_bare_values_are_those_of_the_charts(view):
    head, *bins = view.reliability.to_values()
    assert head == ["from", "to", "answers", "mean confidence", "accuracy"]
    assert [row[2:] for row in bins] == [
        [4, pytest.approx(0.55), 0],
        [96, pytest.approx(0.95), 1],
    ]
    head, *curve = view.coverage.to_values()
    assert head == ["share answered", "accuracy"]
    assert len(curve) == 100
    assert curve[-1] == [1, pytest.approx(0.96)]


def test_the_charts_use_a_wide_room(view):
    view.resize(1000, 400)
    QApplication.processEvents()
    assert view.reliability.y() == view.coverage.y()
    view.resize(420, 500)
    QApplication.processEvents()
    assert view.reliability.x() == view.coverage.x()
