"""Changes are saved, taken back, and kept when the page is built again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QListWidget,
)

from core.evaluation.experiment import ParameterSet
from core.evaluation.units import Unit
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from tests.lenet_desktop.inside.test_question import click as click_value
from tests.support.inputs.networks import random_weights
from tests.support.window.changing import boxes_of, follows, texts_in, typed
from tests.support.window.clicks import button, click


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
