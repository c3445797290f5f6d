"""An idle window takes no events: nothing is laid out, painted or woken while nothing changes."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.train.form.plan_fields import with_values
from tests.support.inputs.networks import bundled_weights

PAGES = ["draw_page", "inside_page", "train_page", "evaluate_page", "my_digits_page"]
SIZES = [
    (860, 600),
    (1000, 700),
    (1366, 728),
    (1480, 640),
    (1920, 1040),
    (1200, 1400),
    (2560, 1400),
]
"""Small and large, flat and tall: on either side of every width or height that changes a layout."""
QUIET_TURNS, MOST_TURNS = 50, 2000
WAIT_MS = 30_000


class EventCounter(QObject):
    """Counts the events of all objects of the application, by type and receiver."""

    def __init__(self):
        super().__init__()
        self.counts = Counter()

    def eventFilter(self, watched, event):  # noqa: N802
        self.counts[event.type().name, type(watched).__name__, watched.objectName()] += 1
        return False


@pytest.fixture
def steady_events(qapp):
    """Turns the event loop until it is quiet; returns what still arrives after too many turns."""
    counter = EventCounter()

    def count():
        quiet = 0
        for _ in range(MOST_TURNS):
            counter.counts.clear()
            QCoreApplication.processEvents()
            quiet = 0 if counter.counts else quiet + 1
            if quiet == QUIET_TURNS:
                break
        return dict(counter.counts)

    qapp.installEventFilter(counter)
    yield count
    qapp.removeEventFilter(counter)


@pytest.fixture
def full_window(qtbot, window, hand, small_mnist, no_plot_files):
    """A window with a drawing, a finished run, an evaluation and kept digits."""
    page = window.train_page
    page.setup.data.show_sources((str(small_mnist),))
    page.setup.form.show_plan(with_values(PRESETS["quick"], {"epochs": 1}))
    with qtbot.waitSignals([page.training.ended, page.runs.earlier.changed], timeout=WAIT_MS):
        page.train()
    evaluate = window.evaluate_page
    evaluate.bar.add_data(small_mnist)
    with qtbot.waitSignal(evaluate.run.ended, timeout=WAIT_MS):
        evaluate.evaluate()
    for x in (0.2, 0.5, 0.8):
        hand.draw((x, 0.2), (x, 0.8))
    for place in range(30):
        window.workspace.my_digits.keep(
            (np.array([[0.3, 0.1], [0.4, 0.9 - place / 100]]),), place % 10
        )
    with qtbot.waitSignal(window.my_digits_page.reading.changed, timeout=WAIT_MS):
        window.tabs.setCurrentWidget(window.my_digits_page)
    return window


def show(window, page):
    window.tabs.setCurrentWidget(window.findChild(QObject, page))
    QTest.qWait(0)


def test_an_idle_page_takes_no_events(window, steady_events):
    for page in PAGES:
        show(window, page)
        for size in SIZES:
            window.resize(*size)
            assert steady_events() == {}, (page, size)
        window.showMinimized()
        assert steady_events() == {}, page
        window.hide()
        assert steady_events() == {}, page
        window.showNormal()


def test_neither_does_a_page_full_of_results(full_window, steady_events):
    window = full_window
    for page in PAGES:
        show(window, page)
        for size in SIZES:
            window.resize(*size)
            assert steady_events() == {}, (page, size)
        timers = [timer for timer in window.findChildren(QTimer) if timer.isActive()]
        assert [timer for timer in timers if not timer.isSingleShot()] == []
        window.showMinimized()
        assert steady_events() == {}, page
        window.showNormal()


def test_making_the_window_looks_up_few_styles_twice(qapp, qtbot, weight_file):
    """Qt looks up the styles of all widgets inside one that gets another parent."""
    counter = EventCounter()
    qapp.installEventFilter(counter)
    window = build_window(weight_file)
    widgets = len(window.findChildren(QWidget))  # Fills the pages.
    qapp.removeEventFilter(counter)
    qtbot.addWidget(window)
    looked_up = sum(n for (kind, *_), n in counter.counts.items() if kind == "StyleChange")
    assert widgets < looked_up < 2 * widgets


def test_narrowing_the_gaps_of_the_column_lays_the_page_out_once(window, steady_events, qapp):
    steady_events()
    counter = EventCounter()
    qapp.installEventFilter(counter)
    window.draw_page.panel.set_gap(3)
    for _ in range(QUIET_TURNS):
        QCoreApplication.processEvents()
    qapp.removeEventFilter(counter)
    assert counter.counts["LayoutRequest", "DrawPage", "draw_page"] == 1


def test_a_stroke_is_answered_without_a_new_layout(qapp, qtbot, window, hand):
    """The confidence of a 7 changes while it is drawn."""
    window.workspace.network.open(bundled_weights())
    qtbot.waitUntil(lambda: window.workspace.device is not None)
    confidence, shown, counter = window.findChild(QLabel, "confidence"), set(), EventCounter()
    steps = np.linspace(0, 1, 20)[:, None]
    across, down = ([0.35, 0.2] + [0.3, 0] * steps, [0.65, 0.2] + [-0.2, 0.6] * steps)
    hand.press(*across[0])
    for point in across:
        hand.move(*point)
        QTest.qWait(0)
    qapp.installEventFilter(counter)
    for point in down:
        hand.move(*point)
        QTest.qWait(0)
        shown.add(confidence.text())
    qapp.removeEventFilter(counter)
    hand.release(*down[-1])
    assert len(shown) > 2
    laid_out = {receiver for kind, receiver, _ in counter.counts if kind == "LayoutRequest"}
    assert laid_out == {"Prediction"}
