"""The lessons of the program: the same in both languages, and true of the window."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

import resources
from lenet_desktop.lessons.lesson_text import LessonText
from lenet_desktop.state.lessons.lesson import Step, load_lesson
from lenet_desktop.state.lessons.library import shipped_files
from lenet_desktop.state.lessons.words import PAGES
from lenet_desktop.widgets.page import Page
from tests.support.window.lessons import LANGUAGES, names_of

NAMES = sorted(file.name for file in resources.path("lessons/en").glob("*.md"))


def lesson(name, language):
    return load_lesson(resources.path(f"lessons/{language}/{name}"))


def stop_lines(name, language):
    """The lines of all stops, word by word."""
    text = resources.path(f"lessons/{language}/{name}").read_text("utf-8")
    return re.findall(r"^```stop\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_they_are_numbered_and_those_of_the_languages_are_the_same():
    assert [int(name[:2]) for name in NAMES] == sorted({int(name[:2]) for name in NAMES})
    for language in ("zh_CN", "zh", "en"):
        assert [file.name for file in shipped_files(language)] == NAMES
    assert shipped_files("xx") == shipped_files("en")


@pytest.mark.parametrize("name", NAMES)
def test_the_steps_are_the_same_in_both_languages(name):
    english, chinese = (lesson(name, language) for language in LANGUAGES)
    assert stop_lines(name, "en") == stop_lines(name, "zh")
    assert len(english.steps) == len(chinese.steps)
    assert (english.minutes, english.hides) == (chinese.minutes, chinese.hides)
    assert 10 <= english.minutes <= 20
    has_stop = [[bool(step.page) for step in each.steps] for each in (english, chinese)]
    assert has_stop[0] == has_stop[1]


def test_the_first_five_fit_into_an_hour():
    assert sum(lesson(name, "en").minutes for name in NAMES[:5]) <= 60


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_has_a_summary_and_a_question_that_is_answered_by_doing(name):
    for language, mark in zip(LANGUAGES, ("Question", "思考题"), strict=True):
        each = lesson(name, language)
        assert each.summary
        questions = [step for step in each.steps if step.title.startswith(mark)]
        assert questions
        assert all(step.checks for step in questions)


def test_what_a_lesson_names_is_in_the_window(window):
    present = names_of(window.tabs)
    pages = {page.objectName().removesuffix("_page") for page in window.findChildren(Page)}
    assert pages == set(PAGES)
    for each in (lesson(name, language) for name in NAMES for language in LANGUAGES):
        texts = "\n".join(step.text for step in each.steps)
        named = {step.point for step in each.steps if step.point} | set(each.hides)
        named |= set(re.findall(r"\{\{([\w-]+)\}\}", texts))
        assert named - present == set(), each.file
        hidden = {name.removesuffix("_page") for name in each.hides}
        assert not hidden & {step.page for step in each.steps}, each.file
        for step in each.steps:
            if step.point:
                page = window.tabs.findChild(QWidget, f"{step.page}_page")
                assert page.findChild(QWidget, step.point), (each.file, step.title)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_markup_is_left_in_the_text(qtbot, name, language):
    view = LessonText()
    qtbot.addWidget(view)
    for step in lesson(name, language).steps:
        view.show_text(step.text)
        assert not re.search(r"\*|```|^#|`", view.toPlainText().replace("2*", "")), step.title
        assert view.toPlainText()


def test_the_chinese_lessons_are_chinese():
    for name in NAMES:
        for step in lesson(name, "zh").steps:
            words = re.sub(r"\{\{[\w-]+\}\}|[A-Z][\w-]*", "", step.title + step.text)
            chinese = re.findall(r"[一-鿿]", words)
            latin = re.findall(r"[a-z]{2,}", re.sub("logit|softmax|tanh|log", "", words))
            assert len(chinese) > 4 * len("".join(latin)), step.title
            assert not re.search(r"[一-鿿][,;:?!]", words), step.title


def test_the_text_of_a_step_cannot_do_anything(qtbot):
    view = LessonText()
    qtbot.addWidget(view)
    clicked = []
    view.link_clicked.connect(clicked.append)
    view.show_text("<b>x</b> ![p](file:///etc/hostname) [link](https://example.org/a)")
    assert "<b>x</b>" in view.toPlainText()
    source = view.source()
    view.anchorClicked.emit("https://example.org/a")
    assert clicked == ["https://example.org/a"]
    assert view.source() == source
    kind = QTextDocument.ResourceType.ImageResource
    assert view.loadResource(kind.value, "file:///etc/hostname") is None


def test_a_stop_has_only_what_the_document_lists():
    names = {field.name for field in fields(Step)} - {"title", "text", "checks"} | {"until"}
    text = (resources.path("").parent / "docs" / "lessons.md").read_text("utf-8")
    assert all(f"`{name}`" in text for name in names)
