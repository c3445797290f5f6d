"""The command `screenshot`; what the pictures show is the window's own matter."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from lenet_desktop.__main__ import main


@pytest.fixture
def folders(monkeypatch):
    """The folders that pictures were asked for, with the languages."""
    asked: list[tuple[Path, str | None]] = []
    fake = ModuleType("lenet_desktop.screenshots")
    fake.save_screenshots = lambda *arguments: asked.append(arguments)
    monkeypatch.setitem(sys.modules, "lenet_desktop.screenshots", fake)
    return asked


def test_pictures_are_saved_without_a_display(folders, monkeypatch, tmp_path):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main(["screenshot", str(tmp_path)]) == 0
    assert folders == [(tmp_path, None)]
    assert not sys.platform.startswith("linux") or os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_a_language_can_be_chosen(folders, tmp_path):
    assert main(["--language", "zh", "screenshot", str(tmp_path)]) == 0
    assert folders == [(tmp_path, "zh")]


def test_without_a_folder_it_is_a_usage_error():
    with pytest.raises(SystemExit) as error:
        main(["screenshot"])
    assert error.value.code == 2
