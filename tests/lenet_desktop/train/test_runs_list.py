"""The list of earlier runs: listing, comparing, copying and deleting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QListWidget,
    QMessageBox,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
)

from core.training.presets import PRESETS
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.earlier_runs import EarlierRuns, compared_run
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.train.runs_list import EarlierRunsList
from tests.support.runs import checkpoint, store_no_runs, store_run

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

OLD, NEW = "2026-01-02 10.00.00", "2026-01-03 09.00.00"


@pytest.fixture
def library(tmp_path):
    library = tmp_path / "runs"
    store_run(library / OLD, checkpoint(3))
    store_run(library / NEW, checkpoint(1))
    store_no_runs(library)
    return library


@pytest.fixture
def settings(tmp_path, library):
    return Settings(tmp_path / "settings.ini", library)


@pytest.fixture
def make_panel(qtbot, settings, notices):
    panels = []

    def make():
        panel = EarlierRunsList(
            EarlierRuns(settings.runs_folder, notices), TrainingRun(), settings, notices
        )
        qtbot.addWidget(panel)
        panel.resize(360, 500)
        with qtbot.waitExposed(panel):
            panel.show()
        with qtbot.waitSignal(panel.earlier.changed):
            panel.earlier.refresh()
        panels.append(panel)
        return panel

    yield make
    for panel in panels:
        panel.earlier.close()


@pytest.fixture
def panel(make_panel):
    return make_panel()


@pytest.fixture
def answers(monkeypatch):
    """The answer to the question, and the recorded question."""
    said = {"answer": QMessageBox.StandardButton.Yes, "question": ""}

    def ask(_parent, _title, question, *_):
        said["question"] = question
        return said["answer"]

    monkeypatch.setattr(QMessageBox, "question", ask)
    return said


def list_of(panel):
    return panel.findChild(QListWidget, "runs_list")


def texts(panel):
    runs = list_of(panel)
    return [runs.item(row).text() for row in range(runs.count())]


def tool(panel, name):
    return panel.findChild(QToolButton, f"{name}_button")


def text_button(panel, name):
    return panel.findChild(QPushButton, f"{name}_button")


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def select(panel, row):
    runs = list_of(panel)
    place = runs.visualItemRect(runs.item(row)).center()
    QTest.mouseClick(runs.viewport(), Qt.MouseButton.LeftButton, pos=place)


def tick(panel, row):
    """Click into the box of a row."""
    runs = list_of(panel)
    option = QStyleOptionViewItem()
    runs.initViewItemOption(option)
    index = runs.indexFromItem(runs.item(row))
    runs.itemDelegate().initStyleOption(option, index)
    option.rect = QRect(runs.visualItemRect(runs.item(row)))
    element = QStyle.SubElement.SE_ItemViewItemCheckIndicator
    box = runs.style().subElementRect(element, option, runs)
    QTest.mouseClick(runs.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center()))


def compared(panel):
    return [run.folder.name for run in panel.compared]


def test_runs_are_listed_the_newest_first_without_what_is_damaged(panel):
    newest, oldest = texts(panel)
    assert newest.startswith("quick, 3 Jan, 09:00:00")
    assert "epoch 1 of 3" in newest
    assert oldest.startswith("quick, 2 Jan, 10:00:00")
    assert "3 epochs" in oldest
    assert "94.00 %" in oldest


def test_a_run_of_one_epoch_has_one_epoch(qtbot, panel, library):
    plan = replace(PRESETS["quick"], epochs=1)
    store_run(library / "2026-01-05 08.00.00", checkpoint(1, plan=plan))
    with qtbot.waitSignal(panel.earlier.changed):
        panel.earlier.refresh()
    assert "1 epoch · " in texts(panel)[0]


def test_the_newest_run_is_selected_and_only_unfinished_runs_can_resume(panel):
    assert list_of(panel).currentRow() == 0
    assert text_button(panel, "resume_earlier").isEnabled()
    select(panel, 1)
    assert not text_button(panel, "resume_earlier").isEnabled()
    assert text_button(panel, "use_earlier").isEnabled()


def test_an_empty_library_says_so_and_offers_nothing(qtbot, notices, tmp_path):
    settings = Settings(tmp_path / "s.ini", tmp_path / "nothing")
    panel = EarlierRunsList(
        EarlierRuns(settings.runs_folder, notices), TrainingRun(), settings, notices
    )
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.earlier.changed):
        panel.earlier.refresh()
    assert texts(panel) == []
    assert panel.compared == []
    assert "appear here" in panel.findChild(QLabel, "run_details").text()
    for name in ("fill_in", "export_run", "delete_run"):
        assert not tool(panel, name).isEnabled()
    for name in ("resume_earlier", "use_earlier"):
        assert not text_button(panel, name).isEnabled()


def test_a_tick_shows_a_run_and_another_hides_it(qtbot, panel):
    assert compared(panel) == []
    with qtbot.waitSignal(panel.compared_changed):
        tick(panel, 1)
    assert compared(panel) == [OLD]
    tick(panel, 0)
    assert compared(panel) == [NEW, OLD]
    with qtbot.waitSignal(panel.compared_changed):
        tick(panel, 1)
    assert compared(panel) == [NEW]


def test_the_space_bar_ticks_the_selected_run(panel):
    QTest.keyClick(list_of(panel), Qt.Key.Key_Space)
    assert compared(panel) == [NEW]


def test_ticks_are_remembered_for_the_next_panel(panel, make_panel):
    tick(panel, 1)
    assert compared(make_panel()) == [OLD]


def test_a_new_run_comes_into_the_list_and_the_selected_one_stays(qtbot, panel, library):
    select(panel, 1)
    tick(panel, 1)
    store_run(library / "2026-01-05 08.00.00", checkpoint(2))
    with qtbot.waitSignal(panel.earlier.changed):
        panel.earlier.refresh()
    assert len(texts(panel)) == 3
    assert list_of(panel).currentRow() == 2
    assert compared(panel) == [OLD]


def test_a_run_is_deleted_after_a_question_and_the_others_stay(qtbot, panel, library, answers):
    tick(panel, 0)
    select(panel, 0)
    with qtbot.waitSignal(panel.compared_changed):
        click(tool(panel, "delete_run"))
    assert "quick, 3 Jan, 09:00:00" in answers["question"]
    assert not (library / NEW).exists()
    assert (library / OLD).exists()
    assert len(texts(panel)) == 1
    assert "2 Jan" in texts(panel)[0]
    assert compared(panel) == []


def test_a_run_is_kept_when_the_question_is_answered_no(panel, library, answers):
    answers["answer"] = QMessageBox.StandardButton.No
    click(tool(panel, "delete_run"))
    assert answers["question"]
    assert (library / NEW / "last.safetensors").exists()
    assert len(texts(panel)) == 2


def test_deleting_a_missing_run_is_reported(qtbot, panel, library, answers):
    select(panel, 0)
    (library / NEW / "last.safetensors").unlink()
    (library / NEW).rmdir()
    with qtbot.waitSignal(panel._notices.posted) as posted:
        click(tool(panel, "delete_run"))
    assert posted.args[0].is_error
    assert (library / OLD).exists()


def test_after_the_last_run_is_deleted_nothing_can_be_done(panel, library, answers):
    for _ in range(2):
        click(tool(panel, "delete_run"))
    assert texts(panel) == []
    assert not (library / OLD).exists()
    assert not tool(panel, "delete_run").isEnabled()


def test_a_run_is_copied_whole_to_a_chosen_folder(qtbot, panel, library, tmp_path, monkeypatch):
    target = tmp_path / "target"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))
    with qtbot.waitSignal(panel._notices.posted) as posted:
        click(tool(panel, "export_run"))
    assert not posted.args[0].is_error
    copy = target / f"LeNet run {NEW}" / "last.safetensors"
    assert copy.read_bytes() == (library / NEW / "last.safetensors").read_bytes()
    with qtbot.waitSignal(panel._notices.posted) as posted:
        click(tool(panel, "export_run"))
    assert posted.args[0].is_error


@pytest.mark.parametrize(
    ("signal", "kind", "name"),
    [
        ("resume_requested", QPushButton, "resume_earlier_button"),
        ("use_requested", QPushButton, "use_earlier_button"),
        ("settings_requested", QToolButton, "fill_in_button"),
    ],
)
def test_a_button_hands_on_the_selected_run(qtbot, panel, signal, kind, name):
    with qtbot.waitSignal(getattr(panel, signal)) as wanted:
        click(panel.findChild(kind, name))
    assert wanted.args[0].folder.name == NEW


def test_the_details_describe_changes_from_the_preset(qtbot, panel, library):
    details = panel.findChild(QLabel, "run_details")
    assert details.text() == "Preset quick."
    store_run(
        library / "2026-01-05 08.00.00",
        checkpoint(2, plan=replace(PRESETS["quick"], batch_size=64)),
    )
    with qtbot.waitSignal(panel.earlier.changed):
        panel.earlier.refresh()
    select(panel, 0)
    assert details.text() == "Preset quick; Batch size: 64 images."


def test_the_compared_curves_have_the_name_and_the_accuracies_of_the_run(panel):
    oldest = compared_run(panel.earlier.runs[1])
    assert oldest.name == "quick, 2 Jan, 10:00:00"
    np.testing.assert_allclose(oldest.val_accuracy, [[1, 2, 3], [94, 93, 92]])
    assert oldest.losses.shape == (2, 30)


def test_a_second_refresh_while_listing_finds_what_came_meanwhile(qtbot, notices, library):
    earlier = EarlierRuns(library, notices)
    earlier.refresh()
    store_run(library / "2026-01-05 08.00.00", checkpoint(2))
    with qtbot.waitSignal(earlier.changed):
        earlier.refresh()
    assert len(earlier.runs) == 3
