"""An evaluation from its start to its end, and what goes wrong on the way."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from core.errors import UserError
from core.evaluation import evaluate as evaluation
from core.progress import Progress, Stage
from tests.support.window.evaluating import click, evaluate, text_of


def test_an_empty_page_offers_to_begin(qtbot, page):
    assert page.empty.isVisible()
    with qtbot.waitSignal(page.run.ended):
        click(page.findChild(QPushButton, "evaluate_now_button"))
    assert not page.empty.isVisible()
    assert page.matrix.isVisible()


def test_a_dataset_error_is_reported_and_can_be_corrected(qtbot, page, data):
    labels = data / "t10k-labels-idx1-ubyte"
    kept = labels.read_bytes()
    labels.unlink()
    with qtbot.waitSignal(page.run.ended):
        click(page.bar.evaluate_button)
    assert "t10k-labels-idx1-ubyte" in text_of(page, "evaluate_message")
    assert page.findChild(QLabel, "evaluate_message").isVisible()
    assert page.empty.isVisible()
    labels.write_bytes(kept)
    evaluate(qtbot, page)
    assert text_of(page, "evaluate_accuracy") == "75.00 %"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (MemoryError(), "Evaluation failed: not enough memory."),
        (ValueError("odd"), "Evaluation failed: odd"),
        (UserError("{file} is damaged.", file="x"), "x is damaged."),
    ],
)
def test_every_failure_is_shown(qtbot, page, monkeypatch, error, text):
    def fail(*_):
        raise error
        yield

    monkeypatch.setattr(evaluation, "assess", fail)
    with qtbot.waitSignal(page.run.ended):
        click(page.bar.evaluate_button)
    assert text_of(page, "evaluate_message") == text
    assert page.bar.isEnabled()


def test_closing_stops_an_evaluation_and_waits_for_it(qtbot, page, monkeypatch):
    ended = []

    def assess_forever(weights, examples):
        try:
            while True:
                yield Progress(Stage.READING, 1, 4)
        finally:
            ended.append(True)

    monkeypatch.setattr(evaluation, "assess", assess_forever)
    click(page.bar.evaluate_button)
    qtbot.waitUntil(lambda: page.status.text == "Evaluating: 1 of 4 images")
    page.run.close()
    assert ended == [True]
    assert not page.run.is_running


def test_an_evaluation_can_be_cancelled(qtbot, page, monkeypatch):
    may_go_on = threading.Event()

    def assess_slowly(weights, examples):
        yield Progress(Stage.READING, 1, 4)
        may_go_on.wait()
        yield Progress(Stage.READING, 2, 4)

    monkeypatch.setattr(evaluation, "assess", assess_slowly)
    click(page.bar.evaluate_button)
    assert not page.bar.isEnabled()
    qtbot.waitUntil(lambda: page.status.text == "Evaluating: 1 of 4 images")
    with qtbot.waitSignal(page.run.ended):
        click(page.findChild(QPushButton, "evaluate_cancel_button"))
        may_go_on.set()
    assert page.bar.isEnabled()
    assert not page.status.isVisible()
    assert page.empty.isVisible()


def test_cancelling_keeps_the_previous_result(qtbot, page, monkeypatch):
    evaluate(qtbot, page)

    def assess_never(weights, examples):
        yield Progress(Stage.READING, 1, 4)
        page.run.stop()
        yield Progress(Stage.READING, 2, 4)
        raise AssertionError("asked for more after cancelling")

    monkeypatch.setattr(evaluation, "assess", assess_never)
    with qtbot.waitSignal(page.run.ended):
        click(page.bar.evaluate_button)
    assert text_of(page, "evaluate_accuracy") == "75.00 %"
    assert page.findChild(QLabel, "evaluate_accuracy").isVisible()
    assert page.matrix.isVisible()
