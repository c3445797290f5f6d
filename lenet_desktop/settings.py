"""What the program remembers from one start to the next."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QSettings

RECENT_FILES = 8
"""How many files the menu lists."""


class Settings:
    """The remembered choices of a person, each with its default.

    Parameters
    ----------
    file
        The file they live in, of Qt's INI format; None is the one in the user's configuration
        folder.
    """

    def __init__(self, file: Path | None = None) -> None:
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
        return self._text("window/appearance", "system")

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

    def width(self, tool: str, default: int) -> int:
        """Width of a tool in thousandths of the pad's side."""
        text = self._text(f"{tool}/width", "")
        return int(text) if text.isdecimal() else default

    def set_width(self, tool: str, width: int) -> None:
        """Remember the width of a tool."""
        self._store.setValue(f"{tool}/width", width)

    @property
    def last_folder(self) -> Path:
        """The folder of the last file opened or saved; the home folder at first."""
        folder = Path(self._text("files/last_folder", ""))
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    @property
    def recent_files(self) -> list[Path]:
        """The files opened or saved last, the newest first."""
        value = self._store.value("files/recent", [])
        # An INI file gives a list of one back as a bare string.
        names = cast("list[object]", value if isinstance(value, list) else [value])
        return [Path(name) for name in names if isinstance(name, str) and name]

    def remember_file(self, path: Path) -> None:
        """Put a file at the top of the recent ones and remember its folder."""
        path = path.absolute()
        others = [file for file in self.recent_files if file != path]
        self._set_recent_files([path, *others][:RECENT_FILES])
        self._store.setValue("files/last_folder", str(path.parent))

    def forget_file(self, path: Path) -> None:
        """Take a file off the recent ones, because it is gone."""
        self._set_recent_files([file for file in self.recent_files if file != path])

    def forget_files(self) -> None:
        """Empty the list of recent files."""
        self._set_recent_files([])

    def _set_recent_files(self, files: list[Path]) -> None:
        self._store.setValue("files/recent", [str(file) for file in files])

    def _text(self, key: str, default: str) -> str:
        return str(self._store.value(key, default))
