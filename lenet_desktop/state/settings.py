"""What the program remembers from one start to the next."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from core.device import cores
from core.paths import my_digits_path, runs_dir

RECENT_FILES = 8
"""How many files the menu lists."""
_APPEARANCES = "system", "light", "dark"
_WIDEST_TOOL = 1000  # the whole side of the pad


class Settings(QObject):
    """The remembered choices of a person; one that cannot be used has its default.

    Parameters
    ----------
    file
        The file they live in, of Qt's INI format; None is the one in the user's configuration
        folder.
    runs_folder
        Where training runs are kept; None is the user's own folder of them.
    my_digits_file
        Where My Digits are kept; None is the user's own file.
    """

    recent_files_changed = Signal()

    def __init__(
        self,
        file: Path | None = None,
        runs_folder: Path | None = None,
        my_digits_file: Path | None = None,
    ) -> None:
        super().__init__()
        self.runs_folder = runs_folder or runs_dir()
        self.my_digits_file = my_digits_file or my_digits_path()
        ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
        self._store = (
            QSettings(ini, user, "LeNet Desktop", "LeNet Desktop")
            if file is None
            else QSettings(str(file), ini)
        )

    @property
    def geometry(self) -> QByteArray | None:
        """Place and size of the window, as Qt wrote them."""
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
    def eraser_removes_strokes(self) -> bool:
        """Whether the eraser takes whole strokes, not only what it touches."""
        return self._text("eraser/whole_strokes", "false") == "true"

    @eraser_removes_strokes.setter
    def eraser_removes_strokes(self, whole: bool) -> None:
        self._store.setValue("eraser/whole_strokes", "true" if whole else "false")

    @property
    def compared_runs(self) -> list[str]:
        """The earlier runs whose curves are shown, by the names of their folders."""
        return self._texts("train/compared")

    @compared_runs.setter
    def compared_runs(self, names: list[str]) -> None:
        self._store.setValue("train/compared", names)

    @property
    def train_threads(self) -> int:
        """Number of training threads, at most one per core; 0 for one on every core."""
        return self._whole_number("train/threads", 0, cores())

    @train_threads.setter
    def train_threads(self, threads: int) -> None:
        self._store.setValue("train/threads", threads)

    def width(self, tool: str, default: int) -> int:
        """Return the width of a tool in thousandths of the pad's side."""
        return self._whole_number(f"{tool}/width", default, _WIDEST_TOOL)

    def set_width(self, tool: str, width: int) -> None:
        """Remember the width of a tool."""
        self._store.setValue(f"{tool}/width", width)

    @property
    def last_folder(self) -> Path:
        """The folder of the last file opened or saved; the home folder at first."""
        folder = Path(self._text("files/last_folder", ""))
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue("files/last_folder", str(folder.absolute()))

    @property
    def recent_files(self) -> list[Path]:
        """The files opened or saved last, the newest first."""
        return [Path(name) for name in self._texts("files/recent")]

    def remember_file(self, path: Path) -> None:
        """Put a file at the top of the recent ones and remember its folder."""
        self.list_file(path)
        self.last_folder = path.parent

    def list_file(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        path = path.absolute()
        others = [file for file in self.recent_files if file != path]
        self._set_recent_files([path, *others][:RECENT_FILES])

    def forget_file(self, path: Path) -> None:
        """Take a file off the recent ones, because it is gone."""
        self._set_recent_files([file for file in self.recent_files if file != path])

    def forget_files(self) -> None:
        """Empty the list of recent files."""
        self._set_recent_files([])

    def _set_recent_files(self, files: list[Path]) -> None:
        self._store.setValue("files/recent", [str(file) for file in files])
        self.recent_files_changed.emit()

    def _texts(self, key: str) -> list[str]:
        value = self._store.value(key, [])
        # An INI file gives a list of one back as a bare string.
        texts = cast("list[object]", value if isinstance(value, list) else [value])
        return [text for text in texts if isinstance(text, str) and text]

    def _whole_number(self, key: str, default: int, greatest: int) -> int:
        text = self._text(key, "")
        # Python refuses to convert thousands of digits.
        is_short = text.isdecimal() and len(text) <= len(str(greatest))
        return int(text) if is_short and int(text) <= greatest else default

    def _text(self, key: str, default: str) -> str:
        return str(self._store.value(key, default))
