"""Cards and their labels take their appearance from the style sheet."""

from __future__ import annotations

import ast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lenet_desktop.text.plain import LONGEST
from lenet_desktop.theme.metrics import HEADLINE, TITLE
from lenet_desktop.theme.palette import DARK, LIGHT
from lenet_desktop.theme.theme import Theme
from lenet_desktop.widgets.card import Card, Label, caption, heading, separator
from tests.support.texts import sources


@pytest.fixture
def theme(qapp):
    theme = Theme(qapp, "light")
    yield theme
    theme.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def shown(qtbot, theme):
    page = QWidget()
    page.resize(200, 100)
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)

    def show(widget):
        layout.addWidget(widget)
        page.show()
        widget.show()
        return widget

    return show


def colour_at(widget, x, y):
    return widget.grab().toImage().pixelColor(x, y).name()


@pytest.mark.parametrize(("appearance", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_a_card_has_the_colours_of_the_appearance(theme, shown, appearance, colours):
    card = shown(Card())
    theme.appearance = appearance
    middle = card.rect().center()
    assert colour_at(card, middle.x(), middle.y()) == colours.surface
    assert colour_at(card, 0, middle.y()) == colours.line


def test_a_separator_is_a_thin_line(shown):
    line = shown(separator())
    assert line.height() == 1
    assert colour_at(line, 5, 0) == LIGHT.line


@pytest.mark.parametrize(
    ("kind", "scale"), [("heading", 1), ("title", TITLE), ("headline", HEADLINE)]
)
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_a_heading_keeps_its_font_in_another_appearance(
    qapp, theme, shown, kind, scale, appearance
):
    label = shown(heading("12", kind=kind))
    theme.appearance = appearance
    size = QFontInfo(qapp.font()).pointSizeF()
    assert label.font().pointSizeF() == pytest.approx(scale * size, abs=0.1)
    assert label.font().bold()


def test_a_caption_is_less_prominent_than_a_plain_label(shown):
    label, small = shown(caption("12")), shown(caption("12", is_small=True))
    assert label.palette().color(label.foregroundRole()).name() == LIGHT.muted
    assert small.font().pointSizeF() < label.font().pointSizeF()


def test_a_label_shows_markup_as_text(shown):
    for label in (shown(Label("<b>12</b>")), shown(caption("<b>12</b>")), shown(heading("<b>12"))):
        assert label.textFormat() == Qt.TextFormat.PlainText
    label.setText("x" * 1_000_000)
    assert len(label.text()) <= LONGEST


def test_every_label_and_question_of_the_window_is_plain_text():
    """`QLabel` and `QMessageBox` guess the format of their texts."""
    guessing = {"QLabel": [], "QMessageBox": [], "question": [], "warning": [], "critical": []}
    for path, tree in sources("lenet_desktop"):
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id=name)) | ast.ClassDef(bases=[ast.Name(id=name)]):
                    pass
                case ast.Call(func=ast.Attribute(value=ast.Name(id="QMessageBox"), attr=name)):
                    pass
                case _:
                    continue
            if name in guessing:
                guessing[name].append(path.name)
    found = {name: paths for name, paths in guessing.items() if paths}
    assert found == {"QLabel": ["card.py", "about.py", "about.py"], "QMessageBox": ["dialogs.py"]}
