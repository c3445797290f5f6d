"""The code beside the numbers."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from tests.lenet_desktop.inside.test_question import click as click_value
from tests.lenet_desktop.inside.test_question import hover
from tests.support.window.clicks import click


@pytest.fixture
def code(page):
    click(page.findChild(QAbstractButton, "answers_3"))
    return page.findChild(QPlainTextEdit, "code_view")


def test_the_code_is_that_of_the_stage_under_the_mouse(page, code):
    assert code.toPlainText().startswith("# Conv2d.forward, layers.py:")
    hover(page, "f5", (3,))
    text = code.toPlainText()
    assert text.startswith("# Linear.forward, layers.py:")
    assert "\n# x (1, 400), weight (120, 400), bias (120,), y (1, 120)\n" in text
    assert "return x.dot(weight.T)" in text
    assert "# ReLU.forward" in text
    hover(page, "s4", (3, 2, 2))
    assert "# AvgPool2d.forward" in code.toPlainText()


def test_a_pin_shows_the_numbers_and_the_code_stays_a_click_away(page, code):
    click_value(page, "c3", (2, 2, 2))
    assert not code.isVisible()
    assert page.details.isVisible()
    click(page.findChild(QAbstractButton, "answers_3"))
    assert "# x (1, 6, 14, 14), weight" in code.toPlainText()


def test_the_code_is_not_set_again_while_drawing(page, code):
    code.verticalScrollBar().setValue(3)
    page.actions_in("edit")[0].trigger()
    QTest.qWait(0)
    assert code.verticalScrollBar().value() == 3
