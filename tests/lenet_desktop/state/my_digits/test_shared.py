"""Two windows keep digits in one file: each shows all, and each undoes only its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy

from core.ink.drawing import Drawing
from core.ink.ink_files import encode_drawings, load_drawings
from lenet_desktop.state.my_digits.collection import MyDigits

LATER = 5000


def ink(place):
    return (np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]]),)


def labels(drawings):
    return sorted(str(drawing.label) for drawing in drawings)


def activate():
    """Activate a window, which then checks for changes that were not reported."""
    QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data" / "my-digits.jsonl"


@pytest.fixture
def opened(notices, file):
    """Open windows' collections; they are closed in the end."""
    opened = []

    def make():
        digits = MyDigits(file, notices)
        digits.load()
        opened.append(digits)
        return digits

    yield make
    for digits in opened:
        digits.close()


@pytest.fixture
def both(qtbot, opened, file):
    """Two collections that show a 1 and a 2."""
    first, second = opened(), opened()
    first.keep(ink(1), 1)
    first.keep(ink(2), 2)
    qtbot.waitUntil(lambda: file.exists() and len(load_drawings(file)) == 2)
    activate()
    qtbot.waitUntil(lambda: labels(second.drawings) == ["1", "2"], timeout=LATER)
    return first, second


def test_changes_of_one_window_appear_in_the_other(qtbot, both):
    first, second = both
    changed = QSignalSpy(first.changed)
    with qtbot.waitSignal(first.changed, timeout=LATER):
        second.keep(ink(3), 3)
    assert labels(first.drawings) == ["1", "2", "3"]
    assert first.label_of(ink(3)) == 3
    with qtbot.waitSignal(second.changed, timeout=LATER):
        first.keep(ink(3), 8)
    assert second.label_of(ink(3)) == 8
    assert changed.count() == 2


def test_a_line_of_another_program_appears_and_is_kept(qtbot, both, file):
    first, second = both
    with qtbot.waitSignals([first.changed, second.changed], timeout=LATER), file.open("ab") as out:
        out.write(encode_drawings([Drawing(ink(3), "3", {"writer": "W"})]))
    first.keep(ink(4), 4)
    first.close()
    assert labels(load_drawings(file)) == ["1", "2", "3", "4"]
    assert [drawing.extra for drawing in load_drawings(file)][2] == {"writer": "W"}


def test_changes_made_at_once_are_all_kept(both, file):
    first, second = both
    first.delete(first.drawings[:1])
    for place in range(10, 20):
        first.keep(ink(place), 5)
        second.keep(ink(place + 10), 6)
    second.close()
    first.close()
    assert labels(load_drawings(file)) == ["2", *"5" * 10, *"6" * 10]


def test_a_digit_relabelled_here_and_deleted_there_is_kept(both, file):
    first, second = both
    first.keep(ink(1), 7)
    second.delete(second.drawings)
    first.close()
    second.close()
    assert labels(load_drawings(file)) == ["7"]


def test_undo_reverts_only_changes_of_this_window(qtbot, both, file):
    first, second = both
    with qtbot.waitSignal(second.changed, timeout=LATER):
        first.keep(ink(3), 3)
    with qtbot.waitSignal(first.changed, timeout=LATER):
        second.keep(ink(4), 4)
    first.undo()
    assert labels(first.drawings) == ["1", "2", "4"]
    first.redo()
    assert labels(first.drawings) == ["1", "2", "3", "4"]
    second.undo()
    second.close()
    first.close()
    assert labels(load_drawings(file)) == ["1", "2", "3"]


def test_what_could_not_be_written_is_written_with_the_next_change(
    qtbot, posted, both, file, monkeypatch
):
    first, second = both

    def fail(path, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fail)
        first.keep(ink(3), 3)
        qtbot.waitUntil(lambda: "No space left" in posted[-1])
    second.keep(ink(4), 4)
    second.close()
    first.keep(ink(5), 5)
    first.close()
    assert labels(load_drawings(file)) == ["1", "2", "3", "4", "5"]


def test_a_file_that_may_not_be_read_stays_as_it_is(
    qtbot, notices, posted, both, file, monkeypatch
):
    for digits in both:
        digits.close()
    content = file.read_bytes()

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    digits = MyDigits(file, notices)
    with monkeypatch.context() as patch:
        patch.setattr("core.files.open_regular", refuse)
        with qtbot.waitSignal(notices.posted):
            digits.load()
        digits.keep(ink(3), 3)
        qtbot.waitUntil(lambda: sum("Permission denied" in text for text in posted) == 2)
        assert file.read_bytes() == content
    digits.close()
    assert labels(load_drawings(file)) == ["1", "2", "3"]


def test_half_a_line_of_another_program_is_waited_for(qtbot, posted, both, file):
    first, _ = both
    line = encode_drawings([Drawing(ink(3), "3")])
    with file.open("ab", buffering=0) as out:
        out.write(line[:20])
        first._store._check()
        qtbot.waitUntil(lambda: not first._store._is_busy)
        with qtbot.waitSignal(first.changed, timeout=LATER):
            out.write(line[20:])
    assert labels(first.drawings) == ["1", "2", "3"]
    assert posted == ["Added to My Digits as 1.", "Added to My Digits as 2."]


def test_a_closed_collection_follows_no_longer(qtbot, both):
    first, second = both
    first.close()
    changed = QSignalSpy(first.changed)
    second.keep(ink(3), 3)
    second.close()
    first._store._check_soon()
    assert not first._store._check_due.isActive()
    assert changed.count() == 0


WINDOW = """
import sys
from pathlib import Path
import numpy as np
from PySide6.QtGui import QGuiApplication
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
app = QGuiApplication([])
digits, first = MyDigits(Path(sys.argv[1]), Notices()), int(sys.argv[2])
digits.load()
print("ready", flush=True)
sys.stdin.readline()
for place in range(first, first + 20):
    digits.keep((np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]]),), place % 10)
    app.processEvents()
digits.close()
"""


def test_two_processes_that_keep_digits_at_once_lose_none(qtbot, opened, file):
    watching = opened()
    watching.keep(ink(100), 0)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WINDOW, str(file), str(20 * number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[4],
        )
        for number in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    expected = sorted([*(str(place % 10) for place in range(40)), "0"])
    assert labels(load_drawings(file)) == expected
    activate()
    qtbot.waitUntil(lambda: labels(watching.drawings) == expected, timeout=LATER)
