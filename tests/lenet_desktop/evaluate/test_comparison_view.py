"""Comparing two networks: who reads what, where they differ, and the figures of both."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget

from core.evaluation.comparison import Agreement, Comparison
from lenet_desktop.evaluate.comparison_view import (
    ComparisonView,
    comparison_texts,
    comparison_values,
    significance_text,
)
from tests.support.inputs.assessments import assessment_of
from tests.support.window.clicks import click

LABELS = [4, 4, 4, 9, 9]


def read_as(*predicted):
    return assessment_of(LABELS, predicted)


@pytest.fixture
def comparison():
    return Comparison("one", read_as(4, 9, 9, 9, 4), "two", read_as(4, 4, 7, 4, 9))


def test_accuracies_are_beside_each_other(comparison):
    assert comparison_texts(comparison)[0] == ["Digit", "one", "two", "Difference"]
    assert comparison_texts(comparison)[1] == ["0", "–", "–", "–"]
    assert comparison_texts(comparison)[5] == ["4", "33.33 %", "66.67 %", "−33.33 %"]
    assert comparison_values(comparison)[5] == [4, 1 / 3, 2 / 3, 1 / 3 - 2 / 3]


def test_a_click_on_a_group_asks_for_its_images(qtbot, comparison):
    view = ComparisonView()
    qtbot.addWidget(view)
    view.show_comparison(comparison)
    view.show()
    button = view.findChild(QPushButton, "only_second_button")
    assert button.text() == "2 correct only in two"
    with qtbot.waitSignal(view.group_chosen) as chosen:
        click(button)
    assert chosen.args == [Agreement.ONLY_SECOND]
    assert view.findChild(QTableWidget).item(4, 3).text() == "−33.33 %"


@pytest.mark.parametrize(
    ("p_value", "text"),
    [
        (1, "The difference may be due to chance (p = 1)."),
        (0.0512, "The difference may be due to chance (p = 0.051)."),
        (0.049, "The difference is larger than chance explains (p = 0.049)."),
        (1e-9, "The difference is larger than chance explains (p < 0.001)."),
    ],
)
def test_chance_is_judged_by_the_usual_limit(p_value, text):
    assert significance_text(p_value) == text


def test_the_view_shows_whether_the_difference_is_chance(qtbot, comparison):
    view = ComparisonView()
    qtbot.addWidget(view)
    view.show_comparison(comparison)
    label = view.findChild(QLabel, "comparison_significance")
    assert comparison.p_value() == 1
    assert label.text() == "The difference may be due to chance (p = 1)."


def test_the_accuracy_of_either_network_has_its_interval(qtbot, comparison):
    view = ComparisonView()
    qtbot.addWidget(view)
    view.show_comparison(comparison)
    assert view.findChild(QLabel, "comparison_accuracies").text().splitlines() == [
        "one: 40.00 %, 95 % confidence interval 11.76 % to 76.93 %",
        "two: 60.00 %, 95 % confidence interval 23.07 % to 88.24 %",
    ]


def test_an_empty_group_is_not_offered(qtbot, comparison):
    view = ComparisonView()
    qtbot.addWidget(view)
    view.show_comparison(Comparison("a & b", comparison.first, "two", comparison.first))
    button = view.findChild(QPushButton, "only_first_button")
    assert not button.isEnabled()
    assert button.text() == "0 correct only in a && b"
