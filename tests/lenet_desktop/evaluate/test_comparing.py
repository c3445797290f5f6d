"""Two networks compared on the Evaluate page."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QPushButton, QTableView

from core.evaluation.confusion import Cell
from tests.support.evaluating import click, evaluate, shown

GROUPS = ["only_first", "only_second", "neither"]


def test_two_networks_are_compared(compared):
    assert compared.details.comparison.isVisible()
    values = compared.matrix.view.values
    numbers = [values.number(values.cells[cell]) for cell in [(3, 3), (3, 4), (4, 4), (4, 3)]]
    assert numbers == ["+3", "−3", "−1", "+1"]
    click(compared.findChild(QPushButton, "only_second_button"))
    assert shown(compared) == [2]
    click(compared.findChild(QPushButton, "only_first_button"))
    assert compared.details.gallery.isVisible()
    assert shown(compared) == [0, 1, 3]


def test_what_is_compared_is_named(compared):
    view = compared.details.comparison
    texts = [view.findChild(QPushButton, f"{name}_button").text() for name in GROUPS]
    assert [text.split()[0] for text in texts] == ["3", "1", "0"]
    assert view.findChild(QTableView, "comparison_table").accessibleName()


def test_a_cell_of_the_difference_shows_differing_predictions(compared):
    click(compared.matrix.view, Cell(3, 4))
    assert shown(compared) == [0, 1, 3]
    click(compared.findChild(QAbstractButton, "measure_0"))
    assert shown(compared) == []


def test_without_a_comparison_none_is_shown(qtbot, compared):
    compared.bar.reference.box.setCurrentIndex(0)
    evaluate(qtbot, compared)
    assert not compared.findChild(QAbstractButton, "measure_3").isVisible()
    assert not compared.details.comparison.isVisible()
    values = compared.matrix.view.values
    assert values.number(values.cells[4, 3]) == "1"
