"""The program's outermost layer: exit statuses, one line for every failure, nothing needless."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import lenet_desktop.commands.predict as predict_command
from core.errors import UserError
from lenet_desktop import __main__ as main_module
from lenet_desktop.__main__ import main


@pytest.fixture
def failing(monkeypatch, capsys):
    """Run a command that raises, and return its status and its standard error."""

    def run(error: BaseException) -> tuple[int, str]:
        def fail(_):
            raise error

        monkeypatch.setattr(predict_command, "run", fail)
        status = main(["predict", "x.png"])
        said = capsys.readouterr()
        assert said.out == ""
        return status, said.err

    return run


def program(*words: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lenet_desktop", *words],
        capture_output="stdout" not in options,
        text=True,
        **options,
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UserError("{file} is damaged.", file="x.npz"), "x.npz is damaged."),
        (UserError("two\nlines"), "two lines"),
        (MemoryError(), "Not enough memory"),
        (KeyboardInterrupt(), "Stopped."),
        (OSError(errno.ENOSPC, "No space left", "/a/b"), "/a/b could not be written: the disk is"),
        (
            OSError(errno.EACCES, "Permission denied", "/a/b"),
            "/a/b cannot be used: permission denied",
        ),
        (OSError(errno.ENOENT, "No such file", "/a/b"), "/a/b does not exist"),
        (OSError(errno.EROFS, "Read-only", "/a/b"), "/a/b could not be written: the disk is read"),
        (OSError(errno.ENOTDIR, "Not a directory", "/a/b"), "/a/b is not a folder"),
        (OSError(errno.EISDIR, "Is a directory", "/a/b"), "/a/b is a folder"),
        (OSError(errno.EIO, "Input/output error", "/a/b"), "/a/b could not be used: Input/output"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), "Standard output was closed"),
    ],
)
def test_expected_errors_are_reported_on_one_line(failing, error, said):
    status, err = failing(error)
    assert status == 1
    assert err.startswith("lenet-desktop: ")
    assert said in err
    assert err.count("\n") == 1


def test_unexpected_errors_are_not_caught(failing):
    with pytest.raises(ZeroDivisionError):
        failing(ZeroDivisionError())


@pytest.mark.parametrize(
    "words",
    [["fly"], ["--fly"], ["train"], ["--weights", "a", "evaluate"], ["--lesson", "2", "bench"]],
)
def test_wrong_usage_exits_with_2(words, capsys):
    with pytest.raises(SystemExit) as error:
        main(words)
    assert error.value.code == 2
    assert capsys.readouterr().err.startswith("usage: lenet-desktop")


def test_a_lesson_that_does_not_exist_is_reported_before_the_window_opens():
    done = program("--lesson", "99")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "lenet-desktop: Lesson 99 does not exist.\n"


def test_the_version_is_the_packages(capsys):
    with pytest.raises(SystemExit) as error:
        main(["--version"])
    assert error.value.code == 0
    assert capsys.readouterr().out.strip() == version("lenet-desktop")


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (["--help"], ["numpy", "PySide6", "tqdm", "matplotlib", "cupy", "importlib.metadata"]),
        (["train", "--help"], ["PySide6", "matplotlib", "cupy", "requests"]),
        (["evaluate", "--help"], ["PySide6", "matplotlib", "cupy", "requests"]),
        (["predict", "--help"], ["PySide6", "matplotlib", "cupy", "requests"]),
    ],
)
def test_a_command_imports_only_what_it_needs(words, spared):
    code = (
        "import sys; from lenet_desktop.__main__ import main\n"
        f"try: main({words!r})\nexcept SystemExit: pass\n"
        f"sys.exit(', '.join(name for name in {spared!r} if name in sys.modules) or None)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays are Linux's")
def test_without_a_display_the_window_reports_what_to_set():
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    run = program(env=environment)
    assert run.returncode == 1
    assert "set DISPLAY" in run.stderr
    assert run.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_unwritable_output_is_reported_once(tmp_path):
    (tmp_path / "ink.jsonl").write_text('{"strokes": [[[0, 0]]]}\n')
    with Path("/dev/full").open("w") as full:
        run = program("predict", str(tmp_path / "ink.jsonl"), stdout=full, stderr=subprocess.PIPE)
    assert run.returncode == 1
    assert run.stderr == (
        "lenet-desktop: standard output could not be written: the disk is full.\n"
    )


@pytest.mark.parametrize(
    "name",
    ["TQDM_MININTERVAL", "TQDM_NCOLS", "TQDM_TOTAL", "PILLOW_BLOCK_SIZE", "PILLOW_ALIGNMENT",
     "PILLOW_BLOCKS_MAX", "NUMPY_MADVISE_HUGEPAGE", "OMP_NUM_THREADS", "COLUMNS", "LINES"],
)  # fmt: skip
@pytest.mark.parametrize("value", ["abc", "-5"])
def test_variables_for_libraries_do_no_harm(name, value, tmp_path):
    (tmp_path / "ink.jsonl").write_text('{"strokes": [[[0, 0], [0, 1]]]}\n')
    run = program("predict", str(tmp_path / "ink.jsonl"), env={**os.environ, name: value})
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(sys.platform != "linux", reason="a locale of Linux")
def test_a_locale_without_letters_is_not_mentioned():
    code = (
        "from lenet_desktop.process.display import require_display; require_display()\n"
        "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment |= {"LC_ALL": "C", "QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", code]
    run = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_an_error_that_cannot_be_printed_has_the_same_status(tmp_path):
    with Path("/dev/full").open("w") as full:
        run = program("predict", str(tmp_path / "none.png"), stderr=full, stdout=subprocess.PIPE)
    assert (run.returncode, run.stdout) == (1, "")


@pytest.mark.skipif(sys.platform == "win32", reason="a current folder cannot be removed there")
@pytest.mark.parametrize("command", ["predict", "evaluate", "train"])
def test_the_folder_may_be_removed(command, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    words = {"predict": ["x.png"], "evaluate": ["--data", "x"], "train": ["--out", "run"]}
    code = (
        f"import os, sys; os.rmdir({str(gone)!r}); from lenet_desktop.__main__ import main\n"
        f"sys.exit(main({[command, *words[command]]!r}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=gone, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "standard output" not in run.stderr


def test_the_module_runs_in_a_folder_with_another_core(tmp_path):
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text("raise RuntimeError('the wrong core')\n")
    done = program("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, version("lenet-desktop"))


def test_a_core_that_another_package_replaced_is_reported(tmp_path):
    shutil.copytree(Path(main_module.__file__).parent, tmp_path / "lenet_desktop")
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").touch()
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = program("--version", cwd=tmp_path, env=environment)
    assert done.returncode == 1
    assert "separate virtual environment" in done.stderr
    assert "Traceback" not in done.stderr
