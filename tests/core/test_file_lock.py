"""Only one program at a time holds the lock of a file, and waiting has a timeout."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core import file_lock
from core.errors import UserError
from core.file_lock import locked, reserved

HOLD = """
import sys
from pathlib import Path
from core.file_lock import locked, reserved
with locked(Path(sys.argv[1])), reserved(Path(sys.argv[1]).parent):
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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_in_place_of_the_lock_is_an_error_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / ".a.jsonl.lock")
    os.mkfifo(tmp_path / ".in-use.lock")
    for hold in (locked(tmp_path / "a.jsonl"), reserved(tmp_path)):
        with pytest.raises(OSError, match="No such device"):
            hold.__enter__()


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


def test_a_folder_reserved_by_another_process_is_refused_until_that_is_killed(tmp_path, holder):
    with pytest.raises(UserError, match="in use by another training run"), reserved(tmp_path):
        pass
    holder.kill()
    holder.wait()
    assert (tmp_path / ".in-use.lock").exists()
    with reserved(tmp_path):
        pass
    assert not (tmp_path / ".in-use.lock").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no open file")
def test_a_reservation_that_its_holder_deletes_meanwhile_is_not_taken(tmp_path, monkeypatch):
    """The holder deletes the file and releases it between opening and locking it here."""
    acquire, calls = file_lock._acquire, []

    def deleted_before(descriptor):
        calls.append(descriptor)
        if len(calls) == 1:
            (tmp_path / ".in-use.lock").unlink()
        return acquire(descriptor)

    monkeypatch.setattr(file_lock, "_acquire", deleted_before)
    with reserved(tmp_path):
        assert (tmp_path / ".in-use.lock").exists()
        with pytest.raises(UserError, match="in use"), reserved(tmp_path):
            pass
    assert len(calls) == 3


def test_a_file_or_folder_that_cannot_be_written_to_is_named(tmp_path):
    with pytest.raises(OSError, match="missing") as raised, locked(tmp_path / "missing" / "file"):
        pass
    assert raised.value.filename == str(tmp_path / "missing" / "file")
    with pytest.raises(OSError, match="missing") as raised, reserved(tmp_path / "missing"):
        pass
    assert raised.value.filename == str(tmp_path / "missing")
