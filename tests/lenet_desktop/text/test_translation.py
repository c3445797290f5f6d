"""No text of the window is hidden from pyside6-lupdate, and every plural has its English forms."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication

from lenet_desktop.text import language
from lenet_desktop.text.language import (
    LANGUAGES,
    available_languages,
    install_language,
    matching_language,
    preferred_language,
)
from tests.support.texts import ROOT, window_texts

LUPDATE = Path(sys.executable).with_name("pyside6-lupdate")


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    if not LUPDATE.is_file():
        pytest.skip("no pyside6-lupdate beside this Python")
    file = tmp_path_factory.mktemp("lupdate") / "texts.ts"
    files = [str(path) for path in (ROOT / "lenet_desktop").rglob("*.py")]
    result = subprocess.run(
        [LUPDATE, "-no-obsolete", *files, "-ts", file], capture_output=True, text=True, check=True
    )
    assert "rror" not in result.stderr
    return [
        (context.findtext("name"), message.findtext("source"), message.get("numerus") == "yes")
        for context in ElementTree.parse(file).iter("context")
        for message in context.iter("message")
    ]


def test_lupdate_finds_every_text(messages):
    with_context, of_tr = window_texts()
    found = {(context, source) for context, source, _ in messages}
    assert sorted(with_context - found) == []
    assert sorted(of_tr - {source for _, source in found}) == []
    assert {source for _, source in found} == of_tr | {text for _, text in with_context}


def test_a_count_is_written_as_a_plural_and_a_plural_has_a_count(messages):
    plurals = {source for _, source, is_plural in messages if is_plural}
    assert plurals
    assert all("%n" in source or "%Ln" in source for source in plurals)
    singulars = {source for _, source, is_plural in messages if not is_plural}
    assert not [source for source in singulars if "%n" in source or "%Ln" in source]


@pytest.mark.usefixtures("qapp")
def test_every_plural_has_its_english_forms(messages):
    install_language("en")
    for context, source, is_plural in messages:
        if is_plural:
            one, several = (QCoreApplication.translate(context, source, "", n) for n in (1, 2))
            assert "(s)" not in one + several, f"{context}: {source}"
            assert one != several.replace("2", "1"), f"{context}: {source}"


def test_every_language_is_there():
    assert list(available_languages()) == list(LANGUAGES) == ["en", "zh_CN"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("zh", "zh_CN"),
        ("zh-CN", "zh_CN"),
        ("zh_CN.UTF-8", "zh_CN"),
        ("en", "en"),
        ("en_GB.UTF-8", "en"),
        ("fr", None),
        ("C.UTF-8", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_a_language_is_recognised_by_its_usual_names(name, code):
    assert matching_language(name) == code


@pytest.mark.parametrize(
    ("variable", "saved", "code"),
    [
        ("zh", "en", "zh_CN"),
        ("fr", "zh_CN", "zh_CN"),
        ("", "zh_CN", "zh_CN"),
        ("", "xx", "the system's"),
        ("", "", "the system's"),
    ],
)
def test_the_environment_overrides_the_saved_choice(monkeypatch, variable, saved, code):
    monkeypatch.setenv("LENET_LANGUAGE", variable)
    monkeypatch.setattr(language, "system_language", lambda: "the system's")
    assert preferred_language(saved) == code


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="xx"):
        install_language("xx")
