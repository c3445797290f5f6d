"""The Chinese catalogue is complete, and every translation has what its source has."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QFile

from lenet_desktop.text.language import install_language
from tests.support.texts import ROOT, window_texts

CATALOGUE = ROOT / "resources/translations/lenet_zh_CN.ts"
PLACEHOLDER = re.compile(r"\{\w+\}|%L?n|<[^>]*>")
MNEMONIC = re.compile(r"&(\w)")
FILTER = re.compile(r"\(\*[^)]*\)")
UNTRANSLATED = {
    "Dropout",
    "LeNet-5",
    "LeNet Desktop",
    "MNIST",
    "CPU",
    "F1",
    "ReLU",
    "Tanh",
    "Sigmoid",
}
"""Names that are the same in both languages."""


def entries():
    for context in ElementTree.parse(CATALOGUE).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")]
            yield (
                context.findtext("name"),
                message.findtext("source"),
                forms or [translation.text or ""],
                translation.get("type") is None,
            )


FINISHED = [entry[:3] for entry in entries() if entry[3]]


def test_every_text_of_the_sources_is_translated():
    with_context, of_tr = window_texts()
    finished = {(context, source) for context, source, _ in FINISHED}
    missing = with_context - finished
    assert not missing, "run python -m tests.support.update_texts, and translate"
    assert not of_tr - {source for _, source in finished}
    assert not [source for _, source, _, is_finished in entries() if not is_finished]


def test_the_placeholders_and_tags_are_the_same():
    differing = [
        (source, form)
        for _, source, forms in FINISHED
        for form in forms
        if Counter(PLACEHOLDER.findall(source)) != Counter(PLACEHOLDER.findall(form))
    ]
    assert FINISHED
    assert differing == []


def test_a_mnemonic_is_a_letter_on_every_keyboard_and_the_same_as_in_english():
    """The English ones differ within a menu and a page; so the Chinese ones do."""
    for _, source, forms in FINISHED:
        wanted = [letter.upper() for letter in MNEMONIC.findall(source)]
        for form in forms:
            assert re.findall(r"\(&([A-Z])\)", form) == wanted, source
            assert form.count("&") == len(wanted), source


def test_suffixes_and_ellipses_are_kept():
    for _, source, forms in FINISHED:
        for form in forms:
            assert FILTER.findall(source) == FILTER.findall(form), source
            assert source.endswith("…") == form.endswith("…"), source


def test_every_translation_is_chinese_unless_it_is_a_name_or_a_formula():
    han = re.compile("[\u4e00-\u9fff]")
    for _, source, forms in FINISHED:
        assert all(forms), source
        words = re.findall(r"[A-Za-z]{3,}", PLACEHOLDER.sub("", source))
        if not all(han.search(form) for form in forms) and source not in UNTRANSLATED:
            assert set(words) <= {"exp", "logit", "Logit"}, source


def test_punctuation_is_chinese():
    wrong = re.compile(
        "[\u4e00-\u9fff}][,;:?!]|[\u4e00-\u9fff][.](?!\\w)|[\u4e00-\u9fff] ?\\(\\{(?!kinds)"
    )
    assert [form for _, _, forms in FINISHED for form in forms if wrong.search(form)] == []


@pytest.mark.usefixtures("qapp")
def test_the_compiled_catalogue_is_that_of_the_texts():
    assert QFile.exists(str(CATALOGUE.with_suffix(".qm")))
    install_language("zh_CN")
    try:
        for context, source, forms in FINISHED:
            n = 3 if re.search("%L?n", source) else -1
            shown = QCoreApplication.translate(context, source, "", n)
            assert shown == re.sub("%L?n", "3", forms[0]), source
    finally:
        install_language("en")
