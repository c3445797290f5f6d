"""Each lesson is played through with the mouse and the keyboard, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from tests.support.lessons import LANGUAGES


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def bright(values):
    return values > 0.9


def test_lesson_2(student, language):
    student.begin(2, language)
    assert student.window.tabs.currentWidget() is student.window.inside_page
    assert not student.window.tabs.isTabVisible(2)
    assert not student.is_noticed()
    student.draw(7)
    student.done()
    student.pin("input", (0, 0, 0))
    assert not student.is_noticed()
    student.pin("input", student.place_of("input", bright))
    student.done()
    c1 = student.values["c1"]
    student.pin("c1", student.place_of("c1", lambda values: values == values[values > 0].min()))
    assert not student.is_noticed()
    student.pin("c1", student.place_of("c1", lambda values: values > 0.95 * values.max()))
    student.done()
    student.read()
    _, (strong, *_) = student.window.inside_page.question.pinned
    student.pin("c1", (strong, 3, 3))
    assert not student.is_noticed()
    student.pin("c1", ((strong + 1) % 6, 12, 12))
    student.done()
    # The rows of the image that the kernels see are black above and below the digit, so that
    # the sum is the bias there: only ink can bring it below 0.
    weights = student.window.workspace.inspection.weights.arrays
    image, bias = student.window.workspace.inspection.image, weights["c1.bias"]
    assert (c1[:, 0, 0] == bias.clip(0)).all()
    kernel = weights["c1.weight"][0, 0]
    sums = {
        (row, column): (image[row - 2 : row + 3, column - 2 : column + 3] * kernel).sum() + bias[0]
        for row in range(2, 26)
        for column in range(2, 26)
    }
    lowest = min(sums, key=sums.__getitem__)
    assert sums[lowest] < 0
    student.pin("c1", (0, *lowest))
    student.done()
    student.click("answers_3")
    student.done()
    student.pin("c1", (0, 13, 13))
    assert not student.is_noticed()
    student.pin("c1", (0, 0, 0))
    student.done()
    student.read()
    assert student.window.tabs.isTabVisible(2)


def test_another_language_in_the_middle_of_a_lesson_loses_nothing(student):
    student.begin(2)
    student.draw(7)
    student.done()
    student.pin("input", student.place_of("input", bright))
    student.done()
    english, place = student.title, student.lessons.place
    pinned = student.window.inside_page.question.pinned
    strokes = student.window.workspace.pad_history.value.strokes
    student.window.set_language("zh_CN")
    QTest.qWait(1)
    assert student.lessons.place == place
    assert student.title != english
    assert student.lessons.lesson.title == "亲手算一次卷积"
    assert student.window.inside_page.question.pinned == pinned
    assert student.window.workspace.pad_history.value.strokes == strokes
    assert not student.window.tabs.isTabVisible(2)
    student.pin("c1", student.place_of("c1", lambda values: values > 0.95 * values.max()))
    student.done()
    student.window.set_language("en")
    QTest.qWait(1)
    assert student.title == "The kernel looks for a pattern"
    assert len(student.lessons.place.done) == 3
