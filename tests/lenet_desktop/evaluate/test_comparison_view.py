"""Comparing two networks: who reads what, where they differ, and the figures of both."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableWidget

from core.data.examples import Examples
from core.evaluation.assessment import Assessment
from core.evaluation.confusion import ALL, Cell, confusion_of
from lenet_desktop.evaluate.comparison_view import Agreement, Comparison, ComparisonView

LABELS = np.array([4, 4, 4, 9, 9], np.uint8)


def assessment_of(predicted):
    predicted = np.array(predicted)
    probabilities = np.eye(10, dtype=np.float32)[predicted]
    return Assessment(
        Examples(np.zeros((5, 28, 28), np.uint8), LABELS),
        probabilities,
        predicted,
        probabilities.max(axis=1),
        probabilities.max(axis=1) < 0.5,
        confusion_of(LABELS, predicted),
    )


@pytest.fixture
def comparison():
    return Comparison("one", assessment_of([4, 9, 9, 9, 4]), "two", assessment_of([4, 4, 7, 4, 9]))


@pytest.mark.parametrize(
    ("group", "numbers"),
    [(Agreement.ONLY_FIRST, [3]), (Agreement.ONLY_SECOND, [1, 4]), (Agreement.NEITHER, [2])],
)
def test_groups_are_told_apart_by_who_reads_them(comparison, group, numbers):
    assert comparison.group(group).tolist() == numbers


@pytest.mark.parametrize(
    ("place", "numbers"),
    [
        (ALL, [1, 2, 3, 4]),
        (Cell(4, None), [1, 2]),
        (Cell(None, 7), [2]),
        (Cell(4, 9), [1, 2]),
        (Cell(9, 4), [3, 4]),
        (Cell(4, 7), [2]),
        (Cell(0, 0), []),
    ],
)
def test_a_place_has_the_examples_that_only_one_reads_so(comparison, place, numbers):
    assert comparison.differing(place).tolist() == numbers


def test_figures_stand_beside_each_other(comparison):
    assert comparison.to_texts()[0] == ["Digit", "one", "two", "Difference"]
    assert comparison.to_texts()[5] == ["4", "33.33 %", "66.67 %", "−33.33 %"]
    assert comparison.to_values()[5] == [4, 1 / 3, 2 / 3, 1 / 3 - 2 / 3]


def test_a_click_on_a_group_asks_for_its_images(qtbot, comparison):
    view = ComparisonView()
    qtbot.addWidget(view)
    view.show_comparison(comparison)
    view.show()
    button = view.findChild(QPushButton, "only_second_button")
    assert button.text() == "2 read by two alone"
    with qtbot.waitSignal(view.group_chosen) as chosen:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.args == [Agreement.ONLY_SECOND]
    assert view.findChild(QTableWidget).item(4, 3).text() == "−33.33 %"


def test_an_empty_group_is_not_offered(qtbot, comparison):
    view = ComparisonView()
    qtbot.addWidget(view)
    view.show_comparison(Comparison("a & b", comparison.first, "two", comparison.first))
    button = view.findChild(QPushButton, "only_first_button")
    assert not button.isEnabled()
    assert button.text() == "0 read by a && b alone"
