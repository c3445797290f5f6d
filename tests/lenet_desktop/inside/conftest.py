"""The page Inside of a window with the bundled weights and a 5 on the pad."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtTest import QTest

from lenet_desktop.screenshots import five
from lenet_desktop.state.pad_content import content_of
from tests.support.inputs.networks import bundled_weights


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.fixture
def page(window):
    window.workspace.network.open(bundled_weights())
    window.workspace.pad_history.replace(content_of(five(), 0.05))
    window.workspace.reader.read_now()
    window.resize(1280, 800)
    window.tabs.setCurrentWidget(window.inside_page)
    window.activateWindow()
    QTest.qWait(0)
    return window.inside_page
