"""The window is never larger than the screen, whatever its fonts and its saved geometry."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest

from lenet_desktop.app import build_window
from lenet_desktop.state.settings import Settings
from lenet_desktop.window import placement

SCREENS = {"1024x600": QSize(1024, 560), "1366x768 at 125 %": QSize(1092, 574)}


@pytest.fixture
def open_on(qtbot, weight_file, tmp_path, monkeypatch):
    """Open a window on a screen with so much room."""

    def open_on(room):
        monkeypatch.setattr(placement, "available_size", lambda _: room)
        window = build_window(weight_file, Settings(tmp_path / "settings.ini", tmp_path / "runs"))
        qtbot.addWidget(window)
        window.show()
        QTest.qWait(0)
        return window

    return open_on


@pytest.fixture(params=[1, 1.5], ids=["100 %", "150 %"])
def _fonts(request, qapp):
    font = qapp.font()
    large = QFont(font)
    large.setPointSizeF(font.pointSizeF() * request.param)
    qapp.setFont(large)
    yield
    qapp.setFont(font)


@pytest.mark.usefixtures("_fonts")
@pytest.mark.parametrize("room", SCREENS.values(), ids=SCREENS)
def test_the_first_window_fits_the_screen(qtbot, open_on, room):
    window = open_on(room)
    for page in window.pages:
        window.tabs.setCurrentWidget(page)
        QTest.qWait(0)
        assert window.size() == window.size().boundedTo(room)
    with qtbot.waitSignal(window.filled):
        window.rebuild()
    assert window.size() == window.size().boundedTo(room)


def test_a_large_screen_does_not_change_the_first_size(open_on):
    assert open_on(QSize(1916, 1040)).size() == placement.FIRST_SIZE


def test_a_window_that_was_larger_fits_a_smaller_screen(open_on):
    first = open_on(QSize(1916, 1040))
    first.resize(1500, 900)
    first.close()
    room = SCREENS["1024x600"]
    second = open_on(room)
    assert second.size() == second.size().boundedTo(room)
