"""Only one program at a time holds the lock of a file, and waiting has a timeout."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from core import file_lock
from core.errors import UserError
from core.file_lock import locked

HOLD = """
import sys
from pathlib import Path
from core.file_lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of a file until it reads a line."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "a.jsonl")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_lock_held_by_another_process_is_waited_for_only_so_long(tmp_path, holder):
    with pytest.raises(UserError, match="in use by another program"):
        locked(tmp_path / "a.jsonl", timeout=0.05).__enter__()


def test_a_lock_is_free_when_its_holder_is_killed(tmp_path, holder):
    holder.kill()
    holder.wait()
    with locked(tmp_path / "a.jsonl", timeout=0):
        pass


def test_a_lock_is_free_after_the_block_even_when_that_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "a.jsonl"):
        raise ZeroDivisionError
    with locked(tmp_path / "a.jsonl", timeout=0):
        assert [path.name for path in tmp_path.iterdir()] == [".a.jsonl.lock"]


def test_a_lock_excludes_within_a_process_too(tmp_path):
    with (
        locked(tmp_path / "a.jsonl"),
        pytest.raises(UserError, match="in use"),
        locked(tmp_path / "a.jsonl", timeout=0),
    ):
        pass


def test_a_drive_without_locks_is_used_without(tmp_path, monkeypatch):
    def refuse(descriptor):
        raise OSError(errno.ENOTSUP, "Not supported")

    monkeypatch.setattr(file_lock, "_lock", refuse)
    with locked(tmp_path / "a.jsonl", timeout=0):
        pass


def test_a_fault_of_the_drive_is_raised(tmp_path, monkeypatch):
    def fail(descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(file_lock, "_lock", fail)
    with pytest.raises(OSError, match="Input/output"), locked(tmp_path / "a.jsonl", timeout=0):
        pass
