"""README.zh-CN.md says what README.md says: the same parts, commands, links and figures."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENGLISH, CHINESE = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
)
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)


def levels(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", CODE.sub("", text), re.MULTILINE)]


def commands(text: str) -> Counter[str]:
    """The code in a text, without the comments."""
    lines = (line for code in CODE.findall(text) for line in code.strip("`").splitlines())
    return Counter(line.split(" # ")[0].strip() for line in lines)


def links(text: str) -> Counter[str]:
    found = re.findall(r"\]\(([^)]+)\)", text)
    return Counter(link for link in found if not link.startswith("README"))


def figures(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d[\d.,]*\d|\d", CODE.sub("", text)))


def rows(text: str) -> list[int]:
    """The number of columns of each row of the tables."""
    return [line.count("|") for line in CODE.sub("", text).splitlines() if line.startswith("|")]


@pytest.mark.parametrize("part", [levels, commands, links, figures, rows])
def test_both_have_the_same(part):
    found = part(ENGLISH)
    assert found
    assert part(CHINESE) == found


def test_points_of_lists():
    english, chinese = (re.findall(r"^- \*\*", text, re.MULTILINE) for text in (ENGLISH, CHINESE))
    assert len(english) == len(chinese) > 5


def test_each_leads_to_the_other():
    assert "](README.zh-CN.md)" in ENGLISH
    assert "](README.md)" in CHINESE
