"""Persistent settings of the user."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from itertools import compress
from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from core.device import cores
from core.errors import UserError
from core.file_lock import locked
from core.paths import absolute, exists, home, is_file, is_folder, my_digits_path, runs_dir
from lenet_desktop.text.language import preferred_language

RECENT_FILES = 8
"""Maximum number of recent files."""
_APPEARANCES = "system", "light", "dark"
_WIDEST_TOOL = 1000  # The side of the pad.
_LEAST_SCALE, _GREATEST_SCALE = 50, 300  # Per cent; below, texts cannot be read.
_LONGEST_TEXT = 4096  # Characters: no path is longer.
_LOCK_SECONDS = 0.2


class Settings(QObject):
    """Persistent settings; invalid values are replaced by defaults.

    Parameters
    ----------
    file
        The INI file; None for the one in the user's configuration folder.
    runs_folder
        The folder of training runs; None for that of the user.
    my_digits_file
        The ink file of My Digits; None for that of the user.
    """

    recent_files_changed = Signal()
    failed = Signal(object)
    """Emitted once, with a `UserError`, if they cannot be saved."""

    def __init__(
        self,
        file: Path | None = None,
        runs_folder: Path | None = None,
        my_digits_file: Path | None = None,
    ) -> None:
        super().__init__()
        self.runs_folder = runs_folder or runs_dir()
        self.my_digits_file = my_digits_file or my_digits_path()
        self.recent_drawings_file = self.my_digits_file.with_name("recent-drawings.jsonl")
        self._file = file or _user_file()
        # Qt would wait for ever for a pipe or read a device; below such a path there is nothing.
        is_readable = is_file(self._file) or is_folder(self._file) or not exists(self._file)
        self._store = QSettings(
            str(self._file if is_readable else self._file / "settings"), QSettings.Format.IniFormat
        )
        self._compared_runs: list[str] = []
        self._has_failed = False

    @property
    def geometry(self) -> QByteArray | None:
        """Position and size of the window, as returned by `saveGeometry`."""
        value = self._store.value("window/geometry")
        return value if isinstance(value, QByteArray) else None

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("window/geometry", geometry)

    @property
    def appearance(self) -> str:
        """``"system"``, ``"light"`` or ``"dark"``."""
        text = self._text("window/appearance", "")
        return text if text in _APPEARANCES else "system"

    @appearance.setter
    def appearance(self, appearance: str) -> None:
        self._store.setValue("window/appearance", appearance)

    @property
    def scale(self) -> int:
        """Size of text and controls in per cent of the system's."""
        per_cent = self._whole_number("window/scale", 100, _GREATEST_SCALE)
        return per_cent if per_cent >= _LEAST_SCALE else 100

    @scale.setter
    def scale(self, per_cent: int) -> None:
        self._store.setValue("window/scale", per_cent)

    @property
    def language(self) -> str:
        """The code of the language to start with; see `preferred_language`."""
        return preferred_language(self._text("window/language", ""))

    @language.setter
    def language(self, code: str) -> None:
        self._store.setValue("window/language", code)

    @property
    def eraser_removes_strokes(self) -> bool:
        """Whether the eraser removes whole strokes."""
        return self._text("eraser/whole_strokes", "false") == "true"

    @eraser_removes_strokes.setter
    def eraser_removes_strokes(self, whole: bool) -> None:
        self._store.setValue("eraser/whole_strokes", "true" if whole else "false")

    @property
    def collects_automatically(self) -> bool:
        """Whether a collected drawing is taken once the pen rests."""
        return self._text("collecting/automatic", "true") == "true"

    @collects_automatically.setter
    def collects_automatically(self, automatic: bool) -> None:
        self._store.setValue("collecting/automatic", "true" if automatic else "false")

    @property
    def compared_runs(self) -> list[str]:
        """Folder names of the earlier runs whose curves are shown."""
        self._compared_runs = self._texts("train/compared")
        return self._compared_runs

    @compared_runs.setter
    def compared_runs(self, names: list[str]) -> None:
        before, self._compared_runs = self._compared_runs, names
        if names == before:
            return
        with self._merging():
            others = [name for name in self._texts("train/compared") if name not in before]
            self._store.setValue("train/compared", list(dict.fromkeys([*names, *others])))

    @property
    def weights_file(self) -> Path | None:
        """The file of the current network; None for the network that comes with the program."""
        return self._path("files/weights")

    @weights_file.setter
    def weights_file(self, file: Path | None) -> None:
        self._store.setValue("files/weights", str(absolute(file)) if file else "")

    @property
    def train_threads(self) -> int:
        """Number of training threads; 0 for one per core."""
        return self._whole_number("train/threads", 0, cores())

    @train_threads.setter
    def train_threads(self, threads: int) -> None:
        self._store.setValue("train/threads", threads)

    def width(self, tool: str, default: int) -> int:
        """Return the width of a tool in thousandths of the pad's side."""
        return self._whole_number(f"{tool}/width", default, _WIDEST_TOOL)

    def set_width(self, tool: str, width: int) -> None:
        """Save the width of a tool."""
        self._store.setValue(f"{tool}/width", width)

    def lesson_place(self, lesson: str) -> tuple[int, list[int]]:
        """Return the step that was shown last in a lesson, and the steps that are done."""
        step, *done = self._texts(_key_of(lesson)) or ["0"]
        numbers = [int(text) for text in (step, *done) if text.isdecimal() and len(text) < 4]
        return (numbers or [0])[0], numbers[1:]

    def set_lesson_place(self, lesson: str, step: int, done: Collection[int]) -> None:
        """Save the place in a lesson; what was done in another window stays done."""
        with self._merging():
            done = sorted({*done, *self.lesson_place(lesson)[1]})
            self._store.setValue(_key_of(lesson), [str(step), *map(str, done)])

    @property
    def lessons_folder(self) -> Path | None:
        """The folder with the user's own lessons; None if none was chosen."""
        return self._path("files/lessons")

    @lessons_folder.setter
    def lessons_folder(self, folder: Path) -> None:
        self._store.setValue("files/lessons", str(absolute(folder)))

    @property
    def last_folder(self) -> Path:
        """Folder of the last opened or saved file; initially the home folder."""
        folder = self._text("files/last_folder", "")
        is_usable = os.path.isabs(folder) and is_folder(Path(folder))  # noqa: PTH117
        return Path(folder) if is_usable else home()

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue("files/last_folder", str(absolute(folder)))

    @property
    def recent_files(self) -> list[Path]:
        """Recently opened or saved files, the newest first."""
        return [Path(name) for name in self._texts("files/recent")][:RECENT_FILES]

    def remember_file(self, path: Path) -> None:
        """Add a file to the recent files and save its folder."""
        self.list_file(path)
        self.last_folder = path.parent

    def list_file(self, path: Path) -> None:
        """Add a file at the top of the recent files."""
        self._change_recent_files(remove=str(absolute(path)), first=[str(absolute(path))])

    def forget_file(self, path: Path) -> None:
        """Remove a file from the recent files."""
        self._change_recent_files(remove=str(path))

    def forget_files(self) -> None:
        """Clear the recent files."""
        with self._merging():
            self._store.setValue("files/recent", [])
        self.recent_files_changed.emit()

    def _change_recent_files(self, remove: str, first: Sequence[str] = ()) -> None:
        with self._merging():
            others = [file for file in self._texts("files/recent") if file != remove]
            self._store.setValue("files/recent", [*first, *others][:RECENT_FILES])
        self.recent_files_changed.emit()

    @contextmanager
    def _merging(self) -> Generator[None]:
        """Change a list of which other windows may have changed the saved one."""
        file = self._file
        with ExitStack() as stack:
            # Without a lock, only a change of another window at this moment can be lost.
            with suppress(OSError, UserError):
                file.parent.mkdir(parents=True, exist_ok=True)
                stack.enter_context(locked(file, timeout=_LOCK_SECONDS))
            self._store.sync()
            yield
            self._store.sync()
        if self._store.status() == QSettings.Status.AccessError and not self._has_failed:
            self._has_failed = True
            self.failed.emit(
                UserError(
                    "The settings cannot be saved in {file}: recent files and the progress in "
                    "lessons will be forgotten.",
                    file=file,
                )
            )

    def _path(self, key: str) -> Path | None:
        """Return a path; None if there is none, or no file can have it."""
        text = self._text(key, "")
        if not os.path.isabs(text):  # noqa: PTH117 - Path() of it may be no name at all
            return None
        try:
            os.lstat(text)
        except ValueError:  # A null character.
            return None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return None
        return Path(text)

    def _texts(self, key: str) -> list[str]:
        value = self._store.value(key, [])
        # QSettings returns a list of one item as a string.
        texts = cast("list[object]", value if isinstance(value, list) else [value])
        is_usable = [isinstance(text, str) and 0 < len(text) <= _LONGEST_TEXT for text in texts]
        return [str(text) for text in compress(texts, is_usable)]

    def _whole_number(self, key: str, default: int, greatest: int) -> int:
        text = self._text(key, "")
        # int() raises for texts with thousands of digits.
        is_short = text.isdecimal() and len(text) <= len(str(greatest))
        return int(text) if is_short and int(text) <= greatest else default

    def _text(self, key: str, default: str) -> str:
        return str(self._store.value(key, default))


def _user_file() -> Path:
    """Return the file of the user's settings, which need not exist."""
    ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    # Another name, because Qt opens the file of a name at once.
    elsewhere = Path(QSettings(ini, user, "LeNet Desktop 2", "LeNet Desktop").fileName())
    return elsewhere.parents[1] / "LeNet Desktop" / elsewhere.name


def _key_of(lesson: str) -> str:
    """Return the key of a lesson, whose name may be a path with slashes, which separate groups."""
    return "lessons/" + sha256(lesson.encode("utf-8", "surrogateescape")).hexdigest()[:16]
