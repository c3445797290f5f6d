"""The list of earlier runs: damaged runs, deleting and copying."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox

from core.file_lock import reserved
from tests.support.runs import DAMAGED
from tests.support.runs_list import (
    NEW,
    OLD,
    click,
    compared,
    list_of,
    select,
    text_button,
    texts,
    tick,
    tool,
)

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_damaged_run_gives_its_reason_and_can_only_be_deleted(panel, library, answers):
    select(panel, 2)
    details = panel.findChild(QLabel, "run_details")
    assert details.text().startswith("last.safetensors is not a weight file, or is damaged")
    for name in ("fill_in", "export_run"):
        assert not tool(panel, name).isEnabled()
    for name in ("resume_earlier", "use_earlier"):
        assert not text_button(panel, name).isEnabled()
    QTest.keyClick(list_of(panel), Qt.Key.Key_Space)
    assert compared(panel) == []
    click(tool(panel, "delete_run"))
    assert "1 Jan, 08:00:00" in answers["question"]
    assert not (library / DAMAGED).exists()
    assert len(texts(panel)) == 2


def test_a_run_that_is_trained_elsewhere_is_not_deleted(qtbot, panel, library, answers):
    with reserved(library / NEW), qtbot.waitSignal(panel._notices.posted) as posted:
        click(tool(panel, "delete_run"))
    assert "in use by another training run" in posted.args[0].text
    assert (library / NEW / "last.safetensors").exists()


def test_a_run_is_deleted_after_a_question_and_the_others_stay(qtbot, panel, library, answers):
    tick(panel, 0)
    select(panel, 0)
    with qtbot.waitSignal(panel.compared_changed):
        click(tool(panel, "delete_run"))
    assert "quick, 3 Jan, 09:00:00" in answers["question"]
    assert not (library / NEW).exists()
    assert (library / OLD).exists()
    assert len(texts(panel)) == 2
    assert "2 Jan" in texts(panel)[0]
    assert compared(panel) == []


def test_a_run_is_kept_when_the_question_is_answered_no(panel, library, answers):
    answers["answer"] = QMessageBox.StandardButton.No
    click(tool(panel, "delete_run"))
    assert answers["question"]
    assert (library / NEW / "last.safetensors").exists()
    assert len(texts(panel)) == 3


def test_deleting_a_missing_run_is_reported(qtbot, panel, library, answers):
    select(panel, 0)
    (library / NEW / "last.safetensors").unlink()
    (library / NEW).rmdir()
    with qtbot.waitSignal(panel._notices.posted) as posted:
        click(tool(panel, "delete_run"))
    assert posted.args[0].is_error
    assert (library / OLD).exists()


def test_after_the_last_run_is_deleted_nothing_can_be_done(panel, library, answers):
    for _ in range(3):
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
