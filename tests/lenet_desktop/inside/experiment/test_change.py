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
    QFileDialog,
    QLabel,
    QListWidget,
)

from core.data.examples import Examples
from core.evaluation.experiment import ParameterSet, Sample, Scaled, SwitchedOff, changed
from core.evaluation.units import Unit
from core.handwriting.writing import write_digits
from core.network.architectures import network_of
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.progress import Progress, Stage, result_of
from core.recognition.activations import PROBABILITIES, activations
from lenet_desktop.inside.experiment.weights_grid import WeightsGrid
from lenet_desktop.state.experiment import accuracy as measuring
from lenet_desktop.widgets.number_boxes import DecimalBox
from tests.lenet_desktop.inside.stages.test_strip import colour_at
from tests.lenet_desktop.inside.test_question import click as click_value
from tests.support.clicks import button, click
from tests.support.networks import random_weights

WAIT_MS = 60_000
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def digits():
    return Examples(*result_of(write_digits(300, 5)))


@pytest.fixture(autouse=True)
def sample(digits, monkeypatch):
    """Other digits in place of the 2,000 test images."""
    sample = Sample("mnist", digits)

    def load():
        yield Progress(Stage.READING)
        return sample

    monkeypatch.setattr(measuring, "load_sample", load)
    return sample


@pytest.fixture
def change(page):
    """The page with the changes in front."""
    click(button(page, "answers_4"))
    return page


@pytest.fixture
def experiment(window):
    return window.workspace.experiment


def boxes_of(page):
    weight, bias = page.answers.shown.findChildren(DecimalBox)
    return weight, bias


def typed(box, text):
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def texts_in(changes):
    return [changes.item(row).text() for row in range(changes.count())]


def follows(page, changes):
    """Check everything on the page against a copy of the network that is changed here."""
    workspace = page.window().workspace
    arrays = {name: array.copy() for name, array in workspace.network.weights.arrays.items()}
    for each in changes:
        if isinstance(each, SwitchedOff):
            for key in ("weight", "bias"):
                arrays[f"{each.unit.stage}.{key}"][each.unit.number] = 0
        else:
            arrays[each.name][each.index] = each.value
    shown = workspace.inspection.weights.arrays
    for name, array in arrays.items():
        np.testing.assert_array_equal(shown[name], array)
    expected = activations(Weights(arrays), workspace.reader.image)
    for name, values in expected.values.items():
        if name != PROBABILITIES:
            np.testing.assert_allclose(workspace.inspection.activations.values[name], values)
    return expected


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


def accuracy_of(weights, sample):
    logits = weights.network.logits(weights.arrays, sample.examples.images / np.float32(255))
    return (logits.argmax(axis=1) == sample.examples.labels).mean()


def test_the_accuracy_follows_beside_that_of_the_unchanged_network(
    qtbot, change, experiment, window, sample
):
    accuracy = window.workspace.experiment_accuracy
    figure = change.findChild(QLabel, "experiment_accuracy")
    subject = change.findChild(QLabel, "experiment_subject")
    assert not figure.isVisible()
    typed(boxes_of(change)[1], "9")
    experiment.switch(Unit("output", 3), is_on=False)
    qtbot.waitUntil(lambda: accuracy.is_current, timeout=WAIT_MS)
    weights = window.workspace.network.weights
    before = accuracy_of(weights, sample)
    after = accuracy_of(changed(weights, experiment.changes), sample)
    assert after != before
    assert figure.text() == f"{100 * after:.2f} %"
    difference = f"{100 * (after - before):+.2f}".replace("-", "−")
    assert subject.text() == (
        f"of 300 MNIST test images\nUnchanged: {100 * before:.2f} % ({difference} points)"
    )
    experiment.reset()
    assert not figure.isVisible()
    assert accuracy.measured is None


def test_a_failed_measurement_is_reported_once_and_offered_again(
    qtbot, change, window, experiment, monkeypatch
):
    def fail():
        yield Progress(Stage.READING)
        raise OSError(5, "no such disk")

    texts = []
    window.workspace.notices.posted.connect(lambda notice: texts.append(notice.text))
    accuracy = window.workspace.experiment_accuracy
    subject = change.findChild(QLabel, "experiment_subject")
    with monkeypatch.context() as broken:
        broken.setattr(measuring, "load_sample", fail)
        experiment.switch(Unit("c1", 0), is_on=False)
        qtbot.waitUntil(lambda: not accuracy._job.is_running, timeout=WAIT_MS)
        QTest.qWait(0)
    assert len(texts) == 1
    assert not accuracy._job.is_running
    assert "no such disk" in subject.text()
    click(button(change, "retry_accuracy_button"))
    qtbot.waitUntil(lambda: accuracy.is_current, timeout=WAIT_MS)
    assert subject.text().startswith("of 300")
    assert not button(change, "retry_accuracy_button").isVisible()


def test_reset_and_delete_take_changes_back(change, experiment):
    changes = change.findChild(QListWidget, "changes_list")
    reset, undo = button(change, "reset_button"), button(change, "undo_change_button")
    assert not reset.isEnabled()
    experiment.switch(Unit("c1", 0), is_on=False)
    experiment.set_parameter("c3.bias", (1,), 0.5)
    experiment.set_parameter("f6.bias", (2,), 0.5)
    changes.setFocus()
    changes.setCurrentRow(1)
    QTest.keyClick(changes, Qt.Key.Key_Delete)
    assert [change.unit for change in experiment.changes] == [Unit("c1", 0), Unit("f6", 2)]
    click(undo)
    assert [change.unit for change in experiment.changes] == [Unit("c1", 0)]
    click(reset)
    assert experiment.changes == ()
    assert changes.count() == 0
    assert not reset.isEnabled()
    follows(change, ())


def test_the_experiment_is_saved_as_a_weight_file(
    change, experiment, window, tmp_path, monkeypatch
):
    network = window.workspace.network
    experiment.set_parameter("c1.weight", (0, 0, 2, 2), 1.5)
    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    in_use = network.weights
    click(button(change, "save_experiment_button"))
    saved = load_weights(path)
    assert saved.arrays["c1.weight"][0, 0, 2, 2] == 1.5
    assert saved.card.test_accuracy is None
    assert network.weights is in_use
    assert experiment.changes
    window.files.open(path)
    assert network.weights == saved
    assert experiment.changes == ()


def test_a_wrong_name_is_reported_and_keeps_the_experiment(
    change, experiment, window, tmp_path, monkeypatch
):
    experiment.switch(Unit("c1", 0), is_on=False)
    path = tmp_path / "mine.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    texts = []
    window.workspace.notices.posted.connect(lambda notice: texts.append(notice.text))
    click(button(change, "save_experiment_button"))
    assert "choose a name that ends in .safetensors or .npz" in texts[0]
    assert experiment.changes
    assert not path.exists()


def test_a_pinned_value_stays_with_the_changes_in_front(change):
    click_value(change, "c1", (0, 3, 3))
    assert change.question.pinned == ("c1", (0, 3, 3))
    assert change.answers.shown is not change.details
    click(button(change, "answers_1"))
    click_value(change, "c1", (1, 3, 3))
    assert change.answers.shown is change.details


def test_changes_survive_another_language_and_are_not_made_twice(window, change, experiment):
    click_value(change, "f5", (7,))
    typed(boxes_of(change)[1], "2")
    changes = experiment.changes
    window.rebuild()
    QTest.qWait(0)
    assert experiment.changes == changes
    assert texts_in(window.inside_page.findChild(QListWidget, "changes_list"))[0].endswith("2.000")


def test_another_network_can_be_changed_at_once(window, change, experiment, tmp_path):
    experiment.switch(Unit("c1", 5), is_on=False)
    path = tmp_path / "tanh.safetensors"
    save_weights(path, random_weights(3, ModelCard("tanh", "max")))
    window.workspace.network.open(path)
    assert experiment.changes == ()
    _, bias = boxes_of(change)
    typed(bias, "1")
    assert experiment.changes == (ParameterSet("c1.bias", (0,), 1.0),)


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
    click_value(residual, "c1", (1, 3, 3))
    assert not part.isVisible()


def test_every_control_has_a_name(change):
    view = change.answers.shown
    controls = [*view.findChildren(QAbstractButton), *view.findChildren(DecimalBox)]
    assert all(each.accessibleName() or each.text() for each in controls)
