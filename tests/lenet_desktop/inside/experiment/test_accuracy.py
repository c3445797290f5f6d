"""The accuracy of the changed network, beside that of the network in use."""

from __future__ import annotations

import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
)

from core.evaluation.experiment import changed
from core.evaluation.units import Unit
from core.progress import Progress, Stage
from lenet_desktop.state.experiment import accuracy as measuring
from tests.support.window.changing import boxes_of, typed
from tests.support.window.clicks import button, click

WAIT_MS = 60_000


def accuracy_of(weights, sample):
    logits = weights.network.logits(weights.arrays, sample.examples.images / np.float32(255))
    return (logits.argmax(axis=1) == sample.examples.labels).mean()


def test_the_accuracy_follows_beside_that_of_the_unchanged_network(
    qtbot, change, experiment, window, sample
):
    accuracy = window.workspace.experiment_accuracy
    figure = change.findChild(QLabel, "experiment_accuracy")
    subject = change.findChild(QLabel, "experiment_subject")
    assert not figure.isVisible()
    typed(boxes_of(change)[1], "9")
    experiment.switch(Unit("output", 3), is_on=False)
    qtbot.waitUntil(lambda: accuracy.is_current, timeout=WAIT_MS)
    weights = window.workspace.network.weights
    before = accuracy_of(weights, sample)
    after = accuracy_of(changed(weights, experiment.changes), sample)
    assert after != before
    assert figure.text() == f"{100 * after:.2f} %"
    difference = f"{100 * (after - before):+.2f}".replace("-", "−")
    assert subject.text() == (
        f"of 300 MNIST test images\nUnchanged: {100 * before:.2f} % ({difference} points)"
    )
    experiment.reset()
    assert not figure.isVisible()
    assert accuracy.measured is None


def test_a_failed_measurement_is_reported_once_and_offered_again(
    qtbot, change, window, experiment, monkeypatch
):
    def fail():
        yield Progress(Stage.READING)
        raise OSError(5, "no such disk")

    texts = []
    window.workspace.notices.posted.connect(lambda notice: texts.append(notice.text))
    accuracy = window.workspace.experiment_accuracy
    subject = change.findChild(QLabel, "experiment_subject")
    with monkeypatch.context() as broken:
        broken.setattr(measuring, "load_sample", fail)
        experiment.switch(Unit("c1", 0), is_on=False)
        qtbot.waitUntil(lambda: not accuracy._job.is_running, timeout=WAIT_MS)
        QTest.qWait(0)
    assert len(texts) == 1
    assert not accuracy._job.is_running
    assert "no such disk" in subject.text()
    click(button(change, "retry_accuracy_button"))
    qtbot.waitUntil(lambda: accuracy.is_current, timeout=WAIT_MS)
    assert subject.text().startswith("of 300")
    assert not button(change, "retry_accuracy_button").isVisible()
