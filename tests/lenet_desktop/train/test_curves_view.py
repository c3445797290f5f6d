"""The plots are loaded on a thread, and drawn once they are."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtTest import QTest

from lenet_desktop.charts import loading as plots
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.train.curves_view import CurvesView


@pytest.fixture
def loading(monkeypatch):
    """Loading that waits; afterwards the threads on which pyqtgraph was loaded."""

    class Loading:
        may_end, threads = threading.Event(), []

        def load(self):
            self.may_end.wait()
            self.threads.append(threading.current_thread())

    loading = Loading()
    monkeypatch.setattr(plots, "load_plots", loading.load)
    monkeypatch.setattr(plots, "are_plots_loaded", lambda: False)
    yield loading
    loading.may_end.set()


def test_a_page_shown_before_pyqtgraph_is_loaded_waits_for_it(qtbot, loading):
    view = CurvesView(TrainingRun())
    qtbot.addWidget(view)
    view.show()
    QTest.qWait(1)
    assert all(card._plot is None for card in view.plots)
    loading.may_end.set()
    qtbot.waitUntil(lambda: all(card._plot is not None for card in view.plots))
    assert threading.main_thread() not in loading.threads


def test_the_types_of_qt_are_made_on_this_thread_and_in_turns_before(qtbot, loading, monkeypatch):
    """PySide makes a type when its name is first looked up; two threads at once may crash."""
    made, in_turns = [], []

    class Module:
        def __dir__(self):
            return [f"Type{n}" for n in range(100)]

        def __getattr__(self, name):
            made.append((name, threading.current_thread()))

    monkeypatch.setattr(plots, "import_module", lambda _: Module())
    go_on = plots.PlotLoader._go_on

    def count(loader):
        before = len(made)
        go_on(loader)
        in_turns.append(len(made) - before)

    monkeypatch.setattr(plots.PlotLoader, "_go_on", count)
    loading.may_end.set()
    n_made = []
    monkeypatch.setattr(plots, "load_plots", lambda: n_made.append(len(made)))
    view = CurvesView(TrainingRun())
    qtbot.addWidget(view)
    view.load()
    qtbot.waitUntil(lambda: view._is_ready)
    assert n_made == [100 * len(plots._QT)]
    assert {thread for _, thread in made} == {threading.main_thread()}
    assert max(in_turns) <= 20


def test_pyqtgraph_is_loaded_once(qtbot, loading):
    view = CurvesView(TrainingRun())
    qtbot.addWidget(view)
    loading.may_end.set()
    view.load()
    view.load()
    qtbot.waitUntil(lambda: view._is_ready)
    view.show()
    view.load()
    QTest.qWait(1)
    assert len(loading.threads) == 1


def test_what_is_loaded_already_needs_no_thread(qtbot, monkeypatch):
    plots.load_plots()
    assert plots.are_plots_loaded()
    monkeypatch.setattr(plots, "load_plots", lambda: pytest.fail("loaded again"))
    view = CurvesView(TrainingRun())
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: view._is_ready)


def test_the_window_loads_pyqtgraph_after_its_first_paint(qtbot, window):
    board = window.train_page.board
    qtbot.waitUntil(lambda: board._is_ready)
    assert not board.isVisible()
    assert all(card._plot is None for card in board.plots)
