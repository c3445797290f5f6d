"""What a person chose on the pages stays when the window is built again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QScrollBar,
    QSpinBox,
    QSplitter,
    QTableView,
    QTabWidget,
    QToolButton,
    QWidget,
)

from core.evaluation.confusion import Cell
from lenet_desktop.widgets.pad.pad import Tool
from tests.support.window.pages import each_page
from tests.support.window.training import (
    click,
)

CONTROLS = QAbstractSlider, QComboBox, QSpinBox, QDoubleSpinBox, QSplitter, QTabWidget, QTableView


def controls_of(page):
    """What a person chooses by, without the parts of a control and what repeats an action."""
    for widget in page.findChildren(QWidget):
        if isinstance(widget, QToolButton) and bool(widget.defaultAction()):
            continue
        is_toggle = isinstance(widget, QAbstractButton) and widget.isCheckable()
        is_part = isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_")
        if (is_toggle or isinstance(widget, CONTROLS)) and not is_part:
            yield widget


def test_every_control_has_a_name_of_its_own(window):
    for page in window.pages:
        names = [control.objectName() for control in controls_of(page)]
        assert "" not in names, page
        assert len(names) == len(set(names)), page


def change(control):
    """Choose otherwise, as far as there is a choice."""
    match control:
        case QAbstractButton():
            control.click()
        case QComboBox() | QTabWidget():
            shown = [i for i in range(control.count()) if control.currentIndex() != i]
            control.setCurrentIndex(shown[-1] if shown else 0)
        case QSpinBox() | QDoubleSpinBox():
            control.stepUp()
        case QAbstractSlider():
            control.setValue(control.maximum())
        case QSplitter():
            left, right = control.sizes()
            control.setSizes([left - 30, right + 30])
        case QTableView():
            if control.isSortingEnabled():
                control.sortByColumn(1, Qt.SortOrder.DescendingOrder)
            control.selectRow(3)


def choice_of(control):
    match control:
        case QAbstractButton():
            return control.isChecked()
        case QComboBox():
            return control.currentData() or control.currentIndex()
        case QTabWidget():
            return control.currentIndex()
        case QSplitter():
            return control.sizes()
        case QTableView():
            rows = {index.row() for index in control.selectedIndexes()}
            return control.horizontalHeader().sortIndicatorSection(), rows
        case _:
            return control.value()


def choices_of(window):
    return {
        (page.objectName(), control.objectName()): choice_of(control)
        for page in each_page(window)
        for control in controls_of(page)
        if not control.property("keepsNoChoice")
    }


def test_every_choice_stays(full_window, rebuild):
    window = full_window
    first = choices_of(window)
    for page in each_page(window):
        for control in controls_of(page):
            if not control.objectName().startswith("digit_"):
                change(control)
    chosen = choices_of(window)
    assert sum(choice != first[name] for name, choice in chosen.items()) > 40
    rebuild()
    assert choices_of(window) == chosen


def test_what_is_scrolled_stays_so(qtbot, full_window, rebuild):
    window = full_window
    window.resize(window.minimumSize())
    click(window.train_page, "more_settings_button")
    click(window.evaluate_page, "measure_0")
    window.evaluate_page.details.tabs.setCurrentIndex(0)

    def bars():
        return {
            area.objectName(): area.verticalScrollBar()
            for page in each_page(window)
            for area in page.findChildren(QAbstractScrollArea)
            if area.isVisible() and area.objectName() and area.verticalScrollBar().maximum() > 0
        }

    # My Digits scroll to the selected one whenever the page is shown.
    mine = "my_digits_tiles"
    assert {"train_setup", "gallery_tiles", mine} <= set(bars())
    for bar in bars().values():
        bar.setValue(bar.maximum() // 2)
    expected = {name: bar.value() for name, bar in bars().items() if name != mine}
    rebuild()

    def check():
        assert {name: bar.value() for name, bar in bars().items() if name != mine} == expected

    qtbot.waitUntil(check)


def test_my_digits_stay_scrolled(qtbot, full_window, rebuild):
    window = full_window
    bar = window.my_digits_page.gallery.tiles.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum() // 2)
    scrolled = bar.value()
    assert scrolled > 0
    with qtbot.waitSignal(window.workspace.my_digits_reading.changed):
        rebuild()
    bar = window.my_digits_page.gallery.tiles.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == scrolled)


def test_what_was_half_filled_in_stays(window, rebuild, small_mnist):
    page = window.train_page
    page.setup.data.show_sources(("synthetic", str(small_mnist)))
    page.findChild(QComboBox, "preset_box").setCurrentIndex(1)
    page.findChild(QSpinBox, "epochs_box").setValue(77)
    page.findChild(QAbstractButton, "train_on_box").click()
    window.draw_page.bar.choose(Tool.ERASER)
    plan = page.setup.plan
    rebuild()
    page = window.train_page
    assert page.setup.data.sources == ("synthetic", str(small_mnist))
    assert page.setup.plan == plan
    assert plan.epochs == 77
    assert page.setup.form.changes == 1
    assert page.setup.starts_from_loaded
    assert window.draw_page.pad.tool is Tool.ERASER
    assert window.draw_page.bar.eraser.isChecked()


@pytest.mark.parametrize("choice", ["cell", "group", "all"])
def test_the_images_shown_stay(full_window, rebuild, choice):
    page = full_window.evaluate_page
    match choice:
        case "cell":
            page.matrix.view.choose(Cell(None, 4))
            click(page, "measure_1")
        case "group":
            click(page, "only_second_button")
        case _:
            click(page, "measure_0")

    def shown(page):
        gallery, bar = page.details.gallery, page.bar
        title = page.findChild(QLabel, "gallery_title").text()
        choice = page.matrix.view.choice, page.matrix.measure
        return gallery.numbers.tolist(), title, choice, bar.data.value, bar.reference.value

    before = shown(page)
    rebuild()
    assert before[0]
    assert shown(full_window.evaluate_page) == before


def test_chosen_drawings_and_the_selected_run_stay(full_window, rebuild):
    window = full_window
    click(window.my_digits_page, "count_3")
    gallery = window.my_digits_page.gallery
    gallery._choose([1, 2, 4], 2)
    chosen = gallery.chosen
    window.train_page.runs.table.selectRow(0)
    names = [run.folder for run in window.train_page.runs.compared.values()]
    assert len(names) == 1
    rebuild()
    assert len(chosen) == 3
    assert window.my_digits_page.gallery.chosen == chosen
    assert window.my_digits_page.gallery.counts.label == 3
    assert [run.folder for run in window.train_page.runs.compared.values()] == names
    assert window.train_page.runs.selected_folders == names


def test_curves_stay_zoomed(qtbot, full_window, rebuild):
    window = full_window
    window.tabs.setCurrentWidget(window.train_page)

    def plots():
        return [card.plot for card in window.train_page.board.plots]

    qtbot.waitUntil(lambda: all(plot.names for plot in plots()))
    QTest.keyClick(plots()[0], Qt.Key.Key_Plus)
    zoom = plots()[0].zoom
    rebuild()
    qtbot.waitUntil(lambda: all(plot.names for plot in plots()))
    loss, accuracy = plots()
    for shown, expected in zip(loss.zoom, zoom, strict=True):
        assert shown == pytest.approx(expected)
    assert accuracy.zoom is None
    click(window.train_page, "fit_loss_button")
    rebuild()
    qtbot.waitUntil(lambda: all(plot.names for plot in plots()))
    assert plots()[0].zoom is None
