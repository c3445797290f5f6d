"""The pictures of the glossary."""

from __future__ import annotations

import re

import pytest

import resources
from lenet_desktop.text.glossary import glossary
from lenet_desktop.theme.pictures import term_picture

PICTURES = sorted(file.stem for file in resources.path("help/pictures").iterdir())


def colours_in(image):
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(image.height())}


def test_every_picture_is_that_of_a_term_and_has_no_text():
    assert len(PICTURES) > 40
    assert set(PICTURES) <= {term.name for section in glossary("en") for term in section.terms}
    for name in PICTURES:
        source = resources.path(f"help/pictures/{name}.svg").read_text("utf-8")
        assert "<text" not in source, name
        assert not re.search("href|<script|<style", source), name


@pytest.mark.usefixtures("qapp")
def test_pictures_are_drawn_in_the_colours_of_the_appearance(palette):
    surface = palette.base().color().rgb()
    for name in PICTURES:
        image = term_picture(name, palette, 1.0)
        assert image is not None
        drawn = colours_in(image) - {0, surface}
        assert len(drawn) > 1, name


@pytest.mark.usefixtures("qapp")
def test_a_picture_is_as_sharp_as_the_screen(palette):
    once, twice = (term_picture("kernel", palette, ratio) for ratio in (1.0, 2.0))
    assert once is not None
    assert twice is not None
    assert twice.size() == 2 * once.size()
    assert twice.deviceIndependentSize() == once.deviceIndependentSize()


def test_other_terms_have_none(palette):
    assert term_picture("pen", palette, 1.0) is None
