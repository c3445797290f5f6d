"""Two networks compared on the Evaluate page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QTableView

from core.evaluation.confusion import Cell
from core.network.weight_files import load_weights, save_weights
from core.network.weights import combined
from lenet_desktop.state.workspace import Workspace
from tests.support.inputs.runs import checkpoint, store_run
from tests.support.window.evaluating import click, evaluate, save_weights_that_read, shown

GROUPS = ["only_first", "only_second", "neither"]


def test_two_networks_are_compared(compared):
    assert compared.details.comparison.isVisible()
    values = compared.matrix.view.values
    numbers = [values.number(values.cells[cell]) for cell in [(3, 3), (3, 4), (4, 4), (4, 3)]]
    assert numbers == ["+3", "−3", "−1", "+1"]
    click(compared.findChild(QPushButton, "only_second_button"))
    assert shown(compared) == [2]
    click(compared.findChild(QPushButton, "only_first_button"))
    assert compared.details.gallery.isVisible()
    assert shown(compared) == [0, 1, 3]


def test_what_is_compared_is_named(compared):
    view = compared.details.comparison
    texts = [view.findChild(QPushButton, f"{name}_button").text() for name in GROUPS]
    assert [text.split()[0] for text in texts] == ["3", "1", "0"]
    assert view.findChild(QTableView, "comparison_table").accessibleName()


def test_a_cell_of_the_difference_shows_differing_predictions(compared):
    click(compared.matrix.view, Cell(3, 4))
    assert shown(compared) == [0, 1, 3]
    click(compared.findChild(QAbstractButton, "measure_0"))
    assert shown(compared) == []


def test_without_a_comparison_none_is_shown(qtbot, compared):
    compared.bar.reference.box.setCurrentIndex(0)
    evaluate(qtbot, compared)
    assert not compared.findChild(QAbstractButton, "measure_3").isVisible()
    assert not compared.details.comparison.isVisible()
    values = compared.matrix.view.values
    assert values.number(values.cells[4, 3]) == "1"


def test_each_network_of_an_ensemble_can_be_evaluated_and_compared(qtbot, page, tmp_path):
    threes = load_weights(save_weights_that_read(3, tmp_path / "a.npz"))
    fours = load_weights(save_weights_that_read(4, tmp_path / "b.npz"))
    file = tmp_path / "both.safetensors"
    save_weights(file, combined([threes, fours]))
    network, bar = page.findChild(Workspace).network, page.bar
    network.open(file)
    names = [f"both.safetensors (current), network {n}" for n in (1, 2)]
    for box in (bar.weights.box, bar.reference.box):
        texts = [box.itemText(place) for place in range(box.count())]
        assert [text for text in texts if ", network" in text] == names
    for box, name in ((bar.weights.box, names[1]), (bar.reference.box, names[0])):
        box.setFocus()
        while box.currentText() != name:
            QTest.keyClick(box, Qt.Key.Key_Down)
    request = bar.request()
    assert (request.weights.source, request.reference.source) == (fours, threes)
    evaluate(qtbot, page)
    assert page.findChild(QLabel, "evaluate_accuracy").text() == "25.00 %"
    values = page.matrix.view.values
    assert values.number(values.cells[3, 4]) == "+3"
    assert all(path.suffix == ".safetensors" for path in bar.offered_weights)
    network.use(threes, tmp_path / "a.npz")
    texts = [bar.weights.box.itemText(place) for place in range(bar.weights.box.count())]
    assert not any(", network" in text for text in texts)


def test_any_run_can_be_evaluated_and_compared_until_it_is_deleted(qtbot, page, runs_folder):
    def offered():
        return [page.bar.reference.box.itemText(i) for i in range(page.bar.reference.box.count())]

    store_run(runs_folder / "2026-01-02 10.00.00", checkpoint(2))
    workspace = page._workspace
    with qtbot.waitSignal(workspace.earlier_runs.changed):
        workspace.earlier_runs.refresh()
    name = "quick, 2 Jan, 10:00:00"
    assert name in offered()
    page.bar.weights.choose(page.bar.weights.values[page.bar.weights.box.findText(name)])
    evaluate(qtbot, page)
    assert page.run.result.request.weights.name == name
    workspace.run_folders.delete(workspace.earlier_runs.runs)
    assert name not in offered()
    workspace.run_folders.close()
