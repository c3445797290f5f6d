"""Texts of files are neither interpreted as markup nor shown at any length."""

from __future__ import annotations

import pytest
from PySide6.QtGui import Qt, QTextDocumentFragment

from lenet_desktop.text.plain import LONGEST, literal, shortened


def seen(text):
    """What a tooltip shows."""
    if Qt.mightBeRichText(text):
        return QTextDocumentFragment.fromHtml(text).toPlainText()
    return text


@pytest.mark.parametrize(
    "text",
    ["plain", "a & b", "1 < 2", "<b>bold</b>", "&lt;b&gt;", "<!doctype html>", "two\n<i>lines"],
)
def test_a_tooltip_shows_a_text_as_it_is(text):
    assert seen(literal(text)) == text


def test_an_ordinary_text_is_not_changed():
    assert literal("C:\\digits & more\\7.jsonl") == "C:\\digits & more\\7.jsonl"


def test_a_long_text_keeps_its_start_and_its_end():
    text = shortened("start " + "x" * 10_000 + " end")
    assert len(text) <= LONGEST
    assert text.startswith("start ")
    assert text.endswith(" end")
    assert shortened("x" * LONGEST) == "x" * LONGEST
