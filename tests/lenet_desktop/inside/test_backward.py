"""The backward pass on the strip, and the check of a gradient."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

from core.recognition.gradients import gradients
from lenet_desktop.inside.stages.colours import slope_scale_of
from lenet_desktop.theme.palette import is_dark
from tests.lenet_desktop.inside.stages.test_strip import STAGES, colour_at, painted_as
from tests.support.window.clicks import click
from tests.support.window.hand import Hand


@pytest.fixture
def backward(page):
    """The page with the gradient of the loss at 3 on the strip."""
    click(page.findChild(QAbstractButton, "answers_2"))
    box = page.findChild(QComboBox, "backward_box")
    box.setFocus()
    for _ in range(4):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == 3
    return page


def slopes_are_painted(page):
    workspace = page.window().workspace
    expected = gradients(workspace.network.weights, workspace.reader.image, 3)
    shot = page.strip.grab().toImage()
    for name in STAGES:
        values = expected.values[name]
        index = tuple(int(at) for at in np.unravel_index(np.abs(values).argmax(), values.shape))
        scale = slope_scale_of(values)
        colours = scale.colours_of(values[index][None], is_dark=is_dark(page.palette()))
        assert colour_at(shot, page.strip, page.strip.views[name], index) == colours[0], name
    return expected.loss


def test_the_gradient_takes_the_place_of_the_values(backward, rng):
    loss = slopes_are_painted(backward)
    texts = [label.text() for label in backward.findChildren(QLabel)]
    assert any(f"Loss: {loss:.4f}" in text for text in texts)
    QTest.keyClick(backward.findChild(QComboBox, "backward_box"), Qt.Key.Key_Home)
    painted_as(backward, rng)


def test_the_gradient_follows_the_drawing(backward):
    Hand(backward.pad).draw((0.2, 0.2), (0.8, 0.2))
    QTest.qWait(0)
    slopes_are_painted(backward)


@pytest.mark.parametrize("layer", ["C1", "F6"])
def test_the_check_shows_both_numbers_and_their_error(backward, layer):
    box = backward.findChild(QComboBox, "gradient_layer_box")
    assert [box.itemText(at) for at in range(box.count())] == ["C1", "C3", "F5", "F6", "Output"]
    box.setCurrentText(layer)
    click(backward.findChild(QAbstractButton, "gradient_check_button"))
    (text,) = [
        label.text()
        for label in backward.findChildren(QLabel)
        if label.text().startswith("Relative error")
    ]
    assert float(re.search(r"weights: ([0-9.e-]+)\.", text)[1]) < 1e-6
    for line in text.splitlines()[1:]:
        name, *numbers = re.split(r": | \| ", line.replace("−", "-"))
        assert name.startswith(f"{layer.lower()}.weight[")
        assert float(numbers[0]) == pytest.approx(float(numbers[1]), rel=1e-5)
