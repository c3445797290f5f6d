"""Paths of the user's folders and files, which need not exist."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from core.errors import UserError

ROOT = Path("/")


def expanded(path: Path) -> Path:
    """Replace a leading ``~`` by the user's home folder, if there is one of that name."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def exists(path: Path) -> bool:
    """Return whether there is a file or a folder; False if that is unknown.

    The methods of `Path` raise an error for names that are too long, folders that may not be
    searched, and drives that do not respond.
    """
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """Return whether a path is a regular file; False if that is unknown."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Return whether a path is a folder; False if that is unknown."""
    return os.path.isdir(path)  # noqa: PTH112


def absolute(path: Path) -> Path:
    """Return the absolute path; the path itself if the current folder was removed."""
    try:
        return path.absolute()
    except FileNotFoundError:
        return path


def home() -> Path:
    """Return the user's home folder, or `ROOT` if the system knows none."""
    try:
        return Path.home()
    except RuntimeError:
        return ROOT


def user_data_dir() -> Path:
    """Return the platform's folder for user data of this program.

    Raises
    ------
    UserError
        If the system knows no home folder of the user, as for some users of containers.
    """
    try:
        folder = platformdirs.user_data_path("lenet-desktop", appauthor=False)
    except RuntimeError:
        folder = None
    if folder is None or not folder.is_absolute():
        raise UserError("The home folder of the user is not known. Set HOME to a folder.")
    return folder


def my_digits_path() -> Path:
    """Return the ink file of My Digits, which does not depend on LENET_DATA_DIR."""
    return user_data_dir() / "my-digits.jsonl"


def data_dir() -> Path:
    """Return the folder of datasets: LENET_DATA_DIR if set, otherwise the user data folder.

    Subfolder ``mnist`` holds MNIST's files, subfolder ``ink`` holds ink files.
    """
    chosen = os.environ.get("LENET_DATA_DIR")
    if chosen:
        return expanded(Path(chosen))
    return user_data_dir()


def runs_dir() -> Path:
    """Return the folder that holds one folder per run."""
    return user_data_dir() / "runs"
