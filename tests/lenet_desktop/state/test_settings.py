"""Saved settings, and defaults for missing or invalid ones."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.parametrize("kind", ["pipe", "link to a pipe", "folder"])
def test_what_is_no_file_is_neither_waited_for_nor_replaced(file, tmp_path, kind, qtbot):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    match kind:
        case "pipe":
            pipe.rename(file)
        case "link to a pipe":
            file.symlink_to(pipe)
        case _:
            file.mkdir()
    mode = file.lstat().st_mode
    settings = Settings(file)
    assert settings.appearance == "system"
    with qtbot.waitSignal(settings.failed) as failed:
        settings.remember_file(tmp_path / "a.npz")
    assert str(file) in str(failed.args[0])
    del settings
    assert file.lstat().st_mode == mode


@pytest.mark.parametrize(
    ("text", "expected"), [("1", 100), ("49", 100), ("50", 50), ("300", 300), ("301", 100)]
)
def test_a_size_at_which_nothing_can_be_read_is_the_default(file, text, expected):
    QSettings(str(file), QSettings.Format.IniFormat).setValue("window/scale", text)
    assert Settings(file).scale == expected


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


@pytest.mark.parametrize("text", ["/" + "x" * 300, "/" + "x/" * 3000, "/a\x00b", "relative", "~"])
def test_a_folder_that_cannot_be_used_is_the_home_folder(file, text):
    QSettings(str(file), QSettings.Format.IniFormat).setValue("files/last_folder", text)
    assert Settings(file).last_folder == Path.home()


def test_a_long_list_of_recent_files_is_cut(file):
    names = ["x" * 5000, *(f"/{number}.npz" for number in range(100))]
    QSettings(str(file), QSettings.Format.IniFormat).setValue("files/recent", names)
    assert Settings(file).recent_files == [Path(name) for name in names[1 : 1 + RECENT_FILES]]


def test_settings_that_cannot_be_read_or_written_are_the_defaults_and_reported_once(file):
    file.mkdir()
    settings = Settings(file)
    errors = []
    settings.failed.connect(errors.append)
    settings.remember_file(file / "weights.npz")
    settings.compared_runs = ["a"]
    settings.set_lesson_place("lesson", 1, [0])
    assert [str(file) in str(error) for error in errors] == [True]
    assert Settings(file).geometry is None
    assert list(file.iterdir()) == []


def in_another_window(file, change):
    """Change the settings in a process of its own."""
    code = (
        "import sys; from pathlib import Path; from lenet_desktop.state.settings import Settings;"
        f"settings = Settings(Path(sys.argv[1])); settings.compared_runs; {change}"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], check=True)


def test_two_windows_merge_their_recent_files_and_compared_runs(file):
    settings = Settings(file)
    settings.remember_file(Path("/both.npz"))
    assert settings.compared_runs == []
    settings.compared_runs = ["mine"]
    in_another_window(
        file,
        "settings.remember_file(Path('/theirs.npz')); settings.compared_runs = ['mine', 'theirs']",
    )
    settings.list_file(Path("/mine.npz"))
    settings.compared_runs = ["mine", "new"]
    del settings
    in_another_window(
        file,
        "assert [f.name for f in settings.recent_files] == ['mine.npz', 'theirs.npz', 'both.npz'];"
        "assert set(settings.compared_runs) == {'mine', 'new', 'theirs'}",
    )


def test_what_was_done_of_a_lesson_in_another_window_stays_done(file):
    settings = Settings(file)
    settings.set_lesson_place("/a/lesson.md", 1, [0])
    in_another_window(file, "settings.set_lesson_place('/a/lesson.md', 5, [0, 3, 4])")
    settings.set_lesson_place("/a/lesson.md", 2, [0, 1])
    assert settings.lesson_place("/a/lesson.md") == (2, [0, 1, 3, 4])
    assert settings.lesson_place("another") == (0, [])


@pytest.mark.parametrize("text", ["x" * 300, "/" + "x" * 300, "/a\x00b", "relative", "~", ""])
def test_a_path_that_no_file_can_have_is_none(file, text):
    store = QSettings(str(file), QSettings.Format.IniFormat)
    for key in ("files/weights", "files/lessons"):
        store.setValue(key, text)
    store.sync()
    settings = Settings(file)
    assert (settings.weights_file, settings.lessons_folder) == (None, None)


INTERESTING = [
    b"", b"\x00", b"\xff" * 8, b"@Variant(", b"@ByteArray(", b"@Invalid()", b"@Rect(1 2 3 4)",
    b"@Variant(\\0\\0\\0\\x7f\\0\\0\\0)", b"@DateTime(x)", b"9" * 5000, b"nan", b"1e999", b"[",
    b"=", b"\\", b"\n", b"%", b"\\xd800", b"/" + b"x" * 300,
    b"\xed\xa0\x80", b", ", b'"', b"a, " * 3000,
]  # fmt: skip


def test_mutated_settings_are_the_defaults_or_usable_values(qtbot, file):
    widget = QWidget()
    qtbot.addWidget(widget)
    settings = Settings(file)
    settings.geometry = widget.saveGeometry()
    settings.appearance, settings.compared_runs, settings.train_threads = "dark", ["a", "b"], 1
    settings.set_width("pen", 60)
    settings.remember_file(file)
    content, rng = file.read_bytes(), random.Random("settings")
    widths = set()
    for number in range(60):
        changed = bytearray(content)
        for _ in range(rng.choice([1, 1, 2, 5, 20])):
            at = rng.randrange(len(changed) + 1)
            changed[at : at + rng.choice([0, 1, 4, 30])] = rng.choice(
                [bytes([rng.randrange(256)]), rng.choice(INTERESTING), changed[at : at + 20]]
            )
        path = file.with_name(f"{number}.ini")  # QSettings keeps a file that it has read.
        path.write_bytes(changed)
        mutated = Settings(path)
        widget.restoreGeometry(mutated.geometry or QByteArray())
        assert mutated.appearance in ("system", "light", "dark")
        assert mutated.language in ("en", "zh")
        assert mutated.train_threads >= 0
        assert mutated.last_folder.is_dir()
        assert len(mutated.recent_files) <= RECENT_FILES
        widths.add(mutated.width("pen", 45))
        mutated.remember_file(file)
        mutated.compared_runs = ["c"]
        assert mutated.recent_files[0] == file
        assert "c" in mutated.compared_runs
    assert {45, 60} <= widths <= set(range(1001))
