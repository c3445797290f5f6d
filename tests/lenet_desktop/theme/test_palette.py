"""Contrast and mixtures of colours."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from lenet_desktop.theme.palette import DARK, LIGHT, contrast, is_dark, mix, palette_of

BLACK, WHITE = QColor("black"), QColor("white")


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [(BLACK, WHITE, 21), (WHITE, BLACK, 21), (WHITE, WHITE, 1), (QColor("#767676"), WHITE, 4.54)],
)
def test_contrast_is_that_of_wcag(first, second, ratio):
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("ground", ["window", "surface"])
@pytest.mark.parametrize("text", ["text", "muted", "accent", "danger"])
def test_text_can_be_read(colours, ground, text):
    assert contrast(QColor(getattr(colours, ground)), QColor(getattr(colours, text))) >= 4.5


def test_a_mixture_lies_between_its_colours():
    assert mix(BLACK, WHITE, 0) == QColor.fromRgbF(0, 0, 0)
    assert mix(BLACK, WHITE, 0.2).name() == "#333333"
    assert mix(BLACK, WHITE, 1) == QColor.fromRgbF(1, 1, 1)


def test_only_the_dark_palette_is_dark():
    assert is_dark(palette_of(DARK))
    assert not is_dark(palette_of(LIGHT))
