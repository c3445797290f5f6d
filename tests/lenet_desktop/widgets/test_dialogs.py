"""Dialogs for files remember their folder and complete the name by the chosen filter."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QToolButton, QWidget

from lenet_desktop.state.settings import Settings
from lenet_desktop.widgets import dialogs
from lenet_desktop.widgets.dialogs import (
    SourceMenu,
    ask_for_folder,
    ask_to_open,
    ask_to_save,
    with_suffix_of,
)

INK = "Ink (*.jsonl);;Compressed ink (*.jsonl.gz);;Picture (*.png)"


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


@pytest.fixture
def answer(monkeypatch):
    """Answers the dialogs and notes the folders they begin in."""
    began = []

    def give(name, kind=""):
        def ask(*arguments):
            began.append(arguments[2])
            return str(name), kind

        monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *all_: ask(*all_)[0])
        return began

    return give


@pytest.mark.parametrize(
    ("typed", "kind", "complete"),
    [
        ("out", "Compressed ink (*.jsonl.gz)", "out.jsonl.gz"),
        ("out", "", "out.jsonl"),
        ("lenet v1.5", "Picture (*.png)", "lenet v1.5.png"),
        ("out.JSONL", "Picture (*.png)", "out.JSONL"),
        ("out.Jsonl.Gz", "Ink (*.jsonl)", "out.Jsonl.Gz"),
        ("out.png", "Ink (*.jsonl)", "out.png"),
        ("out.txt", "Ink (*.jsonl)", "out.txt"),
        ("No. 5", "Ink (*.jsonl)", "No. 5.jsonl"),
    ],
)
def test_a_name_gets_the_suffix_of_the_filter_unless_it_has_one(typed, kind, complete):
    assert with_suffix_of(Path("folder") / typed, kind, INK) == Path("folder") / complete


def test_several_patterns_of_one_filter_count_all():
    filters = "Weights (*.safetensors *.npz)"
    assert with_suffix_of(Path("a.npz"), filters, filters) == Path("a.npz")
    assert with_suffix_of(Path("a"), filters, filters) == Path("a.safetensors")


def test_every_dialog_begins_where_the_last_one_ended(parent, settings, answer, tmp_path):
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder in folders:
        folder.mkdir()
    began = answer(folders[0] / "a.jsonl")
    assert ask_to_open(parent, settings, "Open", INK) == folders[0] / "a.jsonl"
    answer(folders[1] / "b.jsonl")
    assert ask_to_save(parent, settings, "Save", "b.jsonl", INK) == folders[1] / "b.jsonl"
    answer(folders[2])
    assert ask_for_folder(parent, settings, "Folder") == folders[2]
    expected = [Path.home(), folders[0] / "b.jsonl", folders[1]]
    assert began == [str(path) for path in expected]
    assert Settings(tmp_path / "settings.ini").last_folder == folders[2]


def test_cancelling_gives_nothing_and_remembers_nothing(parent, settings, answer):
    answer("")
    assert ask_to_open(parent, settings, "Open", INK) is None
    assert ask_to_save(parent, settings, "Save", "a", INK) is None
    assert ask_for_folder(parent, settings, "Folder") is None
    assert settings.last_folder == Path.home()


@pytest.mark.parametrize("replaces", [True, False])
def test_a_completed_name_never_replaces_a_file_unasked(
    parent, settings, answer, tmp_path, monkeypatch, replaces
):
    (tmp_path / "out.png").write_text("kept")
    answer(tmp_path / "out", "Picture (*.png)")
    button = QMessageBox.StandardButton
    asked = []

    def answer_question(box):
        asked.append((box.text(), box.button(button.Yes).text(), box.button(button.No).text()))
        return button.Yes if replaces else button.No

    monkeypatch.setattr(QMessageBox, "exec", answer_question)
    expected = tmp_path / "out.png" if replaces else None
    assert ask_to_save(parent, settings, "Save", "out", INK) == expected
    assert asked == [("out.png already exists. Replace it?", "&Replace", "&Cancel")]


@pytest.mark.parametrize("entry", [0, 1])
def test_the_menu_opens_a_file_or_a_folder(
    qtbot, parent, settings, notices, answer, small_mnist, entry
):
    chosen_path = [small_mnist / "a.jsonl", small_mnist][entry]
    (small_mnist / "a.jsonl").touch()
    answer(chosen_path)
    button = QToolButton(parent)
    menu = SourceMenu(settings, notices, parent, for_training=True)
    menu.pop_up_below(button)
    with qtbot.waitSignal(menu.source_chosen) as chosen:
        menu.actions()[entry].trigger()
    assert chosen.args == [chosen_path]
    menu.close()


def test_a_folder_that_lacks_files_is_refused_where_it_is_chosen(
    qtbot, parent, settings, notices, posted, answer, small_mnist
):
    (small_mnist / "train-images-idx3-ubyte").unlink()
    answer(small_mnist)
    for for_training in (True, False):
        menu = SourceMenu(settings, notices, parent, for_training=for_training)
        menu.pop_up_below(QToolButton(parent))
        with qtbot.waitSignal(menu.source_chosen, timeout=0, raising=False) as chosen:
            menu.actions()[1].trigger()
        assert chosen.signal_triggered is not for_training
        menu.close()
    assert len(posted) == 1
    assert "does not contain train-images-idx3-ubyte" in posted[0]


def test_a_cancelled_menu_emits_nothing(qtbot, parent, settings, notices, answer):
    answer("")
    menu = SourceMenu(settings, notices, parent, for_training=True)
    menu.pop_up_below(QToolButton(parent))
    with qtbot.assertNotEmitted(menu.source_chosen):
        menu.actions()[0].trigger()
    menu.close()


def test_a_dialog_of_qt_fits_a_small_screen(qtbot, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(dialogs, "available_size", lambda _: QSize(600, 320))
    sizes = []

    def close():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            sizes.append(dialog.size())
            dialog.reject()

    parent = QWidget()
    qtbot.addWidget(parent)
    settings.last_folder = tmp_path
    QTimer.singleShot(200, close)
    assert ask_to_open(parent, settings, "Open", "Ink (*.jsonl)") is None
    assert sizes
    assert all(size.boundedTo(QSize(600, 320)) == size for size in sizes)
