"""A lesson, and the file that it is read from; docs/lessons.md describes the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from core.errors import UserError
from core.files import read_content
from lenet_desktop.state.lessons.conditions import parse_condition
from lenet_desktop.state.lessons.facts import Check
from lenet_desktop.state.lessons.preset import Preset, parse_preset
from lenet_desktop.state.lessons.words import page_of

_LARGEST = 2**18
"""Bytes of a lesson, at most."""
_MOST_MINUTES = 600
_LONGEST_TITLE, _LONGEST_TEXT, _MOST_HIDDEN = 300, 10_000, 50
"""Characters of a title, characters of a step, and names: more would block the window."""
_TITLE = re.compile(r"## +(\S.*)")
_END, _OPENING, _CLOSING = map(re.compile, (r"---\s*", r"```+ *stop\s*", r"```+\s*"))
_LINE = re.compile(r"(\w+) *:(.*)")

Parsed = TypeVar("Parsed")


@dataclass(frozen=True, eq=False)
class Step:
    """A part of a lesson.

    Attributes
    ----------
    title
        Plain text.
    text
        Markdown.
    checks
        All of them hold once the step is done; none if the step is only read.
    page
        The page to show, one of `words.PAGES`; empty for any.
    point
        Object name of the control to point at; empty for none.
    preset
        Settings of a run that the reader can apply; None for none.
    experiment
        Name of the prepared experiment that the reader can open; empty for none.
    """

    title: str
    text: str
    checks: tuple[Check, ...] = ()
    page: str = ""
    point: str = ""
    preset: Preset | None = None
    experiment: str = ""


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson.

    Attributes
    ----------
    file
        Where it was read from.
    steps
        At least one.
    title, summary
        Plain text.
    minutes
        How long it takes; 0 if the file does not say.
    hides
        Object names of the pages and the controls that the lesson does not need.
    """

    file: Path
    steps: tuple[Step, ...]
    title: str
    summary: str = ""
    minutes: int = 0
    hides: tuple[str, ...] = ()


def load_lesson(file: Path) -> Lesson:
    """Read a lesson.

    Raises
    ------
    UserError
        If the file cannot be read or is not a lesson; names the line.
    """
    content = read_content(file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("{file} is not UTF-8 text.", file=file.name) from None
    if len(content) > _LARGEST:
        raise UserError("{file} is too large for a lesson.", file=file.name)
    return _Reader(file, text).lesson()


class _Reader:
    """Reads the lines of a file, one after the other."""

    def __init__(self, file: Path, text: str) -> None:
        self._file, self._lines, self._at = file, text.splitlines(), 0

    def lesson(self) -> Lesson:
        head = self._head()
        steps = list[Step]()
        while self._at < len(self._lines):
            steps.append(self._step())
        if not steps:
            raise self._error(
                UserError("The lesson has no steps. Each step begins with a line such as ## Draw.")
            )
        return Lesson(self._file, tuple(steps), **head)

    def _head(self) -> dict[str, Any]:
        self._skip_blank()
        if not self._lines or self._take().strip() != "---":
            raise self._error(UserError("A lesson begins with a line ---."))
        head = self._pairs(_END, _HEAD)
        if not head.get("title"):
            raise self._error(UserError("The lesson has no title."))
        self._skip_blank()
        return head

    def _step(self) -> Step:
        title = _TITLE.fullmatch(self._take().rstrip())
        if title is None:
            raise self._error(UserError("A step begins with a line such as ## Draw."))
        self._skip_blank()
        stop = dict[str, Any]()
        if self._at < len(self._lines) and _OPENING.fullmatch(self._lines[self._at]):
            self._at += 1
            stop = self._pairs(_CLOSING, _STOP)
        first = self._at
        while self._at < len(self._lines) and not _TITLE.fullmatch(self._lines[self._at].rstrip()):
            self._at += 1
        checks = tuple(stop.pop("until", ()))
        text = "\n".join(self._lines[first : self._at]).strip()
        return Step(self._parsed(_short, title[1]), self._parsed(_step_text, text), checks, **stop)

    def _pairs(
        self, end: re.Pattern[str], parsers: Mapping[str, Callable[[str], Any]]
    ) -> dict[str, Any]:
        """Read lines such as ``page: inside`` up to a line that ends them."""
        pairs = dict[str, Any]()
        while self._at < len(self._lines):
            line = self._take().strip()
            if end.fullmatch(line):
                return pairs
            pair = _LINE.fullmatch(line)
            if pair is None or pair[1] not in parsers:
                known = ", ".join(parsers)
                raise self._error(UserError("Expected one of {names}, then a colon.", names=known))
            name = pair[1]
            value = self._parsed(parsers[name], pair[2].strip())
            if name == "until":
                pairs.setdefault(name, []).append(value)
            elif name in pairs:
                raise self._error(UserError("{name} is given twice.", name=name))
            else:
                pairs[name] = value
        raise self._error(UserError("The block of names and values is not closed by a line ---."))

    def _parsed(self, parse: Callable[[str], Parsed], text: str) -> Parsed:
        try:
            return parse(text)
        except UserError as error:
            raise self._error(error) from error

    def _skip_blank(self) -> None:
        while self._at < len(self._lines) and not self._lines[self._at].strip():
            self._at += 1

    def _take(self) -> str:
        self._at += 1
        return self._lines[self._at - 1]

    def _error(self, problem: UserError) -> UserError:
        return UserError(
            "{file}, line {line}: {problem}", file=self._file.name, line=self._at, problem=problem
        )


def _name(text: str) -> str:
    if not re.fullmatch(r"[\w-]+", text):
        raise UserError("{value} is not a name.", value=text)
    return text


def _names(text: str) -> tuple[str, ...]:
    names = tuple(map(_name, text.split()))
    if len(names) > _MOST_HIDDEN:
        raise UserError("More than {most} names are given.", most=_MOST_HIDDEN)
    return names


def _short(text: str) -> str:
    if len(text) > _LONGEST_TITLE:
        raise UserError("The title is longer than {limit} characters.", limit=_LONGEST_TITLE)
    return text


def _step_text(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise UserError(
            "The text of the step is longer than {limit} characters.", limit=_LONGEST_TEXT
        )
    return text


def _minutes(text: str) -> int:
    if not (text.isdecimal() and len(text) < 4 and int(text) <= _MOST_MINUTES):
        raise UserError("{value} is not a number of minutes.", value=text)
    return int(text)


_HEAD: Mapping[str, Callable[[str], Any]] = {
    "title": _short,
    "summary": _short,
    "minutes": _minutes,
    "hides": _names,
}
_STOP: Mapping[str, Callable[[str], Any]] = {
    "page": page_of,
    "point": _name,
    "until": parse_condition,
    "preset": parse_preset,
    "experiment": _name,
}
