"""Texts of files are neither interpreted as markup nor shown at any length."""

from __future__ import annotations

import pytest
from PySide6.QtGui import Qt, QTextDocumentFragment

from lenet_desktop.state.training.earlier_runs import _with_time, start_text
from lenet_desktop.text.datasets import title_of, title_with_folder
from lenet_desktop.text.networks import file_title
from lenet_desktop.text.plain import LONGEST, literal, name_of, shortened


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


@pytest.mark.parametrize(
    "name", ["\u202egnp.exe", "two\nlines.npz", "\x1b[31m", "a\u2028b", "\udcff"]
)
def test_the_name_of_a_file_is_shown_on_one_line_in_its_own_order(name, tmp_path):
    path = tmp_path / name
    for shown in (name_of(path), file_title(path), title_of(str(path)), title_with_folder(path)):
        assert shown.isprintable()
    assert start_text(path).isprintable()


def test_an_ordinary_text_is_not_changed():
    assert literal("C:\\digits & more\\7.jsonl") == "C:\\digits & more\\7.jsonl"


def test_a_long_text_keeps_its_start_and_its_end():
    text = shortened("start " + "x" * 10_000 + " end")
    assert len(text) <= LONGEST
    assert text.startswith("start ")
    assert text.endswith(" end")
    assert shortened("x" * LONGEST) == "x" * LONGEST


def test_a_time_is_formatted_once_however_often_a_list_asks_for_it(tmp_path):
    _with_time.cache_clear()
    for _ in range(7):
        for second in range(10):
            assert start_text(tmp_path / f"2026-01-01 10.00.0{second}").endswith(f":0{second}")
    assert _with_time.cache_info().misses == 10
