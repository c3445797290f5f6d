"""The documentation names only files, headings, modules and commands that exist."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "resources" / "weights" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


def found(pattern: str) -> list[tuple[Path, str]]:
    """Return what the pattern's only group matches in the documents; never nothing."""
    matches = [
        (document, match)
        for document in DOCUMENTS
        for match in re.findall(pattern, document.read_text(encoding="utf-8"))
    ]
    assert matches
    return matches


def anchors(document: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_link_valid(document: Path, link: str) -> bool:
    """Whether the file and the heading that a relative link names exist."""
    path, _, anchor = link.partition("#")
    target = document.parent / path if path else document
    return target.exists() and (not anchor or anchor in anchors(target))


def can_be_resolved(name: str) -> bool:
    """Whether a dotted name is a module or something in a module."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def test_links():
    links = found(r"\]\((?!https?:)([^)\s]+)\)")
    assert [(d.name, link) for d, link in links if not is_link_valid(d, link)] == []


def test_paths():
    paths = found(r"(?<![\w/.-])((?:core|lenet_desktop|resources|tests|docs)/[\w./-]*[\w/])")
    assert [(d.name, path) for d, path in paths if not (ROOT / path).exists()] == []


def test_names():
    names = found(r"`((?:core|lenet_desktop|resources)(?:\.\w+)+)")
    assert [(d.name, name) for d, name in names if not can_be_resolved(name)] == []


def test_benchmarks():
    names = found(r"python -m (tests\.benchmarks(?:\.\w+)+)")
    files = [(d.name, name, ROOT / f"{name.replace('.', '/')}.py") for d, name in names]
    assert [(document, name) for document, name, file in files if not file.exists()] == []
