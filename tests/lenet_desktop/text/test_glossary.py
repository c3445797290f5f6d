"""The glossary has the same terms in every language, each in about two sentences."""

from __future__ import annotations

import re

import pytest

from lenet_desktop.text.glossary import controls_by_term, glossary, term_of
from lenet_desktop.text.language import LANGUAGES


def terms(language):
    return [term for section in glossary(language) for term in section.terms]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_is_explained_in_a_few_sentences(language):
    ends = re.compile(r"[.?!:](?= |$)" if language == "en" else "[。？！：；]")
    assert len(terms(language)) > 90
    for term in terms(language):
        assert term.title
        assert 1 <= len(ends.findall(term.text)) <= 5, term.name
        assert 20 < len(term.text) < 500, term.name
        assert "\n" not in term.text, term.name
    assert all(section.title for section in glossary(language))


def test_the_languages_explain_the_same_terms_in_the_same_order():
    first, *others = [[term.name for term in terms(language)] for language in LANGUAGES]
    assert len(set(first)) == len(first)
    assert all(names == first for names in others)


def test_controls_belong_to_terms_and_to_one_of_them_only():
    names = [name for each in controls_by_term().values() for name in each]
    assert set(controls_by_term()) <= {term.name for term in terms("en")}
    assert len(set(names)) == len(names)


def test_the_closest_widget_with_a_term_counts():
    assert term_of(["momentum_box", "train_page"]) == "momentum"
    assert term_of(["", "qt_scrollarea", "train_page"]) == "dataset"
    assert term_of(["nothing", ""]) is None
