"""The table of the digits: its figures, its order, its text, and the digits that stand out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.evaluation.confusion import DigitMetrics
from lenet_desktop.evaluate.digit_table import PerDigitTable, weakest
from tests.support.window.clicks import click

CORRECT = [90, 91, 92, 93, 94, 50, 96, 97, 98, 99]


@pytest.fixture
def table(qtbot):
    table = PerDigitTable()
    qtbot.addWidget(table)
    table.show_metrics([DigitMetrics(digit, CORRECT[digit], 100, 110) for digit in range(10)])
    table.resize(500, 300)
    table.show()
    return table


def press_header(table, column):
    header = table.horizontalHeader()
    middle = header.sectionPosition(column) + header.sectionSize(column) // 2
    spot = QPoint(middle, header.height() // 2)
    click(header.viewport(), spot)


def digits(table):
    return [int(row[0]) for row in table.to_texts()[1:]]


def test_shows_the_reports_columns_and_the_usual_ones(table):
    head, first = table.to_texts()[:2]
    assert head == ["Digit", "Accuracy", "Correct", "Total", "Precision", "Recall", "F1"]
    assert first == ["0", "90.00 %", "90", "100", "81.82 %", "90.00 %", "85.71 %"]


@pytest.mark.parametrize(
    ("total", "predicted", "texts"),
    [
        (0, 0, ["0", "–", "0", "0", "–", "–", "–"]),
        (0, 5, ["0", "–", "0", "0", "0.00 %", "–", "0.00 %"]),
        (5, 0, ["0", "0.00 %", "0", "5", "–", "0.00 %", "0.00 %"]),
    ],
)
def test_nothing_has_no_share(table, total, predicted, texts):
    table.show_metrics([DigitMetrics(0, 0, total, predicted)])
    assert table.to_texts()[1] == texts


def test_values_are_bare(table):
    assert table.to_values()[1] == [0, 0.9, 90, 100, 90 / 110, 0.9, 180 / 210]


def test_a_click_on_a_column_sorts_by_its_numbers(table):
    press_header(table, 2)
    assert digits(table) == sorted(range(10), key=CORRECT.__getitem__)
    press_header(table, 2)
    assert digits(table) == sorted(range(10), key=CORRECT.__getitem__, reverse=True)


def test_the_sort_order_is_kept_for_new_metrics(table):
    press_header(table, 2)
    table.show_metrics([DigitMetrics(digit, 100 - digit, 100, 100) for digit in range(10)])
    assert digits(table) == list(range(9, -1, -1))


def test_weak_digits_stand_out(table):
    roles = Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.AccessibleDescriptionRole
    marked = [
        row
        for row in range(10)
        if all(table.model().index(row, 1).data(role) is not None for role in roles)
    ]
    assert marked == [5]


def test_where_all_are_alike_none_is_weak():
    assert weakest([DigitMetrics(digit, 9, 10, 10) for digit in range(10)]) == frozenset()
    assert weakest([DigitMetrics(digit, 0, 0, 0) for digit in range(10)]) == frozenset()


def test_a_digit_without_examples_is_not_weak():
    rows = [DigitMetrics(digit, 9 if digit else 0, 10 if digit else 0, 9) for digit in range(9)]
    assert weakest([*rows, DigitMetrics(9, 1, 10, 1)]) == frozenset([9])


def test_the_whole_table_is_copied_as_text(table, clipboard):
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = clipboard.text().splitlines()
    assert len(lines) == 11
    assert lines[1] == "0\t90.00 %\t90\t100\t81.82 %\t90.00 %\t85.71 %"


def test_selected_rows_alone_are_copied(table, clipboard):
    table.selectRow(5)
    table.copy()
    assert [line.split("\t")[0] for line in clipboard.text().splitlines()] == ["Digit", "5"]


@pytest.mark.parametrize("width", [400, 800])
def test_the_columns_share_the_width_and_none_is_cut_off(table, width):
    table.resize(width, 300)
    header, metrics = table.horizontalHeader(), table.fontMetrics()
    sizes = [header.sectionSize(column) for column in range(header.count())]
    assert sum(sizes) == table.viewport().width()
    for size, texts in zip(sizes, zip(*table.to_texts(), strict=True), strict=True):
        assert size >= max(metrics.horizontalAdvance(text) for text in texts)
