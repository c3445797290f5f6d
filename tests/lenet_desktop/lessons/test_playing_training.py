"""The lessons about training and its result are played through with the mouse and the keyboard."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from core.data.sources import MY_DIGITS
from core.evaluation.confusion import Cell
from core.progress import Progress, Stage
from core.training import rehearsal
from core.training.fine_tuning import FineTuned, Scores
from tests.support.inputs.idx_files import write_part
from tests.support.inputs.networks import random_weights
from tests.support.window.training import WAIT_MS

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _no_plot_files(no_plot_files):
    pass


def test_lesson_6(student, small_mnist):
    student.begin(6, "zh")
    student.read()
    for _ in range(3):
        assert not student.is_noticed()
        student.train(small_mnist)
        student.done()
    student.train(small_mnist, learning_rate=5.0)  # as in the experiment
    student.done()
    student.click("more_settings_button")
    student.done()
    student.train(small_mnist, epochs=2, learning_rate=0.1, batch_size=5)
    assert not student.is_noticed()
    student.train(small_mnist, epochs=1, learning_rate=0.1, batch_size=5)
    student.done()


def test_lesson_7(student, small_mnist):
    student.begin(7)
    student.train(small_mnist)
    student.done()
    student.read()
    for _ in range(3):
        assert not student.is_noticed()
        student.train(small_mnist)
        student.done()
    student.select_runs(4)
    student.done()
    student.click("train_side_0")
    student.train(small_mnist, preset="best", epochs=1)  # as in the experiment
    student.done()
    student.train(small_mnist, epochs=4, batch_size=5)
    assert not student.is_noticed()
    student.train(small_mnist, epochs=3, batch_size=5)
    student.done()


@pytest.fixture
def noise(tmp_path):
    """Images without any pattern, which can only be learned by heart."""
    folder, rng = tmp_path / "noise", np.random.default_rng(5)
    folder.mkdir()
    for part, n in (("train", 300), ("t10k", 30)):
        images = rng.integers(0, 256, (n, 28, 28)).astype(np.uint8)
        write_part(folder, part, images, rng.integers(0, 10, n).astype(np.uint8))
    return folder


def test_lesson_8(student, small_mnist, noise):
    student.begin(8, "zh")
    student.train(small_mnist, epochs=1)
    assert not student.is_noticed()
    student.train(noise, epochs=15)
    student.done()
    student.read()
    student.train(small_mnist)
    student.done()
    student.train(small_mnist, weight_decay=0.01, epochs=1)  # as in the experiment
    student.done()
    student.read()
    student.train(small_mnist, images=200, epochs=6, batch_size=5)
    student.done()


def evaluate(qtbot, student):
    with qtbot.waitSignal(student.window.workspace.evaluation.ended, timeout=WAIT_MS):
        student.click("evaluate_button")


def choose_cell(student, true, predicted):
    view = student.window.evaluate_page.matrix.view
    QTest.mouseClick(view, LEFT, pos=view.cell_rect(Cell(true, predicted)).center().toPoint())


def open_tab(student, place):
    tabs = student.window.evaluate_page.details.tabs.tabBar()
    QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(place).center())


def test_lesson_9(qtbot, student, small_mnist):
    student.begin(9)
    page = student.window.evaluate_page
    page.bar.add_data(small_mnist)
    assert not student.is_noticed()
    evaluate(qtbot, student)
    student.done()
    student.read()
    choose_cell(student, 9, 4)
    assert not student.is_noticed()
    choose_cell(student, 4, 9)
    student.done()
    assert not student.is_noticed()
    student.click("measure_1")
    choose_cell(student, 3, 3)
    assert not student.is_noticed()
    choose_cell(student, 3, 8)
    student.done()
    open_tab(student, 2)
    student.done()
    student.read()
    assert not student.is_noticed()
    open_tab(student, 0)
    choose_cell(student, 7, 1)
    student.done()


def write_and_label(student, number):
    """Write one of thirty different drawings and press the key of a digit."""
    pad = student.find("pad")
    student.draw((0, 1, 7)[number % 3], "pad", scale=0.6 + number / 100)
    QTest.keyClick(pad, str(number % 10))
    student.click("clear_button")


def learn_at_once(*_, **__):
    """Stand for the fine-tuning, which takes seconds and has its own tests."""
    yield Progress(Stage.TRAINING, 0, 1)
    scores = [Scores(*pair) for pair in ((20, 30), (30, 30), (59, 60), (58, 60))]
    return FineTuned(random_weights(8), *scores, None, None)


def test_lesson_10(qtbot, student, mnist_at_hand, monkeypatch):
    del mnist_at_hand
    monkeypatch.setattr(rehearsal, "fine_tune", learn_at_once)
    workspace = student.window.workspace
    student.begin(10)
    for number in range(9):
        write_and_label(student, number)
    assert not student.is_noticed()
    write_and_label(student, 9)
    student.done()
    student.read()
    assert not student.is_noticed()
    student.draw(7)
    student.see_neighbours()
    student.done()
    student.choose("evaluate_data_box", MY_DIGITS)
    assert not student.is_noticed()
    evaluate(qtbot, student)
    assert workspace.evaluation.result.request.data == MY_DIGITS
    student.done()
    student.click("collect_button")
    for number in range(10, 30):
        assert not student.is_noticed()
        student.draw((0, 1, 7)[number % 3], "pad", scale=0.6 + number / 100)
        QTest.keyClick(student.find("pad"), Qt.Key.Key_Return)
    student.done()
    assert not student.is_noticed()
    with qtbot.waitSignal(workspace.fine_tuning.ended, timeout=WAIT_MS):
        student.click("learn_button")
    student.done()
    assert not student.is_noticed()
    student.click("keep_learned_button")
    student.done()
    assert not student.is_noticed()
    student.window.findChild(QAction, "action_use_bundled").trigger()
    student.done()


def test_lesson_11(student, small_mnist):
    student.begin(11, "zh")
    student.train(small_mnist, images=40)
    student.done()
    student.read()
    student.train(small_mnist, images=40)
    student.done()
    assert not student.is_noticed()
    student.train(small_mnist, images=40)
    student.done()
    networks = student.find("ensemble_box")
    QTest.keyClick(networks, Qt.Key.Key_Up)
    student.done()
    student.train(small_mnist)
    student.done()
    student.read()
