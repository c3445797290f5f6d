"""The evidence for the answer, shown while nothing is asked, and what waits for the pen."""

from __future__ import annotations

import pydoc

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest

from core.recognition.main_path import main_path
from tests.support.window.hand import Hand


def test_without_a_question_the_evidence_for_the_answer_is_shown(page):
    shown = page.details.arithmetic
    assert shown.title.startswith("Logit of 5")
    evidence, *_, hint = shown.lines
    assert evidence.startswith("Strongest evidence for 5, from the output back: F6 #")
    assert [stage in evidence for stage in ("F6", "F5", "S4", "C3", "S2", "C1")] == [True] * 6
    assert hint.startswith("Point at any value")
    strip = page.strip
    before = strip.grab().toImage()
    view = strip.views["f5"]
    QTest.mouseMove(view, view.centre_of((3,)))
    assert page.question.path == ()
    assert strip.grab().toImage() != before


def test_the_evidence_is_found_once_for_each_drawing(page, monkeypatch):
    traced = []

    def trace(activations):
        traced.append(activations)
        return main_path(activations)

    monkeypatch.setattr("lenet_desktop.inside.question.main_path", trace)
    page.actions_in("edit")[0].trigger()
    hand = Hand(page.pad)
    for bottom in (0.6, 0.7, 0.8):
        hand.draw((0.5, 0.2), (0.5, bottom))
        QTest.qWait(0)
        page.strip.grab()
        page.details.grab()
    assert len(traced) >= 3
    assert len({id(activations) for activations in traced}) == len(traced)


def counted(monkeypatch, name):
    """One entry for each call of a function, which is given by its module and name."""
    calls, function = [], pydoc.locate(name)

    def call(*arguments, **named):
        calls.append(name)
        return function(*arguments, **named)

    monkeypatch.setattr(name, call)
    return calls


def test_while_the_pen_moves_only_the_strip_is_kept_up_to_date(qtbot, page, monkeypatch):
    inspection = page.window().workspace.inspection
    page.actions_in("edit")[0].trigger()
    hand = Hand(page.pad)
    hand.draw((0.5, 0.2), (0.5, 0.5))
    QTest.qWait(0)
    slow = [
        counted(monkeypatch, f"lenet_desktop.{name}")
        for name in (
            "inside.value_details.arithmetic_of_path",
            "state.inspection.prepare_strokes",
        )
    ]
    values = counted(monkeypatch, "lenet_desktop.state.inspection.activations")
    legends = counted(monkeypatch, "lenet_desktop.inside.stages.captions.paint_legend")
    inspection._rest.setInterval(100_000)
    hand.press(0.6, 0.2)
    for bottom in np.linspace(0.3, 0.8, 6):
        hand.move(0.6, bottom)
        QTest.qWait(0)
    assert len(values) >= 4
    assert [len(calls) for calls in slow] == [0, 0]
    page.strip.repaint()
    drawn = len(legends)
    page.strip.repaint()
    assert len(legends) == drawn
    inspection._rest.setInterval(0)
    with qtbot.waitSignal(inspection.rested):
        hand.move(0.6, 0.85)
    assert [bool(calls) for calls in slow] == [True, True]
    hand.release(0.6, 0.85)


def test_a_blank_pad_has_no_answer(page):
    accent = page.palette().color(QPalette.ColorRole.Accent).rgb()

    def marked():
        answer = page.strip.views["output"]
        left = round(answer.bar_of(0).left())
        rect = QRect(left, answer.y(), answer.geometry().right() - left, answer.height())
        image = page.strip.grab(rect).toImage()
        pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
        return bool((pixels == accent).any())

    assert marked()
    page.actions_in("edit")[0].trigger()
    QTest.qWait(0)
    assert not marked()


def test_for_a_scribble_or_a_blank_pad_there_is_no_evidence(page):
    page.actions_in("edit")[0].trigger()
    QTest.qWait(0)
    assert page.question.path == ()
    assert page.details.accessibleDescription().startswith("Nothing drawn yet")
    for corner in np.linspace(0.1, 0.9, 5):
        Hand(page.pad).draw((corner, 0.1), (0.5, 0.9), (corner, 0.9), (0.1, corner), (0.9, corner))
    QTest.qWait(0)
    assert page.question.path == ()
    assert page.details.accessibleDescription().startswith("No digit stands out")
