"""Changing the network: everything on the page follows, and the network in use does not."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QListWidget,
)

from core.evaluation.experiment import ParameterSet, Scaled, SwitchedOff
from core.evaluation.units import Unit
from core.network.architectures import network_of
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from core.network.weights import Weights
from lenet_desktop.inside.experiment.weights_grid import WeightsGrid
from lenet_desktop.widgets.controls.number_boxes import DecimalBox
from tests.lenet_desktop.inside.stages.test_strip import colour_at
from tests.lenet_desktop.inside.test_question import click as click_value
from tests.support.window.changing import boxes_of, follows, texts_in, typed
from tests.support.window.clicks import button, click

WAIT_MS = 60_000
NONE = Qt.KeyboardModifier.NoModifier


def test_a_map_is_switched_off_and_on_again(change, experiment):
    workspace = change.window().workspace
    before = {n: a.copy() for n, a in workspace.network.weights.arrays.items()}
    click_value(change, "s2", (3, 5, 5))
    switch = change.findChild(QCheckBox, "unit_switch")
    assert switch.text() == "C1, map 4 is on"
    assert switch.isChecked()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, NONE, QPoint(8, switch.height() // 2))
    assert experiment.changes == (SwitchedOff(Unit("c1", 3)),)
    expected = follows(change, experiment.changes)
    assert (expected.values["s2"][3] == 0).all()
    assert not any(box.isEnabled() for box in boxes_of(change))
    for name, array in before.items():
        np.testing.assert_array_equal(workspace.network.weights.arrays[name], array)
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert experiment.changes == ()
    follows(change, ())


@pytest.mark.parametrize(
    ("stage", "index", "unit"),
    [("c3", (2, 4, 4), "C3, map 3"), ("f5", (7,), "F5, unit 8"), ("output", (5,), "Logit of 5")],
)
def test_a_bias_is_typed(change, experiment, stage, index, unit):
    click_value(change, stage, index)
    _, bias = boxes_of(change)
    expected = float(experiment.unchanged.arrays[f"{stage}.bias"][index[0]])
    assert bias.value() == pytest.approx(expected, abs=6e-4)
    typed(bias, "-1.25")
    assert experiment.changes == (ParameterSet(f"{stage}.bias", index[:1], -1.25),)
    follows(change, experiment.changes)
    changes = change.findChild(QListWidget, "changes_list")
    before = f"{expected:.3f}".replace("-", "−")
    assert texts_in(changes) == [f"{unit}, bias: {before} → −1.250"]


def test_a_cell_of_a_kernel_is_reached_by_the_keys_and_typed(change, experiment):
    click_value(change, "c3", (2, 4, 4))
    grid, (weight, _) = change.findChild(WeightsGrid), boxes_of(change)
    grid.setFocus()
    # Across the gap to the kernel of the second map.
    for key in (*[Qt.Key.Key_Right] * 7, Qt.Key.Key_Down):
        QTest.keyClick(grid, key)
    assert "kernel of map 2, row 2, column 3" in grid.accessibleDescription()
    expected = float(experiment.unchanged.arrays["c3.weight"][2, 1, 1, 2])
    assert weight.value() == pytest.approx(expected, abs=6e-4)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert weight.hasFocus()
    QTest.keyClicks(weight, "0,8")
    QTest.keyClick(weight, Qt.Key.Key_Return)
    assert experiment.changes == (ParameterSet("c3.weight", (2, 1, 1, 2), 0.8),)
    follows(change, experiment.changes)


@pytest.mark.parametrize(
    ("stage", "index", "place", "name", "inner"),
    [
        ("c1", (4, 9, 9), 12, "c1.weight", (0, 2, 2)),
        ("f5", (3,), 126, "f5.weight", (126,)),
        ("f6", (1,), 100, "f6.weight", (100,)),
    ],
)
def test_a_weight_is_dragged(change, experiment, stage, index, place, name, inner):
    click_value(change, stage, index)
    grid = change.findChild(WeightsGrid)
    start = grid.rect_of(place).center().toPoint()
    before = float(experiment.unchanged.arrays[name][(index[0], *inner)])
    QTest.mousePress(grid, Qt.MouseButton.LeftButton, NONE, start)
    assert experiment.changes == ()
    seen = []
    for up in (20, 40, 60):
        QTest.mouseMove(grid, start - QPoint(0, up))
        (only,) = experiment.changes
        assert (only.name, only.index) == (name, (index[0], *inner))
        seen.append(only.value)
        follows(change, experiment.changes)
    QTest.mouseRelease(grid, Qt.MouseButton.LeftButton, NONE, start - QPoint(0, 60))
    assert seen[0] - before == pytest.approx((seen[2] - before) / 3)
    assert seen[0] > before
    QTest.mouseMove(grid, start)
    assert experiment.changes[0].value == seen[2]


def test_the_strip_marks_what_was_changed(change, experiment):
    strip = change.strip
    colour = change.palette().brightText().color().rgb()

    def marked(stage, index):
        return colour_at(strip.grab().toImage(), strip, strip.views[stage], index) == colour

    assert not marked("f6", (7,))
    experiment.switch(Unit("f6", 7), is_on=False)
    assert marked("f6", (7,))
    experiment.set_parameter("f5.bias", (3,), 2.0)
    view = strip.views["f5"]
    corner = view.rect_of((3,)).topRight().toPoint() + QPoint(-1, 1)
    assert strip.grab().toImage().pixel(corner) == colour
    experiment.switch(Unit("c1", 2), is_on=False)
    middle = view.rect_of((3,)).center().toPoint()
    assert strip.grab().toImage().pixel(middle) != colour
    rects = strip.views["c1"]
    left, right = rects.rect_of((2, 0, 0)), rects.rect_of((2, 27, 27))
    centre = (left.topLeft() + right.bottomRight()) / 2
    assert strip.grab().toImage().pixel(centre.toPoint()) == colour


def test_a_pinned_value_stays_with_the_changes_in_front(change):
    click_value(change, "c1", (0, 3, 3))
    assert change.question.pinned == ("c1", (0, 3, 3))
    assert change.answers.shown is not change.details
    click(button(change, "answers_1"))
    click_value(change, "c1", (1, 3, 3))
    assert change.answers.shown is change.details


@pytest.fixture
def residual(window, change, tmp_path):
    """The page with a residual network in use, whose blocks do not begin as their shortcuts."""
    arrays = network_of("residual").initialise(1)
    for name in arrays:
        if name.endswith("norm2.weight"):
            arrays[name][...] = 0.5
    path = tmp_path / "residual.safetensors"
    save_weights(path, Weights(arrays, ModelCard(architecture="residual")))
    window.workspace.network.open(path)
    return change


def test_the_parts_of_a_residual_block_are_changed(residual, experiment):
    click_value(residual, "block2", (4, 3, 3))
    part, switch = residual.findChild(QComboBox, "part_box"), button(residual, "unit_switch")
    names = [part.itemText(place) for place in range(part.count())]
    assert [name.removeprefix("Block 2, ") for name in names] == [
        "output", "convolution 1", "convolution 2", "projection", "its convolutions",
    ]  # fmt: skip
    assert switch.text() == "Block 2, map 5 is on"
    weight, bias = boxes_of(residual)
    assert weight.value() == 1
    typed(weight, "0.5")
    assert not bias.isEnabled()
    part.setFocus()
    QTest.keyClick(part, Qt.Key.Key_Down)
    assert switch.text() == "Block 2, convolution 1, map 5 is on"
    typed(bias, "-0.25")
    QTest.keyClick(part, Qt.Key.Key_End)
    assert switch.text() == "Block 2, its convolutions are on"
    click(switch, QPoint(8, switch.height() // 2))
    texts = texts_in(residual.findChild(QListWidget, "changes_list"))
    assert texts == [
        "Block 2, map 5: × 0.500",
        "Block 2, convolution 1, map 5, bias: 0.000 → −0.250",
        "Block 2, its convolutions: off",
    ]
    assert experiment.changes == (
        Scaled(Unit("block2", 4), 0.5),
        ParameterSet("block2.conv1.bias", (4,), -0.25),
        SwitchedOff(Unit("block2", None)),
    )
    residual.strip.grab()
    click(residual.findChild(QAbstractButton, "close_block_button"))
    click_value(residual, "c1", (1, 3, 3))
    assert not part.isVisible()


def test_every_control_has_a_name(change):
    view = change.answers.shown
    controls = [*view.findChildren(QAbstractButton), *view.findChildren(DecimalBox)]
    assert all(each.accessibleName() or each.text() for each in controls)
