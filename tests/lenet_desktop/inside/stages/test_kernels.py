"""Kernels in place of maps: every weight in its colour, asked about, and dragged."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.evaluation.experiment import ParameterSet
from core.evaluation.units import Unit
from core.network.architectures import network_of
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from core.network.weights import Weights
from core.recognition.gradients import gradients
from lenet_desktop.inside.experiment.weights_grid import WeightsGrid
from lenet_desktop.inside.stages.colours import scale_of, slope_scale_of
from lenet_desktop.theme.palette import is_dark
from tests.lenet_desktop.inside.stages.test_strip import colour_at, painted_as
from tests.support.window.clicks import button, click

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def kernels(page):
    click(button(page, "kernels_button"))
    return page


def weights_are_painted(page, arrays, rng, scale_of=scale_of):
    shot = page.strip.grab().toImage()
    for stage in ("c1", "c3"):
        array = arrays[f"{stage}.weight"]
        scale = scale_of(array, is_signed=True)
        places = [tuple(int(rng.integers(side)) for side in array.shape) for _ in range(20)]
        for index in (*places, (0, 0, 0, 0), tuple(side - 1 for side in array.shape)):
            colours = scale.colours_of(array[index][None], is_dark=is_dark(page.palette()))
            view = page.strip.views[stage]
            assert colour_at(shot, page.strip, view, index) == colours[0], (stage, index)


def test_every_weight_is_seen_in_its_colour(window, kernels, rng):
    strip, toggle = kernels.strip, button(kernels, "kernels_button")
    for size in ((900, 600), (1280, 800), (2560, 1400)):
        window.resize(*size)
        QTest.qWait(0)
        weights_are_painted(kernels, window.workspace.network.weights.arrays, rng)
        assert strip.views["c1"].scale.is_signed
        places = [view.geometry() for view in strip.views.values()]
        assert all(strip.rect().contains(place) for place in places), size
        assert not any(toggle.geometry().intersects(place) for place in places), size
    toggle.setFocus()
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    painted_as(kernels, rng)


def test_the_gradient_of_every_weight_takes_its_place(window, kernels, rng):
    workspace = window.workspace
    workspace.inspection.target = 3
    expected = gradients(workspace.network.weights, workspace.reader.image, 3)
    weights_are_painted(
        kernels, expected.params, rng, scale_of=lambda array, is_signed: slope_scale_of(array)
    )
    view = kernels.strip.views["c3"]
    QTest.mouseClick(view, LEFT, NONE, view.centre_of((4, 2, 1, 0)))
    shown = kernels.details.arithmetic
    slopes = expected.params["c3.weight"]
    np.testing.assert_allclose(shown.grids[1].values, slopes[4, 2])
    slope = float(shown.lines[1].rpartition(": ")[2].replace("−", "-"))
    assert slope == pytest.approx(float(slopes[4, 2, 1, 0]), rel=1e-3)


def test_the_gradient_of_a_unit_is_beside_its_weights(window, page):
    workspace = window.workspace
    workspace.inspection.target = 3
    expected = gradients(workspace.network.weights, workspace.reader.image, 3)
    page.question.pin("f5", (17,))
    grid = page.details.arithmetic.grids[3]
    slopes = expected.params["f5.weight"][17]
    np.testing.assert_allclose(np.sort(grid.values[~np.isnan(grid.values)]), np.sort(slopes))
    np.testing.assert_allclose(grid.values[:5, :5], slopes[:25].reshape(5, 5))


def test_a_weight_under_the_mouse_is_explained(window, kernels):
    view = kernels.strip.views["c3"]
    QTest.mouseMove(view, view.centre_of((2, 1, 2, 3)))
    value = float(window.workspace.network.weights.arrays["c3.weight"][2, 1, 2, 3])
    shown = kernels.details.arithmetic
    number = re.search(r": (−?\d\.\d+)$", shown.title)[1].replace("−", "-")
    assert float(number) == pytest.approx(value, abs=6e-4)
    assert shown.title.startswith("C3, map 3, kernel of map 2, row 3, column 4")
    assert "100 positions" in shown.lines[0]
    between = view.rect_of((2, 1, 0, 0)).topLeft().toPoint() - view.pos() - QPoint(1, 0)
    QTest.mouseMove(view, between)
    assert kernels.question.explanation is None


def test_the_keys_cross_the_gaps_between_kernels(kernels):
    view = kernels.strip.views["c3"]
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (*[Qt.Key.Key_Right] * 5, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    assert kernels.question.explanation.index == (0, 1, 1, 0)
    assert view.accessibleDescription().startswith("C3, map 1, kernel of map 2, row 2, column 1")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert kernels.question.pinned == ("c3.weight", (0, 1, 1, 0))
    click(button(kernels, "answers_4"))
    assert "kernel of map 2, row 2" in kernels.findChild(WeightsGrid).accessibleDescription()


def test_a_weight_is_dragged_in_the_strip(window, kernels):
    experiment, view = window.workspace.experiment, kernels.strip.views["c1"]
    start, before = view.centre_of((3, 0, 2, 2)), experiment.unchanged.arrays["c1.weight"]
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, start - QPoint(0, 25))
    first = experiment.changes[0].value
    QTest.mouseMove(view, start - QPoint(0, 50))
    QTest.mouseRelease(view, LEFT, NONE, start - QPoint(0, 50))
    (only,) = experiment.changes
    value = float(before[3, 0, 2, 2])
    assert only == ParameterSet("c1.weight", (3, 0, 2, 2), only.value)
    assert only.value - value == pytest.approx(2 * (first - value))
    assert kernels.question.pinned is None
    red = kernels.palette().brightText().color().rgb()
    rect = view.rect_of((3, 0, 2, 2))
    shot = kernels.strip.grab().toImage()
    edge = rect.topLeft() * shot.devicePixelRatio()
    assert shot.pixel(QPoint(round(edge.x()), round(edge.y()))) == red
    experiment.switch(Unit("c1", 3), is_on=False)
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, start - QPoint(0, 25))
    QTest.mouseRelease(view, LEFT, NONE, start - QPoint(0, 25))
    assert len(experiment.changes) == 2


def test_a_click_pins_a_weight_and_a_gradient_is_not_dragged(window, kernels):
    view = kernels.strip.views["c1"]
    QTest.mouseClick(view, LEFT, NONE, view.centre_of((3, 0, 2, 2)))
    assert kernels.question.pinned == ("c1.weight", (3, 0, 2, 2))
    kernels.strip.grab()
    window.workspace.inspection.target = 1
    kernels.strip.grab()
    start = view.centre_of((3, 0, 1, 1))
    QTest.mousePress(view, LEFT, NONE, start)
    QTest.mouseMove(view, start - QPoint(0, 25))
    QTest.mouseRelease(view, LEFT, NONE, start - QPoint(0, 25))
    assert window.workspace.experiment.changes == ()


@pytest.mark.parametrize("architecture", ["deeper", "residual"])
def test_other_architectures_show_their_kernels(window, kernels, tmp_path, architecture):
    path = tmp_path / "other.safetensors"
    arrays = network_of(architecture).initialise(1)
    save_weights(path, Weights(arrays, ModelCard(architecture=architecture)))
    window.workspace.network.open(path)
    window.resize(1280, 800)
    QTest.qWait(0)
    view = kernels.strip.views["c1"]
    assert view.kernels is not None
    array, scale = arrays["c1.weight"], scale_of(arrays["c1.weight"], is_signed=True)
    shot = kernels.strip.grab().toImage()
    for index in ((0, 0, 0, 0), (15, 0, 1, 2)):
        colours = scale.colours_of(array[index][None], is_dark=is_dark(kernels.palette()))
        assert colour_at(shot, kernels.strip, view, index) == colours[0]
    for name in tuple(kernels.strip.views):
        kernels.question.pin(
            name, (0,) * len(window.workspace.inspection.activations.values[name].shape)
        )
        kernels.strip.grab()
