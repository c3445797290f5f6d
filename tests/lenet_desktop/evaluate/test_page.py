"""The Evaluate page, from the button to a single image on the pad."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
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

from core.errors import UserError
from core.evaluation import evaluate as evaluation
from core.evaluation.confusion import Cell
from core.handwriting.writing import write_drawings
from core.ink.ink_files import save_drawings
from core.network.weight_files import save_weights
from core.progress import Progress, Stage
from lenet_desktop.evaluate.page import EvaluatePage
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.palette import LIGHT
from tests.support.idx_files import write_part
from tests.support.networks import constant_weights

GROUPS = ["only_first", "only_second", "neither"]
LABELS = np.array([3, 3, 4, 3], np.uint8)


def save_weights_that_read(digit, path):
    """Weights that read every image as one digit."""
    save_weights(path, constant_weights(digit))
    return path


@pytest.fixture
def data(tmp_path):
    """Three threes and a four, each image of another grey, in IDX files."""
    folder = tmp_path / "digits"
    folder.mkdir()
    images = np.arange(1, 5, dtype=np.uint8)[:, None, None] * np.full((28, 28), 50, np.uint8)
    write_part(folder, "t10k", images, LABELS)
    return folder


@pytest.fixture
def page(qtbot, tmp_path, data):
    weights = save_weights_that_read(3, tmp_path / "threes.safetensors")
    settings = Settings(tmp_path / "settings.ini", my_digits_file=tmp_path / "my-digits.jsonl")
    workspace = Workspace(settings, weights)
    page = EvaluatePage(workspace)
    workspace.setParent(page)
    qtbot.addWidget(page)
    page.bar.add_data(data)
    page.resize(900, 560)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.run.close()


def click(widget, cell=None):
    pos = widget.cell_rect(cell).center().toPoint() if cell else widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=pos)


def evaluate(qtbot, page):
    with qtbot.waitSignal(page.run.ended):
        click(page.findChild(QPushButton, "evaluate_button"))


def shown(page):
    return sorted(page.details.gallery.numbers.tolist())


def text_of(page, name):
    return page.findChild(QLabel, name).text()


def test_others_find_widgets_by_their_names(page):
    assert page.objectName() == "evaluate_page"
    for kind, name in [
        (QPushButton, "evaluate_button"),
        (QWidget, "confusion_view"),
        (QTableView, "per_digit_table"),
    ]:
        assert page.findChild(kind, name) is not None, name


def test_an_empty_page_offers_to_begin(qtbot, page):
    assert page.empty.isVisible()
    with qtbot.waitSignal(page.run.ended):
        click(page.findChild(QPushButton, "evaluate_now_button"))
    assert not page.empty.isVisible()
    assert page.matrix.isVisible()


def test_shows_a_summary_and_all_errors(qtbot, page):
    evaluate(qtbot, page)
    assert text_of(page, "evaluate_accuracy") == "75.00 %"
    assert text_of(page, "evaluate_counts") == "3 of 4 correct, 1 incorrect, 0 unsure"
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
    assert text_of(page, "gallery_title") == "4 predicted as 3: 1 of 1 (100.0 %)"
    QTest.keyClick(page.matrix.view, Qt.Key.Key_Left)
    QTest.keyClick(page.matrix.view, Qt.Key.Key_Return)
    assert shown(page) == []


def test_an_image_opened_on_the_pad_has_the_same_network_input(qtbot, page):
    evaluate(qtbot, page)
    click(page.matrix.view, Cell(4, 3))
    tiles = page.details.gallery.tiles
    with qtbot.waitSignal(page.pad_requested):
        spot = tiles.visualRect(tiles.model().index(0, 0)).center()
        QTest.mouseClick(tiles.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    workspace = page.findChild(Workspace)
    assert workspace.reader.image == pytest.approx(np.full((28, 28), 150 / 255))
    assert workspace.reader.reading.text == "3"
    workspace.pad_history.undo_stack.undo()
    assert workspace.pad_history.value.is_blank


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
    assert text_of(page, "confusion_sentence") == "4 predicted as 3: 1 of 1 (100.0 %)"


def test_a_dataset_error_is_reported_and_can_be_corrected(qtbot, page, data):
    labels = data / "t10k-labels-idx1-ubyte"
    kept = labels.read_bytes()
    labels.unlink()
    with qtbot.waitSignal(page.run.ended):
        click(page.bar.evaluate_button)
    assert "t10k-labels-idx1-ubyte" in text_of(page, "evaluate_message")
    assert page.findChild(QLabel, "evaluate_message").isVisible()
    assert page.empty.isVisible()
    labels.write_bytes(kept)
    evaluate(qtbot, page)
    assert text_of(page, "evaluate_accuracy") == "75.00 %"


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (MemoryError(), "Evaluation failed: not enough memory."),
        (ValueError("odd"), "Evaluation failed: odd"),
        (UserError("{file} is damaged.", file="x"), "x is damaged."),
    ],
)
def test_every_failure_is_shown(qtbot, page, monkeypatch, error, text):
    def fail(*_):
        raise error
        yield

    monkeypatch.setattr(evaluation, "assess", fail)
    with qtbot.waitSignal(page.run.ended):
        click(page.bar.evaluate_button)
    assert text_of(page, "evaluate_message") == text
    assert page.bar.isEnabled()


def test_closing_stops_an_evaluation_and_waits_for_it(qtbot, page, monkeypatch):
    ended = []

    def assess_forever(weights, examples):
        try:
            while True:
                yield Progress(Stage.READING, 1, 4)
        finally:
            ended.append(True)

    monkeypatch.setattr(evaluation, "assess", assess_forever)
    click(page.bar.evaluate_button)
    qtbot.waitUntil(lambda: page.status.text == "Evaluating: 1 of 4 images")
    page.run.close()
    assert ended == [True]
    assert not page.run.is_running


def test_an_evaluation_can_be_cancelled(qtbot, page, monkeypatch):
    may_go_on = threading.Event()

    def assess_slowly(weights, examples):
        yield Progress(Stage.READING, 1, 4)
        may_go_on.wait()
        yield Progress(Stage.READING, 2, 4)

    monkeypatch.setattr(evaluation, "assess", assess_slowly)
    click(page.bar.evaluate_button)
    assert not page.bar.isEnabled()
    qtbot.waitUntil(lambda: page.status.text == "Evaluating: 1 of 4 images")
    with qtbot.waitSignal(page.run.ended):
        click(page.findChild(QPushButton, "evaluate_cancel_button"))
        may_go_on.set()
    assert page.bar.isEnabled()
    assert not page.status.isVisible()
    assert page.empty.isVisible()


def test_cancelling_keeps_the_previous_result(qtbot, page, monkeypatch):
    evaluate(qtbot, page)

    def assess_never(weights, examples):
        yield Progress(Stage.READING, 1, 4)
        page.run.stop()
        yield Progress(Stage.READING, 2, 4)
        raise AssertionError("asked for more after cancelling")

    monkeypatch.setattr(evaluation, "assess", assess_never)
    with qtbot.waitSignal(page.run.ended):
        click(page.bar.evaluate_button)
    assert text_of(page, "evaluate_accuracy") == "75.00 %"
    assert page.findChild(QLabel, "evaluate_accuracy").isVisible()
    assert page.matrix.isVisible()


@pytest.fixture
def compared(qtbot, page, tmp_path):
    path = save_weights_that_read(4, tmp_path / "fours.npz")
    page.bar.add_weights(path)
    page.bar.reference.choose(str(path))
    evaluate(qtbot, page)
    return page


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


def exported(page, folder, number, name):
    """Choose an entry of the menu and save what it stands for."""
    menu = page.export_button.menu()
    menu.aboutToShow.emit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / name), ""))
        menu.actions()[number].trigger()
    return folder / name


def test_the_comparison_can_be_exported(compared, tmp_path):
    table = exported(compared, tmp_path, 4, "comparison.csv").read_text(encoding="utf-8")
    assert table.splitlines()[4].startswith("3,")


@pytest.mark.parametrize(
    ("number", "title"), [(2, "Reliability"), (3, "Accuracy when unsure answers are rejected")]
)
def test_the_charts_of_the_confidence_can_be_exported(qtbot, page, tmp_path, number, title):
    evaluate(qtbot, page)
    table = exported(page, tmp_path, number, "chart.csv").read_text(encoding="utf-8")
    assert table.splitlines()[0].endswith("accuracy")
    assert len(table.splitlines()) > 1
    svg = exported(page, tmp_path, number, "chart.svg").read_text(encoding="utf-8")
    assert f">{title}</text>" in svg
    assert "100 %</text>" in svg
    with Image.open(exported(page, tmp_path, number, "chart.png")) as image:
        assert image.getpixel((0, 0)) == (255, 255, 255)
        accent = QColor(LIGHT.accent).getRgb()[:3]
        if number == 3:
            assert accent in {colour for _, colour in image.getcolors(1 << 20)}


def test_the_result_of_an_export_is_posted(qtbot, page, tmp_path, monkeypatch):
    evaluate(qtbot, page)
    menu = page.export_button.menu()
    menu.aboutToShow.emit()
    names = iter(["matrix.csv", "nowhere/matrix.csv"])
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / next(names)), "")
    )
    notices = page.findChild(Workspace).notices
    with qtbot.waitSignal(notices.posted) as posted:
        menu.actions()[0].trigger()
    assert (tmp_path / "matrix.csv").read_text().splitlines()[5] == "4,0,0,0,1,0,0,0,0,0,0"
    assert not posted.args[0].is_error
    with qtbot.waitSignal(notices.posted) as posted:
        menu.actions()[0].trigger()
    assert posted.args[0].is_error


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
