"""Signals end every command cleanly, from its first import on, and streams may be missing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.runs.library import RunSummary, list_runs
from lenet_desktop.process import interrupts
from tests.support.inputs.idx_files import bars, write_part
from tests.support.inputs.runs import FILES_OF_A_STOPPED_RUN, files

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

# A shell's background jobs, which tests may run in, ignore Ctrl-C until told otherwise.
MAIN = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
{before}
from lenet_desktop.__main__ import main
sys.exit(main())
"""
WHEN_IMPORTED = """
class Finder:
    def find_spec(self, name, *_):
        if name == {module!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Finder())
"""
WHEN_TRAINING = """
from lenet_desktop.state.training.run import TrainingRun
TrainingRun.start = lambda *_: os.kill(os.getpid(), {number})
"""
WHEN_SAVING = """
from lenet_desktop import screenshots
from lenet_desktop.widgets.images.saving import save_picture
def save(path, image):
    os.kill(os.getpid(), {number})
    return save_picture(path, image)
screenshots.save_picture = save
screenshots._fill = lambda *_: None
"""
WHEN_AN_EPOCH_IS_DONE = """
from dataclasses import replace
from pathlib import Path
from core.runs.carry_out import TrainingRequest
from core.training.presets import PRESETS
from lenet_desktop import app
from lenet_desktop.state.settings import Settings

home, build, sent = Path({home!r}), app.build_window, []

def build_and_train(weights, **_):
    window = build(weights, Settings(home / "s.ini", home / "runs", home / "my-digits.jsonl"))
    training = window.workspace.training

    def send_once():
        if training.checkpoint and not sent:
            sent.append(os.kill(os.getpid(), {number}))

    training.advanced.connect(send_once)
    plan = replace(PRESETS["quick"], epochs=100_000)
    training.start(TrainingRequest(plan, (str(home / "digits"),), home / "runs" / "run", "cpu"))
    return window

app.build_window = build_and_train
"""


def run(before: str, *words: str) -> subprocess.CompletedProcess[str]:
    code = MAIN.format(before=before)
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)


@unix
@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("lenet_desktop.process.interrupts", ["--help"]),
        ("core.errors", ["--help"]),
        ("numpy", ["predict", "x.png"]),
        ("lenet_desktop.commands.train", ["train", "--out", "x"]),
        ("PySide6.QtGui", ["screenshot", "x"]),
        ("lenet_desktop.app", []),
    ],
)
def test_an_interruption_while_modules_are_imported_is_one_line(module, words, tmp_path):
    number = {"numpy": signal.SIGTERM, "lenet_desktop.app": signal.SIGHUP}.get(
        module, signal.SIGINT
    )
    done = run(WHEN_IMPORTED.format(module=module, number=int(number)), *words)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "lenet-desktop: Stopped.\n")


@unix
@pytest.mark.parametrize(
    ("moment", "number", "pictures"),
    [(WHEN_TRAINING, signal.SIGTERM, 0), (WHEN_SAVING, signal.SIGINT, 1)],
)
def test_interrupted_screenshots_end_with_whole_pictures(moment, number, pictures, tmp_path):
    done = run(moment.format(number=int(number)), "screenshot", str(tmp_path / "out"))
    assert (done.returncode, done.stderr) == (1, "lenet-desktop: Stopped.\n")
    files = list((tmp_path / "out").iterdir())
    assert len(files) == pictures
    for file in files:
        with Image.open(file) as image:
            image.load()


@unix
def test_a_signal_closes_the_window_and_its_run_is_saved(tmp_path):
    (tmp_path / "digits").mkdir()
    rng = np.random.default_rng(0)
    for part in ("train", "t10k"):
        write_part(tmp_path / "digits", part, *bars(60, rng))
    number = int(signal.SIGHUP)
    done = run(WHEN_AN_EPOCH_IS_DONE.format(home=str(tmp_path), number=number))
    assert (done.returncode, done.stdout) == (0, "")
    (saved,) = list_runs(tmp_path / "runs")
    assert isinstance(saved, RunSummary)
    assert files(saved.folder) == FILES_OF_A_STOPPED_RUN


@unix
def test_handlers_are_set_for_the_block_except_for_ignored_signals():
    def handle(*_):
        pass

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interrupts.handled(handle):
            assert signal.getsignal(signal.SIGTERM) is handle
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is not handle
    finally:
        signal.signal(signal.SIGHUP, before)


def test_on_another_thread_signals_are_left_alone():
    seen = []

    def look():
        with interrupts.handled(lambda *_: None):
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.getsignal(signal.SIGTERM)]


@pytest.fixture
def ink(tmp_path) -> Path:
    file = tmp_path / "ink.jsonl"
    file.write_text('{"strokes": [[[0, 0], [0, 9]]]}\n')
    return file


@unix
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["predict", "--help"])
def test_no_stream_is_needed(closed, command, ink, tmp_path):
    words = [sys.executable, "-m", "lenet_desktop", command]
    words += [str(ink), str(tmp_path / "nowhere.png")] if command == "predict" else []
    shell = ["sh", "-c", f'"$@" {closed}', "sh", *words]
    done = subprocess.run(shell, capture_output=True, text=True)
    assert done.returncode == (1 if command == "predict" else 0)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == (1 if command == "predict" and "2" not in closed else 0)


@pytest.mark.parametrize("are_both_closed", [False, True])
def test_a_closed_pipe_is_reported_if_possible(are_both_closed, ink):
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "lenet_desktop", "predict", str(ink)]
    with os.fdopen(writing, "w") as pipe:
        error = subprocess.STDOUT if are_both_closed else subprocess.PIPE
        done = subprocess.run(words, stdout=pipe, stderr=error, text=True)
    assert done.returncode == 1
    if not are_both_closed:
        assert done.stderr == (
            "lenet-desktop: Standard output was closed before everything was written.\n"
        )


def test_help_for_a_closed_pipe_is_no_error(ink):
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "lenet_desktop", "train", "--help"]
    with os.fdopen(writing, "w") as pipe:
        done = subprocess.run(words, stdout=pipe, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
