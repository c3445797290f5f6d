"""The Evaluate page, from the button to a single image on the pad."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)

from core.errors import Message
from core.evaluation.confusion import Cell
from core.evaluation.data_faults import DataFault
from core.handwriting.writing import write_drawings
from core.ink.drawing import Drawing
from core.ink.ink_files import save_drawings
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from lenet_desktop.state.workspace import Workspace
from tests.support.inputs.networks import constant_weights
from tests.support.window.evaluating import click, evaluate, save_weights_that_read, shown, text_of


def test_others_find_widgets_by_their_names(page):
    assert page.objectName() == "evaluate_page"
    for kind, name in [
        (QPushButton, "evaluate_button"),
        (QWidget, "confusion_view"),
        (QTableView, "per_digit_table"),
    ]:
        assert page.findChild(kind, name) is not None, name


def test_shows_a_summary_and_all_errors(qtbot, page):
    evaluate(qtbot, page)
    assert text_of(page, "evaluate_accuracy") == "75.00 %"
    assert text_of(page, "evaluate_counts") == (
        "3 of 4 correct, 1 incorrect, 0 unsure; 95 % confidence interval 30.06 % to 95.44 %"
    )
    assert text_of(page, "evaluate_what") == f"threes.safetensors on {page.bar.data.text}"
    assert shown(page) == [2]
    assert text_of(page, "gallery_title") == "All incorrect: 1"
    assert page.details.table.to_texts()[4][:4] == ["3", "100.00 %", "3", "3"]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (Cell(4, 3), [2]),
        (Cell(3, 4), []),
        (Cell(3, 3), [0, 1, 3]),
        (Cell(4, None), [2]),
        (Cell(3, None), [0, 1, 3]),
        (Cell(None, 3), [0, 1, 2, 3]),
        (Cell(None, 4), []),
    ],
)
def test_a_click_brings_exactly_those_images(qtbot, page, cell, numbers):
    evaluate(qtbot, page)
    page.details.tabs.setCurrentIndex(1)
    click(page.matrix.view, cell)
    assert shown(page) == numbers
    assert page.details.gallery.isVisible()


def test_the_keyboard_brings_the_images_too(qtbot, page):
    evaluate(qtbot, page)
    page.matrix.view.choose(Cell(4, 2))
    QTest.keyClick(page.matrix.view, Qt.Key.Key_Right)
    QTest.keyClick(page.matrix.view, Qt.Key.Key_Return)
    assert shown(page) == [2]
    assert text_of(page, "gallery_title") == "4 predicted as 3: 1 of 1 (100.00 %)"
    QTest.keyClick(page.matrix.view, Qt.Key.Key_Left)
    QTest.keyClick(page.matrix.view, Qt.Key.Key_Return)
    assert shown(page) == []


def test_an_image_opened_on_the_pad_has_the_same_network_input(qtbot, page):
    evaluate(qtbot, page)
    click(page.matrix.view, Cell(4, 3))
    tiles = page.details.gallery.tiles
    spot = tiles.visualRect(tiles.model().index(0, 0)).center()
    QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(page.pad_requested):
        click(page.findChild(QPushButton, "example_draw_button"))
    workspace = page.findChild(Workspace)
    assert workspace.reader.image == pytest.approx(np.full((28, 28), 150 / 255))
    assert workspace.reader.reading.text == "3"
    workspace.pad_history.undo_stack.undo()
    assert workspace.pad_history.value.is_blank
    with qtbot.waitSignal(page.inside_requested):
        click(page.findChild(QPushButton, "example_inside_button"))
    assert workspace.inspection.image == pytest.approx(np.full((28, 28), 150 / 255))
    # Everything is as it was for the way back.
    assert page.matrix.view.choice == Cell(4, 3)
    assert page.details.gallery.enlarged == 2


@pytest.mark.parametrize(
    ("measure", "number"), [("measure_0", "1"), ("measure_1", "100"), ("measure_2", "25.0")]
)
def test_the_matrix_is_shown_by_the_measure_chosen(qtbot, page, measure, number):
    evaluate(qtbot, page)
    click(page.findChild(QAbstractButton, measure))
    values = page.matrix.view.values
    assert values.number(values.cells[4, 3]) == number


def test_the_description_is_below_the_matrix(qtbot, page):
    evaluate(qtbot, page)
    page.matrix.view.choose(Cell(4, 2))
    QTest.keyClick(page.matrix.view, Qt.Key.Key_Right)
    assert text_of(page, "confusion_sentence") == "4 predicted as 3: 1 of 1 (100.00 %)"


def test_other_weights_in_use_are_named_and_judged(qtbot, page, tmp_path):
    workspace = page.findChild(Workspace)
    workspace.network.open(save_weights_that_read(4, tmp_path / "fours.npz"))
    box = page.findChild(QComboBox, "evaluate_weights_box")
    assert box.currentText() == "fours.npz (current)"
    evaluate(qtbot, page)
    assert text_of(page, "evaluate_accuracy") == "25.00 %"


def test_weights_and_data_can_be_opened(qtbot, page, tmp_path, monkeypatch):
    weights = save_weights_that_read(7, tmp_path / "sevens.npz")
    ink = tmp_path / "drawn.jsonl"
    save_drawings(ink, write_drawings(6, seed=1))
    files = iter([weights, ink])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(next(files)), ""))
    click(page.findChild(QAbstractButton, "evaluate_weights_open_button"))
    click(page.findChild(QAbstractButton, "evaluate_data_open_button"))
    menu = QApplication.activePopupWidget()
    menu.actions()[0].trigger()
    menu.close()
    evaluate(qtbot, page)
    request = page.run.result.request
    assert request.weights.name == f"{tmp_path.name}/sevens.npz"
    assert request.data == str(ink)
    assert page.run.result.assessment.confusion.counts[:, 7].sum() == 6


def test_every_control_has_a_name_to_be_read_out(compared):
    kinds = QAbstractButton, QComboBox, QTableView
    controls = [control for kind in kinds for control in compared.findChildren(kind)]
    own = [control for control in controls if not control.objectName().startswith("qt_")]
    own = [control for control in own if control.objectName().endswith(("button", "box"))]
    unnamed = [
        control.objectName()
        for control in own
        if not (control.accessibleName() or getattr(control, "text", str)())
    ]
    assert len(own) > 10
    assert unnamed == []


@pytest.mark.parametrize("size", [(900, 534), (1920, 1100)])
def test_everything_has_its_place(qtbot, page, size):
    evaluate(qtbot, page)
    page.resize(*size)
    QApplication.processEvents()
    assert (page.width(), page.height()) == size
    for part in (page.bar, page.matrix, page.details):
        corner = part.mapTo(page, part.rect().bottomRight())
        assert page.rect().contains(corner)


def test_digits_that_were_used_in_training_are_marked(qtbot, page, tmp_path):
    ink = tmp_path / "mine.jsonl"
    save_drawings(ink, [Drawing((np.array([[0.0, 0.0], [0.0, 9.0]]),), "4")] * 2)
    learned = replace(constant_weights(4), card=ModelCard(dataset="mnist + mine.jsonl"))
    path = tmp_path / "learned.safetensors"
    save_weights(path, learned)
    page.bar.add_weights(path)
    page.bar.add_data(ink)
    hint = page.findChild(QLabel, "evaluate_hint")
    evaluate(qtbot, page)
    assert not hint.isVisible()
    page.bar.weights.choose(str(path))
    evaluate(qtbot, page)
    assert hint.isVisible()
    assert hint.text().startswith("Some or all of these digits were used in training.")
    page.bar.weights.choose("in use")
    page.bar.reference.choose(str(path))
    evaluate(qtbot, page)
    assert "learned.safetensors was trained on some or all" in hint.text()


def test_a_fault_of_the_data_is_named_with_its_remedy(qtbot, page):
    evaluate(qtbot, page)
    fault = DataFault(Message("Turn the images."), 0.987)
    page.status.show_evaluation(replace(page.run.result, data_fault=fault))
    assert text_of(page, "evaluate_hint") == "Turn the images. The accuracy would be 98.70 %."
