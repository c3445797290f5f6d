"""Deleted runs, which can be brought back until the window closes.

A deleted run is moved into a hidden folder of the library, which the window reserves. The folder of
a window that was killed is no longer reserved: its runs are moved back.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from pathlib import Path
from uuid import uuid4

from core.errors import UserError
from core.file_lock import reserved
from core.paths import exists, is_folder

_ASIDE, _DOOMED = ".deleted-", ".removed-"


class Aside:
    """The runs that one window has deleted.

    Parameters
    ----------
    library
        The folder of the runs.
    """

    def __init__(self, library: Path) -> None:
        self._library = library
        self._folder = library / f"{_ASIDE}{uuid4().hex}"
        self._reservation = ExitStack()

    def move(self, run: Path) -> Path:
        """Move the folder of a run out of the library, and return where it is now.

        Raises
        ------
        UserError
            If the run is being trained.
        OSError
            If the folder cannot be moved.
        """
        with reserved(run):
            pass  # Windows could not move the open file of the reservation.
        if not exists(self._folder):
            self._folder.mkdir()
            self._reservation.enter_context(reserved(self._folder))
        return run.rename(self._folder / run.name)

    def bring_back(self, moved: Path) -> Path:
        """Move a deleted run back, and return its folder.

        Raises
        ------
        OSError
            If the folder cannot be moved.
        """
        return _move_back(moved, self._library)

    def close(self) -> None:
        """Remove the deleted runs from the disk, as far as possible."""
        with self._reservation:
            pass
        if exists(self._folder):
            with suppress(OSError):
                # Under this name they are not brought back, even if not all can be removed now.
                doomed = self._folder.rename(
                    self._library / self._folder.name.replace(_ASIDE, _DOOMED)
                )
                shutil.rmtree(doomed, ignore_errors=True)


def restore_leftovers(library: Path) -> list[Path]:
    """Move back the runs that killed windows had deleted, and return their folders."""
    restored: list[Path] = []
    for folder in library.glob(f"{_DOOMED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in library.glob(f"{_ASIDE}*"):
        with suppress(UserError, OSError), reserved(folder):
            restored += [
                _move_back(run, library) for run in sorted(folder.iterdir()) if is_folder(run)
            ]
        with suppress(OSError):
            folder.rmdir()
    return restored


def _move_back(moved: Path, library: Path) -> Path:
    target, number = library / moved.name, 2
    while exists(target):
        target, number = library / f"{moved.name} ({number})", number + 1
    return moved.rename(target)
