"""Persistent settings of the user."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from core.device import cores
from core.paths import my_digits_path, runs_dir
from lenet_desktop.text.language import available_languages, system_language

RECENT_FILES = 8
"""Maximum number of recent files."""
_APPEARANCES = "system", "light", "dark"
_WIDEST_TOOL = 1000  # The side of the pad.


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
    def language(self) -> str:
        """The code of one of the available languages; the system's if none was chosen."""
        code = self._text("window/language", "")
        return code if code in available_languages() else system_language()

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
    def compared_runs(self) -> list[str]:
        """Folder names of the earlier runs whose curves are shown."""
        return self._texts("train/compared")

    @compared_runs.setter
    def compared_runs(self, names: list[str]) -> None:
        self._store.setValue("train/compared", names)

    @property
    def weights_file(self) -> Path | None:
        """The file of the current network; None for the network that comes with the program."""
        name = self._text("files/weights", "")
        return Path(name) if name else None

    @weights_file.setter
    def weights_file(self, file: Path | None) -> None:
        self._store.setValue("files/weights", str(file.absolute()) if file else "")

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

    @property
    def last_folder(self) -> Path:
        """Folder of the last opened or saved file; initially the home folder."""
        folder = Path(self._text("files/last_folder", ""))
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue("files/last_folder", str(folder.absolute()))

    @property
    def recent_files(self) -> list[Path]:
        """Recently opened or saved files, the newest first."""
        return [Path(name) for name in self._texts("files/recent")]

    def remember_file(self, path: Path) -> None:
        """Add a file to the recent files and save its folder."""
        self.list_file(path)
        self.last_folder = path.parent

    def list_file(self, path: Path) -> None:
        """Add a file at the top of the recent files."""
        path = path.absolute()
        others = [file for file in self.recent_files if file != path]
        self._set_recent_files([path, *others][:RECENT_FILES])

    def forget_file(self, path: Path) -> None:
        """Remove a file from the recent files."""
        self._set_recent_files([file for file in self.recent_files if file != path])

    def forget_files(self) -> None:
        """Clear the recent files."""
        self._set_recent_files([])

    def _set_recent_files(self, files: list[Path]) -> None:
        self._store.setValue("files/recent", [str(file) for file in files])
        self.recent_files_changed.emit()

    def _texts(self, key: str) -> list[str]:
        value = self._store.value(key, [])
        # QSettings returns a list of one item as a string.
        texts = cast("list[object]", value if isinstance(value, list) else [value])
        return [text for text in texts if isinstance(text, str) and text]

    def _whole_number(self, key: str, default: int, greatest: int) -> int:
        text = self._text(key, "")
        # int() raises for texts with thousands of digits.
        is_short = text.isdecimal() and len(text) <= len(str(greatest))
        return int(text) if is_short and int(text) <= greatest else default

    def _text(self, key: str, default: str) -> str:
        return str(self._store.value(key, default))
