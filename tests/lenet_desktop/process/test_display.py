"""Missing displays and libraries are reported instead of aborting."""

from __future__ import annotations

import ctypes
import os
import sys

import pytest

from core.errors import UserError
from lenet_desktop.process import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's plugins")


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_QPA_PLATFORM_PLUGIN_PATH"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def without(monkeypatch):
    """Pretend that system libraries are not installed."""
    load = ctypes.CDLL

    def hide(*libraries: str) -> None:
        def loading(name, *rest, **options):
            if name in libraries or (libraries and "platforms" in str(name)):
                raise OSError(f"{libraries[0]}: cannot open shared object file")
            return load(name, *rest, **options)

        monkeypatch.setattr(ctypes, "CDLL", loading)

    return hide


def test_a_missing_display_is_reported():
    with pytest.raises(UserError, match="set DISPLAY or WAYLAND_DISPLAY"):
        display.require_display()


def test_a_platform_that_needs_no_display_is_fine(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:size=10x10")
    display.require_display()


def test_an_unknown_platform_is_reported(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "paper")
    with pytest.raises(UserError, match="QT_QPA_PLATFORM is paper"):
        display.require_display()


def test_one_platform_of_several_is_enough(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "paper;offscreen")
    display.require_display()


def test_a_display_that_does_not_respond_is_reported(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":9999")
    if display._unloadable(display.PLATFORM_PACKAGES["xcb"]):
        pytest.skip("the X11 libraries are not installed")
    with pytest.raises(UserError, match="':9999' does not respond"):
        display.require_display()


def test_all_missing_packages_of_a_plugin_are_named(monkeypatch, without):
    monkeypatch.setenv("DISPLAY", ":9999")
    without("libxcb-cursor.so.0", "libxcb-icccm.so.4")
    with pytest.raises(UserError, match=r"apt install .*libxcb-cursor0 .*libxcb-icccm4"):
        display.require_display()


def test_missing_packages_of_qt_itself_are_named(monkeypatch, without):
    def fail(name):
        raise ImportError("libEGL.so.1: cannot open shared object file")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(display, "import_module", fail)
    without("libEGL.so.1")
    with pytest.raises(UserError, match=r"apt install .*libegl1"):
        display.require_display()


def test_other_import_errors_are_reported_unchanged(monkeypatch):
    def fail(name):
        raise ImportError("wrong moon")

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(display, "import_module", fail)
    monkeypatch.setattr(display, "PACKAGES", {})
    with pytest.raises(UserError, match="Qt cannot be loaded: wrong moon"):
        display.require_display()


def test_screenshots_are_drawn_in_memory_where_there_is_no_display():
    display.use_offscreen_without_display()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_screenshots_use_the_platform_that_was_chosen(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "minimal")
    display.use_offscreen_without_display()
    assert os.environ["QT_QPA_PLATFORM"] == "minimal"
