"""Each lesson is played through with the mouse and the keyboard, in both languages."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from lenet_desktop.state.training.run import RunState
from tests.support.window.lessons import LANGUAGES
from tests.support.window.training import WAIT_MS

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _no_plot_files(no_plot_files):
    pass


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def first_positive(values):
    return values == values[values > 0][0]


def bright(values):
    return values > 0.9


def test_lesson_1(student):
    student.begin(1, "zh")
    student.draw(7, "pad")
    student.done()
    student.read()
    assert not student.is_noticed()
    student.click("clear_button")
    student.done()
    student.draw(7, "pad", scale=0.25)
    student.done()
    for way in ("resized", "boxed", "centred", "redrawn"):
        student.click(f"preparation_{way}")
        student.done()
    student.click("clear_button")
    student.draw(1, "pad", left=-0.2)
    assert not student.is_noticed()
    student.draw(7, "pad", left=0.2)
    student.done()
    assert not student.is_noticed()
    student.click("clear_button")
    rng = np.random.default_rng(0)
    student.scrawl([rng.uniform(0.1, 0.9, (40, 2))], "pad")
    student.done()
    student.click("inside_clear_button")
    student.draw(7)
    assert not student.is_noticed()
    student.click("inside_clear_button")
    student.draw(7, scale=0.25)
    student.done()


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
    student.click("answers_4")
    assert not student.is_noticed()
    weight = student.find("weight_box")
    weight.setFocus()
    QTest.keyClick(weight, Qt.Key.Key_Up)
    student.done()
    assert not student.is_noticed()
    student.click("reset_button")
    assert not student.is_noticed()
    student.click("answers_0")
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


def test_lesson_3(student, small_mnist):
    student.begin(3)
    student.draw(7)
    student.done()
    student.pin("c1", student.place_of("c1", first_positive))
    student.done()
    assert not student.is_noticed()
    student.pin("c1", student.place_of("c1", lambda values: values == 0))
    student.done()
    student.read()
    student.train(small_mnist)
    student.done()
    assert not student.is_noticed()
    student.train(small_mnist)
    student.done()
    student.select_runs(2)
    student.done()
    student.pin("s2", (0, 0, 0))
    assert not student.is_noticed()
    student.pin("s2", student.place_of("s2", lambda values: values == values.max()))
    student.done()
    student.read()
    assert not student.is_noticed()
    student.pin("s2", student.place_of("s2", lambda values: values == 0))
    student.done()


def test_lesson_4(student, mnist_at_hand):
    del mnist_at_hand
    student.begin(4, "zh")
    student.draw(7)
    student.done()
    for stage in ("c3", "f5", "f6"):
        assert not student.is_noticed()
        student.pin(stage, student.place_of(stage, lambda values: values == values.max()))
        student.done()
    assert not student.is_noticed()
    student.see_neighbours()
    student.done()
    student.pin("output", (7,))
    student.done()
    answer = student.find("stage_output")
    place = answer.centre_of((7,))
    QTest.mouseClick(answer, LEFT, pos=QPoint(answer.width() - 10, place.y()))
    student.done()
    student.click("answers_1")
    student.choose("target_box", 1)
    student.done()
    logits = student.values["output"]
    student.pin("output", (int(logits.argmax()),))
    assert not student.is_noticed()
    student.pin("output", (int(student.values["output"].argmin()),))
    student.done()


def test_lesson_5(qtbot, student, small_mnist):
    student.begin(5)
    student.draw(7)
    student.done()
    student.click("answers_2")
    student.choose("backward_box", 3)
    assert not student.is_noticed()
    student.choose("backward_box", 7)
    student.done()
    assert not student.is_noticed()
    student.choose("backward_box", 1)
    student.done()
    student.pin("output", (1,))
    student.done()
    student.click("kernels_button")
    assert not student.is_noticed()
    kernels = student.find("stage_c1")
    QTest.mouseClick(kernels, LEFT, pos=kernels.centre_of((0, 2, 2)))
    student.done()
    student.click("answers_2")
    assert not student.is_noticed()
    student.click("gradient_check_button")
    student.done()
    student.click("gradient_check_button")
    assert not student.is_noticed()
    student.choose("gradient_layer_box", "c3")
    student.click("gradient_check_button")
    student.done()
    student.fill_in(small_mnist)
    student.click("step_button")
    training = student.window.workspace.training
    qtbot.waitUntil(lambda: training.state is RunState.PAUSED, timeout=WAIT_MS)
    student.done()
    assert not student.is_noticed()
    with qtbot.waitSignal(training.ended, timeout=WAIT_MS):
        student.click("pause_button")
    student.done()
    series, box = student.window.workspace.shown_weights.series, student.find("shown_weights_box")
    qtbot.waitUntil(lambda: box.count() == 2, timeout=WAIT_MS)
    QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(series.epochs) == 2, timeout=WAIT_MS)
    assert not student.is_noticed()
    QTest.keyClick(student.find("epoch_slider"), Qt.Key.Key_Home)
    assert not student.is_noticed()
    student.choose("backward_box", None)
    student.done()
    QTest.keyClick(box, Qt.Key.Key_Home)
    student.choose("backward_box", 7)
    assert not student.is_noticed()
    student.choose("backward_box", int(student.values["output"].argmin()))
    student.done()


def test_another_language_in_the_middle_of_a_lesson_loses_nothing(qtbot, student):
    student.begin(2)
    student.draw(7)
    student.done()
    student.pin("input", student.place_of("input", bright))
    student.done()
    english, place = student.title, student.lessons.place
    pinned = student.window.inside_page.question.pinned
    strokes = student.window.workspace.pad_history.value.strokes
    with qtbot.waitSignal(student.window.filled):
        student.window.set_language("zh_CN")
    assert student.lessons.place == place
    assert student.title != english
    assert student.lessons.lesson.title == "亲手算一次卷积"
    assert student.window.inside_page.question.pinned == pinned
    assert student.window.workspace.pad_history.value.strokes == strokes
    assert not student.window.tabs.isTabVisible(2)
    student.pin("c1", student.place_of("c1", lambda values: values > 0.95 * values.max()))
    student.done()
    with qtbot.waitSignal(student.window.filled):
        student.window.set_language("en")
    assert student.title == "The kernel looks for a pattern"
    assert len(student.lessons.place.done) == 3
