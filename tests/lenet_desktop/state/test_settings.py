"""Saved settings, and defaults for missing or invalid ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from lenet_desktop.state.settings import RECENT_FILES, Settings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "settings.ini"


def test_nothing_is_known_at_first(file):
    settings = Settings(file)
    assert settings.geometry is None
    assert settings.appearance == "system"
    assert settings.recent_files == []
    assert settings.last_folder == Path.home()
    assert settings.width("pen", 45) == 45
    assert not settings.eraser_removes_strokes


def test_everything_is_known_to_the_next_one(file):
    settings = Settings(file)
    settings.geometry = QByteArray(b"\x01\x02")
    settings.appearance = "dark"
    settings.eraser_removes_strokes = True
    settings.set_width("pen", 60)
    settings.remember_file(file)
    del settings
    again = Settings(file)
    assert again.geometry == QByteArray(b"\x01\x02")
    assert (again.appearance, again.eraser_removes_strokes) == ("dark", True)
    assert again.width("pen", 45) == 60
    assert again.recent_files == [file]
    assert again.last_folder == file.parent


def test_the_newest_files_are_kept_each_once(file, tmp_path):
    settings = Settings(file)
    paths = [tmp_path / f"{number}.npz" for number in range(RECENT_FILES + 2)]
    for path in [*paths, paths[-2]]:
        settings.remember_file(path)
    assert settings.recent_files == [paths[-2], paths[-1], *paths[-3:1:-1]]


def test_a_folder_that_is_gone_is_the_home_folder(file, tmp_path):
    settings = Settings(file)
    settings.remember_file(tmp_path / "gone" / "file.npz")
    assert settings.last_folder == Path.home()


@pytest.mark.parametrize(
    "text", ["thick", "-1", "1001", "99999999999", "9" * 5000, "0x10", "²", "1.5", "", "\x00"]
)
def test_a_number_that_cannot_be_used_is_the_default(file, text):
    store = QSettings(str(file), QSettings.Format.IniFormat)
    for key in ("pen/width", "train/threads", "window/appearance"):
        store.setValue(key, text)
    store.sync()
    settings = Settings(file)
    assert settings.width("pen", 45) == 45
    assert settings.train_threads == 0
    assert settings.appearance == "system"


def test_spoilt_settings_are_as_good_as_none(file):
    file.write_text("[window]\ngeometry=5\n[pen]\nwidth=thick\n", encoding="utf-8")
    settings = Settings(file)
    assert settings.geometry is None
    assert settings.width("pen", 45) == 45
