"""Asking about a value: by the mouse, by the keys, and what is answered."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.network.architectures import network_of
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from core.network.weights import Weights
from core.recognition.activations import PROBABILITIES, activations, layers_of
from core.recognition.explain import WeightedSum, explain_value
from lenet_desktop.inside.arithmetic import arithmetic_of
from tests.support.window.hand import Hand

LEFT = Qt.MouseButton.LeftButton
NUMBER = re.compile(r"[−]?\d+\.\d+")


def hover(page, stage, index):
    view = page.strip.views[stage]
    QTest.mouseMove(view, view.centre_of(index))


def click(page, stage, index):
    view = page.strip.views[stage]
    QTest.mouseClick(view, LEFT, Qt.KeyboardModifier.NoModifier, view.centre_of(index))


def asked(page):
    explanation = page.question.explanation
    return explanation and (explanation.stage, explanation.index)


def numbers_in(text):
    return [float(number.replace("−", "-")) for number in NUMBER.findall(text)]


def outlined(page):
    """The pixels of the strip that asking about a value changes."""
    page.question.release()
    before = page.strip.grab().toImage()

    def changed():
        after = page.strip.grab().toImage()
        pixels = [
            np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
            for image in (before, after)
        ]
        return pixels[0] != pixels[1]

    return changed


def test_the_value_under_the_mouse_is_explained(page):
    values = page.window().workspace.inspection.activations.values
    for stage, index in (
        ("input", (0, 9, 12)), ("c1", (4, 20, 3)), ("s2", (0, 13, 13)), ("c3", (15, 9, 0)),
        ("s4", (8, 2, 2)), ("f5", (119,)), ("f6", (0,)), ("output", (7,)),
    ):  # fmt: skip
        hover(page, stage, index)
        assert asked(page) == (stage, index)
        shown = page.details.arithmetic
        assert numbers_in(shown.title)[-1] == pytest.approx(float(values[stage][index]), abs=6e-4)
        assert page.details.accessibleDescription() == shown.sentence


def test_a_bar_is_a_probability(page):
    answer = page.strip.views["output"]
    bar = answer.bar_of(3).center().toPoint() - answer.pos()
    QTest.mouseMove(answer, bar)
    assert asked(page) == (PROBABILITIES, (3,))
    QTest.mouseClick(answer, LEFT, Qt.KeyboardModifier.NoModifier, bar)
    assert page.question.pinned == (PROBABILITIES, (3,))


def test_nothing_is_asked_between_the_maps_and_outside(page):
    hover(page, "c1", (0, 3, 3))
    view = page.strip.views["c1"]
    channel = view.rect_of((0, 27, 27))
    QTest.mouseMove(view, (channel.bottomRight().toPoint() - view.pos()) + view.rect().topLeft())
    assert asked(page) is None
    assert "Point at any value" in page.details.accessibleDescription()


def test_lines_lead_to_the_patch_and_to_the_receptive_field(page):
    changed = outlined(page)
    hover(page, "c3", (2, 4, 4))
    pixels = changed()
    views = page.strip.views
    explanation = page.question.explanation
    for stage, region in (("s2", explanation.source), ("input", explanation.field)):
        for rect in views[stage].rects_of(region):
            x, y = round(rect.left()) - 1, round(rect.top()) - 1
            assert pixels[y, x : x + round(rect.width())].all()
    between = (views["s2"].geometry().right() + views["c3"].x()) // 2
    assert pixels[:, between].any()


def test_a_click_pins_and_esc_lets_go(page):
    click(page, "c1", (2, 10, 10))
    hover(page, "f5", (3,))
    assert asked(page) == ("c1", (2, 10, 10))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.question.pinned is None
    hover(page, "f5", (4,))
    assert asked(page) == ("f5", (4,))
    click(page, "f5", (4,))
    click(page, "f5", (4,))
    assert page.question.pinned is None


def test_a_pinned_value_follows_the_drawing(page):
    click(page, "c1", (1, 14, 14))
    before = page.details.arithmetic.sentence
    Hand(page.pad).draw((0.2, 0.5), (0.8, 0.5))
    QTest.qWait(0)
    value = page.window().workspace.inspection.activations.values["c1"][1, 14, 14]
    assert page.details.arithmetic.sentence != before
    assert numbers_in(page.details.arithmetic.title)[-1] == pytest.approx(value, abs=6e-4)


def test_the_keys_reach_and_pin_a_value(page):
    view = page.strip.views["s2"]
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert asked(page) == ("s2", (0, 0, 0))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    assert asked(page) == ("s2", (0, 1, 2))
    assert view.accessibleDescription().startswith("S2, map 1, row 2, column 3")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.question.pinned == ("s2", (0, 1, 2))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert asked(page) == ("s2", (0, 0, 2))


def test_the_keys_reach_the_probabilities(page):
    view = page.strip.views["output"]
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert asked(page) == ("output", (1,))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert asked(page) == (PROBABILITIES, (1,))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert asked(page) == (PROBABILITIES, (2,))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert asked(page) == ("output", (2,))


def test_tab_goes_from_stage_to_stage(page):
    page.strip.views["input"].setFocus(Qt.FocusReason.TabFocusReason)
    reached = []
    for _ in range(8):
        reached.append(QApplication.focusWidget().objectName())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    stages = ["input", "c1", "s2", "c3", "s4", "f5", "f6", "output"]
    assert reached == [f"stage_{stage}" for stage in stages]


def test_the_numbers_that_are_shown_add_up(page, rng):
    found = page.window().workspace.inspection.activations
    for stage in ("c1", "c3", "f5", "f6", "output"):
        shape = found.values[stage].shape
        for _ in range(10):
            index = tuple(int(rng.integers(side)) for side in shape)
            explanation = explain_value(found, stage, index)
            shown = arithmetic_of(explanation, found)
            inputs, weights, products = (grid.values for grid in shown.grids)
            np.testing.assert_allclose(inputs * weights, products, atol=1e-5)
            terms, total = shown.lines
            sums, (summed, bias, z, *rest) = (
                numbers_in(terms.replace("− ", "−")),
                numbers_in(total.replace("− ", "−")),
            )
            assert summed == pytest.approx(float(np.nansum(products)), abs=6e-4)
            assert summed == pytest.approx(sum(sums), abs=6e-3)
            assert z == pytest.approx(summed + bias, abs=2e-3)
            assert rest == ([] if stage == "output" else [pytest.approx(max(z, 0), abs=1e-3)])


@pytest.mark.parametrize("network", ["lenet5", "deeper", "residual"])
def test_only_layers_with_a_bias_show_one(page, rng, network):
    weights = Weights(network_of(network).initialise(1), ModelCard(architecture=network))
    found = activations(weights, page.window().workspace.reader.image)
    for name in layers_of(weights.network):
        index = tuple(int(rng.integers(side)) for side in found.value_of(name).shape)
        explanation = explain_value(found, name, index)
        if isinstance(explanation, WeightedSum):
            *_, total = arithmetic_of(explanation, found).lines
            first = total.partition("→")[0].replace("− ", "−")
            has_bias = f"{name}.bias" in weights.arrays
            assert ("(bias)" in first) == has_bias
            assert ("(no bias)" in first) != has_bias
            assert numbers_in(first)[-1] == pytest.approx(explanation.sum, abs=6e-4)


def test_the_question_survives_another_language(window, page):
    click(page, "c3", (3, 3, 3))
    window.rebuild()
    QTest.qWait(0)
    assert window.inside_page.question.pinned == ("c3", (3, 3, 3))


@pytest.fixture
def residual(page, tmp_path, rng):
    """The page with a residual network whose branches are not 0."""
    arrays = network_of("residual").initialise(1)
    for name, array in arrays.items():
        if name.endswith("norm2.weight"):
            array += rng.uniform(0.5, 1, array.shape).astype(np.float32)
    path = tmp_path / "residual.safetensors"
    save_weights(path, Weights(arrays, ModelCard(architecture="residual")))
    page.window().workspace.network.open(path)
    QTest.qWait(0)
    return page


def test_a_click_opens_a_residual_block(window, residual, rng):
    strip, found = residual.strip, window.workspace.inspection.activations
    closed = tuple(strip.views)
    within = ["block2.conv1", "block2.conv2", "block2.projection"]
    click(residual, "block2", (3, 4, 5))
    assert list(strip.views) == ["input", "s1", *within, "block2", "output"]
    shown = residual.details.arithmetic.lines[0].replace("− ", "−")
    main, shortcut, total, value = numbers_in(shown)
    assert main + shortcut == pytest.approx(total, abs=2e-3)
    assert value == pytest.approx(max(total, 0), abs=1e-3)
    assert value == pytest.approx(float(found.values["block2"][3, 4, 5]), abs=1e-3)
    for width, height in ((900, 600), (1280, 800)):
        window.resize(width, height)
        QTest.qWait(0)
        rects = [view.geometry() for view in strip.views.values()]
        assert all(strip.rect().contains(rect) for rect in rects)
        assert all(a.right() < b.left() for a, b in pairwise(rects))
    for stage in within:
        click(residual, stage, (2, 3, 3))
        assert asked(residual) == (stage, (2, 3, 3))
        value = float(found.value_of(stage)[2, 3, 3])
        assert numbers_in(residual.details.arithmetic.title)[-1] == pytest.approx(value, abs=6e-4)
        strip.grab()
    window.workspace.inspection.target = 3
    assert tuple(strip.views) == closed
    window.workspace.inspection.target = None
    QTest.qWait(0)
    assert list(strip.views) == ["input", "s1", *within, "block2", "output"]
    QTest.keyClick(residual, Qt.Key.Key_Escape)
    assert tuple(strip.views) == closed
