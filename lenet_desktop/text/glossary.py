"""The glossary: what each control and each term of the window means, in the user's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import resources

_HEADING = re.compile(r"^(#{1,2}) (.+?)(?: \{#([\w-]+)\})?$")


@dataclass(frozen=True)
class Term:
    """An entry of the glossary.

    Attributes
    ----------
    name
        The same in every language.
    title
        The term.
    text
        Its explanation, in Markdown.
    """

    name: str
    title: str
    text: str


@dataclass(frozen=True)
class Section:
    """The terms of a page of the window."""

    title: str
    terms: tuple[Term, ...]


@cache
def glossary(language: str) -> tuple[Section, ...]:
    """Return the glossary in a language.

    Parameters
    ----------
    language
        A code of `text.language.LANGUAGES`.
    """
    folder = resources.path(f"help/{language.partition('_')[0]}")
    return tuple(_read(file) for file in sorted(folder.glob("*.md")))


def term_of(controls: Iterable[str]) -> str | None:
    """Return the name of the term that explains a control.

    Parameters
    ----------
    controls
        Object names: that of the control, then those of the widgets around it.

    Returns
    -------
    str or None
        The term of the first of them that has one.
    """
    for control in controls:
        for term, patterns in controls_by_term().items():
            if any(fnmatchcase(control, pattern) for pattern in patterns):
                return term
    return None


@cache
def controls_by_term() -> Mapping[str, tuple[str, ...]]:
    """Return the object names, or patterns of them, of the controls that each term explains."""
    text = resources.path("help/controls.json").read_text(encoding="utf-8")
    return {term: tuple(names) for term, names in json.loads(text).items()}


def _read(file: Path) -> Section:
    title, terms, lines = "", list[tuple[str, str]](), list[list[str]]()
    for line in file.read_text(encoding="utf-8").splitlines():
        heading = _HEADING.match(line)
        if heading is None:
            if lines:
                lines[-1].append(line)
        elif heading[1] == "#":
            title = heading[2]
        else:
            terms.append((heading[3], heading[2]))
            lines.append([])
    return Section(
        title,
        tuple(
            Term(name, term, "\n".join(text).strip())
            for (name, term), text in zip(terms, lines, strict=True)
        ),
    )
