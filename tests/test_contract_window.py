"""The window's contract: object names and classes, and the file of My Digits."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QObject, QPoint, QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QMainWindow,
    QProgressBar,
    QSlider,
    QTabWidget,
    QWidget,
)

from lenet_desktop.app import build_window
from tests.support.window.clicks import button, click

PAGES = {"draw_page", "inside_page", "train_page", "evaluate_page", "my_digits_page"}
CLASSES: dict[str, type[QObject]] = {
    "tabs": QTabWidget,
    **dict.fromkeys(PAGES, QWidget),
    # The draw page
    "pad": QWidget,
    "prediction": QLabel,
    "probabilities": QWidget,
    "network_input": QWidget,
    "digit_marks": QWidget,
    "clear_button": QAbstractButton,
    "undo_button": QAbstractButton,
    "redo_button": QAbstractButton,
    # The page Inside
    "network_strip": QWidget,
    **dict.fromkeys(
        [f"stage_{name}" for name in ("c1", "s2", "c3", "s4", "f5", "f6", "output")], QWidget
    ),
    "value_details": QWidget,
    "preparations": QWidget,
    "overlay_box": QComboBox,
    "epoch_slider": QSlider,
    "target_box": QComboBox,
    "gradient_check_button": QAbstractButton,
    "reset_button": QAbstractButton,
    # The train page
    "train_button": QAbstractButton,
    "pause_button": QAbstractButton,
    "stop_button": QAbstractButton,
    "train_progress": QProgressBar,
    "step_button": QAbstractButton,
    "loss_plot": QWidget,
    "accuracy_plot": QWidget,
    "preset_box": QComboBox,
    "dataset_box": QComboBox,
    "device_label": QLabel,
    # The evaluate page
    "evaluate_button": QAbstractButton,
    "confusion_view": QWidget,
    "per_digit_table": QAbstractItemView,
    # The page of My Digits
    "my_digits_tiles": QAbstractItemView,
    "learn_button": QAbstractButton,
    "learn_progress": QProgressBar,
    "keep_learned_button": QAbstractButton,
    "discard_learned_button": QAbstractButton,
    # The lessons
    "lessons_panel": QWidget,
    # The menus
    "action_lessons": QAction,
    "action_presentation": QAction,
    "action_open_weights": QAction,
    "action_save_weights": QAction,
}
DRAW_PAGE_CLASSES: dict[str, type[QWidget]] = {
    "digit_row": QWidget,
    **dict.fromkeys([f"digit_{digit}" for digit in range(10)], QAbstractButton),
}
"""Names that another page may use too, for the same parts."""


@pytest.fixture(autouse=True)
def _own_settings(tmp_path):
    ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    QSettings.setPath(ini, user, str(tmp_path / "settings"))


@pytest.fixture
def window(qtbot):
    window = build_window()
    qtbot.addWidget(window)
    return window


def draw(window, qtbot):
    """Show the window and draw a line on the pad, from the middle straight down."""
    with qtbot.waitExposed(window):
        window.show()
    pad = window.findChild(QWidget, "pad")
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center())
    for step in range(1, 9):
        QTest.mouseMove(pad, pad.rect().center() + QPoint(0, 10 * step))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=pad.rect().center() + QPoint(0, 80))


def press(window, digit):
    QTest.keyClick(window.findChild(QWidget, "pad"), str(digit))


def drawings_in(file):
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_the_window_is_built_and_not_yet_shown(window):
    assert isinstance(window, QMainWindow)
    assert window.objectName() == "main_window"
    assert not window.isVisible()


@pytest.mark.parametrize("page", [None, "draw_page"])
def test_every_promised_name_is_there_with_its_class(window, page):
    parent, classes = window, CLASSES
    if page:
        parent, classes = window.findChild(QWidget, page), DRAW_PAGE_CLASSES
    found = {name: parent.findChildren(QObject, name) for name in classes}
    assert {name: len(objects) for name, objects in found.items()} == dict.fromkeys(classes, 1)
    wrong = [name for name, (each,) in found.items() if not isinstance(each, classes[name])]
    assert wrong == []


def test_every_page_is_a_tab(window):
    tabs = window.findChild(QTabWidget, "tabs")
    assert {tabs.widget(index).objectName() for index in range(tabs.count())} >= PAGES


def test_a_drawing_is_read_into_the_prediction(window, qtbot):
    draw(window, qtbot)
    prediction = window.findChild(QLabel, "prediction")
    qtbot.waitUntil(lambda: prediction.text() == "1")


def test_a_key_and_a_click_label_a_drawing_in_the_ink_file(window, qtbot, user_data):
    draw(window, qtbot)
    press(window, 7)
    click(button(window, "clear_button"))
    draw(window, qtbot)
    click(button(window.findChild(QWidget, "draw_page"), "digit_4"))
    window.close()
    # The same ink is in the file once, with the label it was given last.
    (drawing,) = drawings_in(user_data / "my-digits.jsonl")
    assert str(drawing["label"]) == "4"
    (stroke,) = drawing["strokes"]
    assert all(len(point) == 2 for point in stroke)
    assert stroke[0][1] < stroke[-1][1]


def test_an_ink_file_keeps_its_drawings_and_their_further_keys(qtbot, user_data):
    file = user_data / "my-digits.jsonl"
    kept = {"strokes": [[[0.5, 1.25], [3.0, 40.0]], [[9.0, 9.0]]], "label": "3", "writer": "A-12"}
    user_data.mkdir(parents=True)
    file.write_text(json.dumps(kept) + "\n", "utf-8")
    window = build_window()
    qtbot.addWidget(window)
    draw(window, qtbot)
    press(window, 1)
    window.close()
    drawings = drawings_in(file)
    assert len(drawings) == 2
    assert kept in [{**drawing, "label": str(drawing["label"])} for drawing in drawings]
