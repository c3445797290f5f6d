"""Advisory locks between processes that write the same file."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UserError

_POLL_SECONDS = 0.01
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
        If the lock file cannot be created.
    """
    with path.with_name(f".{path.name}.lock").open("ab") as file:
        is_locked = _wait(file.fileno(), path, time.monotonic() + timeout)
        try:
            yield
        finally:
            if is_locked:
                _unlock(file.fileno())


def _wait(descriptor: int, path: Path, deadline: float) -> bool:
    """Acquire the lock; return False if the file system supports no locks."""
    while True:
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno in _UNSUPPORTED:
                return False
            if error.errno not in _HELD:
                raise
        else:
            return True
        if time.monotonic() > deadline:
            raise UserError("{file} is in use by another program. Try again.", file=path)
        time.sleep(_POLL_SECONDS)
