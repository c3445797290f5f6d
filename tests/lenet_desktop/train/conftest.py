"""The train page in a window, and a list of earlier runs."""

from __future__ import annotations

import pytest

from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.earlier_runs import EarlierRuns
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.state.training.run_folders import RunFolders
from lenet_desktop.train.runs.panel import RunsPanel
from tests.support.inputs.networks import bundled_weights
from tests.support.inputs.runs import checkpoint, store_damaged_run, store_run
from tests.support.window.runs_list import NEW, OLD


@pytest.fixture
def page(window):
    window.asks_before_closing = False
    window.tabs.setCurrentWidget(window.train_page)
    return window.train_page


@pytest.fixture
def library(tmp_path):
    library = tmp_path / "runs"
    store_run(library / OLD, checkpoint(2))
    store_run(library / NEW, checkpoint(1))
    store_damaged_run(library)
    return library


@pytest.fixture
def runs_settings(tmp_path, library):
    return Settings(tmp_path / "settings.ini", library)


@pytest.fixture
def network():
    return CurrentNetwork(bundled_weights())


@pytest.fixture
def messages(notices):
    """The messages so far."""
    posted = []
    notices.posted.connect(posted.append)
    return posted


@pytest.fixture
def make_panel(qtbot, runs_settings, notices, network):
    panels = []

    def make(folder=runs_settings.runs_folder):
        earlier = EarlierRuns(folder, notices)
        folders = RunFolders(folder, earlier, network, notices)
        panel = RunsPanel(earlier, folders, TrainingRun(), runs_settings)
        qtbot.addWidget(panel)
        panel.resize(700, 500)
        with qtbot.waitExposed(panel):
            panel.show()
        with qtbot.waitSignal(panel.earlier.changed):
            panel.earlier.refresh()
        panels.append(panel)
        return panel

    yield make
    for panel in panels:
        panel.earlier.close()
        panel._folders.close()


@pytest.fixture
def panel(make_panel):
    return make_panel()
