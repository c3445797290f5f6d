"""The lessons that come with the program, and those of a folder."""

from __future__ import annotations

from pathlib import Path

import resources
from core.errors import UserError
from core.paths import is_folder
from lenet_desktop.state.lessons.lesson import Lesson, load_lesson

_SUFFIX = ".md"


def shipped_files(language: str) -> list[Path]:
    """Return the files of the program's lessons in order, in a language or in English.

    Parameters
    ----------
    language
        Code of the language, such as ``"zh_CN"``.
    """
    folder = resources.path("lessons") / language.partition("_")[0]
    if not is_folder(folder):
        folder = resources.path("lessons/en")
    return sorted(folder.glob(f"*{_SUFFIX}"))


def in_language(file: Path, language: str) -> Path:
    """Return the file of the same lesson in a language; one that has no other stays."""
    return next(
        (
            other
            for other in shipped_files(language)
            if is_shipped(file) and other.name == file.name
        ),
        file,
    )


def is_shipped(file: Path) -> bool:
    """Return whether a lesson comes with the program."""
    return file.parent.parent == resources.path("lessons")


def own_lessons(folder: Path) -> tuple[list[Lesson], list[UserError]]:
    """Return the lessons of a folder in order of their names, and why others cannot be read."""
    lessons, errors = list[Lesson](), list[UserError]()
    try:
        files = sorted(folder.glob(f"*{_SUFFIX}"))
    except (OSError, ValueError) as error:  # Such as a name that is too long.
        return [], [UserError("{file} cannot be read: {reason}.", file=folder, reason=error)]
    for file in files:
        try:
            lessons.append(load_lesson(file))
        except UserError as error:
            errors.append(error)
    return lessons, errors


def find_lesson(name: str, language: str) -> Path:
    """Return the file that a number, or a path, stands for.

    Raises
    ------
    UserError
        If there is no lesson of that number.
    """
    if not name.isdecimal():
        return Path(name)
    for file in shipped_files(language):
        if file.name.partition("-")[0].lstrip("0") == name.lstrip("0"):
            return file
    raise UserError("Lesson {number} does not exist.", number=name)
