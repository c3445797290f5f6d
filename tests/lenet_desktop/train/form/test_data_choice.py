"""The choice of the data to train on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QMenu, QToolButton

from lenet_desktop.state.settings import Settings
from lenet_desktop.train.form.data_choice import DataChoice
from tests.support.window.clicks import click


@pytest.fixture
def choice(qtbot, my_digits, notices, tmp_path, monkeypatch):
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path / "data"))
    choice = DataChoice(my_digits, Settings(tmp_path / "settings.ini"), notices)
    qtbot.addWidget(choice)
    with qtbot.waitExposed(choice):
        choice.show()
    return choice


def dataset_box(choice):
    return choice.findChild(QComboBox, "dataset_box")


def test_mnist_is_chosen_at_first_and_another_source_by_keys(qtbot, choice):
    assert choice.sources == ("mnist",)
    with qtbot.waitSignal(choice.changed):
        QTest.keyClick(dataset_box(choice), Qt.Key.Key_Down)
    assert choice.sources == ("synthetic",)


def open_menu(qtbot, choice):
    click(choice.findChild(QToolButton, "add_dataset_button"))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return QApplication.activePopupWidget()


def pick(menu, text):
    action = next(action for action in menu.actions() if text in action.text())
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_a_second_source_is_added_from_the_menu_and_taken_away_again(qtbot, choice):
    menu = open_menu(qtbot, choice)
    texts = [action.text() for action in menu.actions()]
    assert "MNIST" not in texts
    with qtbot.waitSignal(choice.changed):
        pick(menu, "Synthetic digits")
    assert choice.sources == ("mnist", "synthetic")
    with qtbot.waitSignal(choice.changed):
        click(choice.findChild(QToolButton, "remove_dataset_button"))
    assert choice.sources == ("mnist",)


def test_a_folder_is_added_to_the_chosen_source(qtbot, choice, small_mnist, monkeypatch):
    folder = str(small_mnist)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folder)
    pick(open_menu(qtbot, choice), "Folder")
    qtbot.waitUntil(lambda: choice.sources == ("mnist", folder))


def test_a_folder_without_training_images_is_refused(
    qtbot, choice, posted, small_mnist, monkeypatch
):
    (small_mnist / "train-labels-idx1-ubyte").unlink()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(small_mnist))
    pick(open_menu(qtbot, choice), "Folder")
    qtbot.waitUntil(lambda: bool(posted))
    assert "does not contain train-labels-idx1-ubyte (plain or .gz)" in posted[0]
    assert choice.sources == ("mnist",)


def test_a_cancelled_dialog_adds_nothing(qtbot, choice, monkeypatch):
    asked = []

    def cancel(*_):
        asked.append(True)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", cancel)
    pick(open_menu(qtbot, choice), "Ink")
    qtbot.waitUntil(lambda: bool(asked))
    assert choice.sources == ("mnist",)


def test_no_source_is_trained_on_twice(choice):
    choice.add("synthetic")
    choice.add("synthetic")
    choice.add("mnist")
    assert choice.sources == ("mnist", "synthetic")
    assert len(choice.findChildren(QToolButton, "remove_dataset_button")) == 1
    QTest.keyClick(dataset_box(choice), Qt.Key.Key_Down)
    assert choice.sources == ("synthetic",)
    choice.show_sources(("synthetic", "mnist"))
    assert choice.sources == ("synthetic", "mnist")


def test_sources_of_another_time_replace_those_chosen(choice, tmp_path):
    ink = str(tmp_path / "mine.jsonl")
    choice.add("synthetic")
    choice.show_sources((ink, "mnist"))
    assert choice.sources == (ink, "mnist")
    assert dataset_box(choice).currentText() == "mine.jsonl"


def test_ink_files_of_the_data_folder_are_offered(qtbot, my_digits, notices, tmp_path, monkeypatch):
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path))
    (tmp_path / "ink").mkdir()
    for name in ("b.jsonl", "a.jsonl.gz", "notes.txt"):
        (tmp_path / "ink" / name).touch()
    choice = DataChoice(my_digits, Settings(tmp_path / "settings.ini"), notices)
    qtbot.addWidget(choice)
    box = dataset_box(choice)
    texts = [box.itemText(row) for row in range(box.count())]
    assert texts[:2] == ["MNIST", "Synthetic digits"]
    generated = ["Regional shapes of digits", "Letters, shapes, scribbles"]
    assert texts[2:] == [*generated, "a.jsonl.gz", "b.jsonl"]
    box.setCurrentIndex(4)
    assert choice.sources == (str(tmp_path / "ink" / "a.jsonl.gz"),)
