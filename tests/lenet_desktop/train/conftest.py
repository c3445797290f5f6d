"""The train page in a window."""

from __future__ import annotations

import pytest


@pytest.fixture
def page(window):
    window.asks_before_closing = False
    window.tabs.setCurrentWidget(window.train_page)
    return window.train_page
