"""A student who goes through a lesson with the mouse and the keyboard."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

import resources
from tests.support.window.clicks import NO_MODIFIER, button, click
from tests.support.window.hand import Hand
from tests.support.window.training import WAIT_MS

LANGUAGES = ["en", "zh"]
STROKES = {
    1: [[(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)]],
    0: [[(0.5, 0.2), (0.3, 0.5), (0.5, 0.8), (0.7, 0.5), (0.5, 0.2)]],
    7: [[(0.3, 0.25), (0.7, 0.25), (0.62, 0.45), (0.5, 0.8)]],
}
"""Digits as lines through points of the pad."""


def lesson_file(number, language="en"):
    (file,) = resources.path(f"lessons/{language}").glob(f"{number:02}-*.md")
    return file


class Student:
    """Does what the steps of a lesson ask for."""

    def __init__(self, qtbot, window):
        self._qtbot, self.window = qtbot, window

    @property
    def lessons(self):
        return self.window.lessons

    def find(self, name, kind=QWidget):
        """The only part of that name that belongs to the pages or the panel now."""
        (found,) = self.window.side.findChildren(kind, name)
        return found

    def begin(self, number, language="en"):
        self.window.open_lesson(lesson_file(number, language))
        QTest.qWait(0)

    @property
    def title(self):
        return self.find("lesson_step_title", QLabel).text()

    def read(self):
        """Go on from a step that is only read."""
        assert not self.lessons.step.checks, self.title
        self._go_on()

    def done(self):
        """Go on, once the lesson has noticed that the step is done."""
        assert self.lessons.step.checks, self.title
        self._qtbot.waitUntil(lambda: self.lessons.is_done)
        self._go_on()

    def is_noticed(self):
        """Whether the lesson takes the step for done, after a check."""
        self.window.side.panel._check()
        return self.lessons.is_done

    def _go_on(self):
        place, lesson = self.lessons.place.step, self.lessons.lesson
        click(button(self.window.side.panel, "lesson_next_button"))
        if place + 1 < len(lesson.steps):
            assert self.lessons.place.step == place + 1
        else:
            assert self.lessons.lesson is None
            assert len(self.lessons.place_in(lesson).done) == len(lesson.steps)

    def click(self, name):
        click(button(self.window.side, name))

    def choose(self, name, data):
        box = self.find(name, QComboBox)
        place = box.findData(data)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(place):
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentData() == data

    def draw(self, digit, pad="inside_pad", scale=1.0, left=0.0):
        """Draw a digit, scaled from the top left corner and moved to the right."""
        self.scrawl([[(scale * x + left, scale * y) for x, y in s] for s in STROKES[digit]], pad)

    def scrawl(self, strokes, pad="inside_pad"):
        hand = Hand(self.find(pad))
        for stroke in strokes:
            hand.draw(*stroke)
        QTest.qWait(0)

    def fill_in(self, data, **changes):
        """Fill in the settings of the step, with other data and changes."""
        page = self.window.train_page
        if self.lessons.step.preset is not None:
            self.click("lesson_setup_button")
        page.prepare(replace(page.setup.plan, **changes), (str(data),))
        QTest.qWait(0)

    def train(self, data, **changes):
        """Fill in the settings of the step, with other data and changes, and train to the end."""
        self.fill_in(data, **changes)
        page = self.window.train_page
        with self._qtbot.waitSignal(page.training.ended, timeout=WAIT_MS):
            self.click("train_button")

    def select_runs(self, n):
        """Click the first runs in the table, the last one with Shift."""
        earlier = self.window.workspace.earlier_runs
        self.click("train_side_1")
        self._qtbot.waitUntil(lambda: len(earlier.runs) >= n, timeout=WAIT_MS)
        table = self.find("runs_table")
        for row, modifiers in ((0, NO_MODIFIER), (n - 1, Qt.KeyboardModifier.ShiftModifier)):
            where = table.visualRect(table.model().index(row, 0)).center()
            click(table.viewport(), where, modifiers)
            if row == 0:
                assert not self.is_noticed()
        assert len(table.selected) == n

    def see_neighbours(self):
        search = self.window.workspace.neighbours
        self.click("answers_5")
        self._qtbot.waitUntil(lambda: search.found is not None, timeout=WAIT_MS)

    def pin(self, stage, index):
        """Click a value of a stage of the strip."""
        view = self.find(f"stage_{stage}")
        where = view.centre_of(tuple(int(part) for part in index))
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(where))

    @property
    def values(self):
        return self.window.workspace.inspection.activations.values

    def place_of(self, stage, choose):
        """The index of the first value of a stage that a function of all values chooses."""
        return np.argwhere(choose(self.values[stage]))[0]


def names_of(root):
    return {child.objectName() for child in root.findChildren(QObject)}
