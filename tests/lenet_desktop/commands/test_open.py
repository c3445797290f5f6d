"""The window that opens with a file, as a double click opens it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from lenet_desktop.__main__ import main

SCRIPT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from lenet_desktop import app
from lenet_desktop.__main__ import main

build_window = app.build_window

def build_and_report(*arguments, **others):
    window = build_window(*arguments, **others)
    workspace = window.workspace
    window.files.drawing_opened.connect(
        lambda: print("strokes", len(workspace.pad_history.value.strokes))
    )
    window.files.drawing_opened.connect(window.close)
    workspace.notices.posted.connect(lambda notice: print("notice", notice.text))
    # The first notice may come before the event loop starts.
    workspace.notices.posted.connect(lambda: QTimer.singleShot(0, window.close))
    if sys.argv[-1] == "open":
        print(window.tabs.tabText(0))
        QTimer.singleShot(0, window.close)
    return window

app.build_window = build_and_report
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def lines(tmp_path):
    """Run the command until the file is shown, and return what the window reported."""

    def run(*files, options=()) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, *options, "open", *map(str, files)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    return run


def test_an_ink_file_is_on_the_pad(lines, drawings_file):
    assert lines(drawings_file) == ["strokes 1"]


def test_weights_are_in_use_and_remembered_in_settings_of_the_test(lines, weights_file, tmp_path):
    (line,) = lines(weights_file)
    assert line.startswith("notice")
    assert "fresh.safetensors" in line
    (ini,) = (tmp_path / "settings").rglob("*.ini")
    assert "fresh.safetensors" in ini.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_read_is_reported_in_the_window(lines, tmp_path):
    (tmp_path / "bad.jsonl").write_text("no drawing")
    (line,) = lines(tmp_path / "bad.jsonl")
    assert line.startswith("notice")
    assert "bad.jsonl" in line


def test_without_a_file_the_window_opens(lines):
    assert lines() == ["&Draw"]


def test_the_window_opens_in_a_language(lines):
    assert lines(options=["--language", "zh"]) == ["手写(&D)"]


def test_a_command_without_a_window_has_no_language(capsys):
    with pytest.raises(SystemExit) as error:
        main(["--language", "zh", "bench"])
    assert error.value.code == 2
    assert "--language is for the window" in capsys.readouterr().err
