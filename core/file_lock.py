"""Advisory locks between processes that write the same file or folder."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.errors import UserError

_POLL_SECONDS = 0.01
_RESERVATION = ".in-use.lock"
_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, getattr(errno, "EDEADLOCK", errno.EDEADLK)}
_UNSUPPORTED = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL}

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def locked(path: Path, timeout: float = 10.0) -> Generator[None]:
    """Hold an advisory lock on a file that several processes write.

    The lock is an empty hidden file next to `path`. It is never deleted: otherwise two processes
    could lock two different files. The operating system releases the lock when a process ends. On
    a file system without locks the block runs unlocked.

    Parameters
    ----------
    path
        The file to write; its folder must exist.
    timeout
        Seconds to wait for another process.

    Raises
    ------
    UserError
        If another process holds the lock for longer than `timeout`.
    OSError
        If the lock file cannot be created; names `path`, which the user knows.
    """
    try:
        file = _opened(path.with_name(f".{path.name}.lock"))
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    with file:
        is_locked = _wait(file.fileno(), path, time.monotonic() + timeout)
        try:
            yield
        finally:
            if is_locked:
                _unlock(file.fileno())


@contextmanager
def reserved(folder: Path) -> Generator[None]:
    """Reserve a folder for the block: hold an advisory lock on a hidden file in it.

    The file is deleted at the end. One that a killed process has left behind reserves nothing. On
    a file system without locks the block runs without a reservation.

    Parameters
    ----------
    folder
        The folder, which must exist.

    Raises
    ------
    UserError
        If the folder is reserved already.
    OSError
        If the folder cannot be written to; names the folder.
    """
    path = folder / _RESERVATION
    file = _reserve(path)
    try:
        yield
    finally:
        # Once the lock is released, the file may be that of another process; Windows, however,
        # deletes only closed files, and none that another process has open.
        if sys.platform == "win32":
            file.close()
        with suppress(OSError):
            path.unlink()
        file.close()


def was_left_reserved(folder: Path) -> bool:
    """Return whether a process was killed while it had reserved the folder.

    A new reservation removes this trace.
    """
    path = folder / _RESERVATION
    try:
        with path.open("rb+") as file:
            is_free = _acquire(file.fileno()) is not False
            return is_free and _is_at(file, path)
    except OSError:
        return False


def _reserve(path: Path) -> BinaryIO:
    """Open and lock the hidden file of a reservation."""
    while True:
        try:
            file = _opened(path)
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path.parent)) from error
        if _acquire(file.fileno()) is False:
            file.close()
            raise UserError("{folder} is in use by another training run.", folder=path.parent)
        if _is_at(file, path):
            return file
        file.close()


def _opened(path: Path) -> BinaryIO:
    """Open a file to lock it, without waiting for the other end of a pipe."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0), 0o666)

    return open(path, "ab", opener=opener)


def _is_at(file: BinaryIO, path: Path) -> bool:
    """Return whether an open file has not been deleted by the process that held it before."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _wait(descriptor: int, path: Path, deadline: float) -> bool:
    """Acquire the lock; return False if the file system supports no locks."""
    while (is_acquired := _acquire(descriptor)) is False:
        if time.monotonic() > deadline:
            raise UserError("{file} is in use by another program. Try again.", file=path)
        time.sleep(_POLL_SECONDS)
    return is_acquired is True


def _acquire(descriptor: int) -> bool | None:
    """Return whether the lock was acquired; None if the file system supports no locks."""
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return None
        if error.errno not in _HELD:
            raise
        return False
    return True
