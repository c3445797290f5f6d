"""The table of earlier runs: unreadable folders, deleting, bringing back and copying."""

from __future__ import annotations

import json
import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from core.file_lock import reserved
from core.network.weight_files import read_arrays, write_arrays
from core.runs.library import DamagedRun, RunSummary
from tests.support.inputs.runs import DAMAGED, checkpoint, contents, store_run
from tests.support.window.clicks import click
from tests.support.window.runs_list import (
    CONTROL,
    NEW,
    OLD,
    compared,
    select,
    table_of,
    text_button,
    texts,
    tool,
)
from tests.support.window.training import WAIT_MS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def change_number(state, rng):
    """Replace a number of a run by one that hardly any field can hold."""
    fields = [state, state["plan"], *state["history"]]
    places = [(each, key) for each in fields for key in each if type(each[key]) in (int, float)]
    each, key = rng.choice(places)
    each[key] = rng.choice([2**31, 2**63 - 1, 2**63, 10**30, 1e300, -1, 1e-300])


def test_a_run_with_any_numbers_is_not_readable_or_is_shown_and_filled_in(qtbot, page, runs_folder):
    good, rng = runs_folder / "good", random.Random(0)
    store_run(good, checkpoint(1))
    arrays, metadata = read_arrays(good / "last.safetensors")
    for number in range(30):
        state = json.loads(metadata["training"])
        change_number(state, rng)
        changed = {**metadata, "training": json.dumps(state), "seed": str(rng.choice([1, 10**30]))}
        (runs_folder / f"{number}").mkdir()
        write_arrays(runs_folder / f"{number}" / "last.safetensors", arrays, changed)
    with qtbot.waitSignal(page.runs.earlier.changed, timeout=WAIT_MS):
        page.runs.earlier.refresh()
    assert {type(run) for run in page.runs.earlier.runs} == {RunSummary, DamagedRun}
    for run in page.runs.earlier.runs:
        page.runs.select([run.folder])
        if isinstance(run, RunSummary):
            page.prepare(run.plan)
            assert page.setup.plan


@pytest.fixture
def foreign(library):
    """A folder that is not a run, with a file that must not be lost."""
    (library / "thesis").mkdir()
    (library / "thesis" / "chapter.txt").write_text("years of work")
    return library / "thesis"


def test_a_damaged_run_gives_its_reason_and_is_never_deleted(panel, library):
    select(panel, 2)
    details = panel.findChild(QLabel, "run_details")
    assert details.text().startswith("last.safetensors is not a weight file, or is damaged")
    for name in ("fill_in", "export_run", "delete_run"):
        assert not tool(panel, name).isEnabled()
    for name in ("resume_earlier", "use_earlier"):
        assert not text_button(panel, name).isEnabled()
    QTest.keyClick(table_of(panel), Qt.Key.Key_Delete)
    QTest.keyClick(table_of(panel), Qt.Key.Key_A, CONTROL)
    QTest.keyClick(table_of(panel), Qt.Key.Key_Delete)
    assert (library / DAMAGED).exists()
    assert (library / NEW).exists()


def test_a_foreign_folder_is_listed_as_such_and_never_deleted(qtbot, panel, foreign):
    with qtbot.waitSignal(panel.earlier.changed):
        panel.earlier.refresh()
    assert texts(panel)[2] == "thesis | Not readable"
    select(panel, 2)
    assert panel.findChild(QLabel, "run_details").text() == "thesis does not hold a run."
    assert not tool(panel, "delete_run").isEnabled()
    panel._folders.delete(panel.table.selected)
    assert (foreign / "chapter.txt").read_text() == "years of work"


def test_a_run_that_is_trained_elsewhere_is_not_deleted(panel, library, posted):
    select(panel, 0)
    with reserved(library / NEW):
        click(tool(panel, "delete_run"))
    assert "in use by another training run" in posted[-1]
    assert (library / NEW / "last.safetensors").exists()


def test_the_run_of_the_network_in_use_is_not_deleted(panel, library, network, posted):
    network.open(library / OLD / "weights.safetensors")
    select(panel, 1)
    click(tool(panel, "delete_run"))
    assert posted[-1].startswith("The network in use belongs to this run.")
    assert (library / OLD / "weights.safetensors").exists()


def test_runs_are_deleted_together_and_brought_back_whole(qtbot, panel, library, messages):
    before = contents(library / NEW), contents(library / OLD)
    select(panel, 0)
    select(panel, 1, CONTROL)
    click(tool(panel, "delete_run"))
    assert [text.split(" | ")[0] for text in texts(panel)] == ["1 Jan, 08:00:00"]
    assert not (library / NEW).exists()
    assert compared(panel) == []
    assert messages[-1].text == "2 runs deleted."
    with qtbot.waitSignal(panel.earlier.changed, check_params_cb=lambda: True):
        messages[-1].undo()
    qtbot.waitUntil(lambda: len(texts(panel)) == 3)
    assert messages[-1].text == "2 runs restored."
    assert (contents(library / NEW), contents(library / OLD)) == before


def test_the_delete_key_deletes_and_the_menu_brings_back(qtbot, panel, library):
    assert not panel.undo_action.isEnabled()
    for row in (0, 0):
        select(panel, row)
        QTest.keyClick(table_of(panel), Qt.Key.Key_Delete)
    assert [path.name for path in library.glob("2026*")] == [DAMAGED]
    panel.undo_action.trigger()
    assert not (library / NEW).exists()
    panel.undo_action.trigger()
    assert (library / NEW / "last.safetensors").exists()
    assert not panel.undo_action.isEnabled()


def test_deleting_a_missing_run_is_reported(panel, library, messages):
    select(panel, 0)
    (library / NEW / "last.safetensors").unlink()
    (library / NEW).rmdir()
    click(tool(panel, "delete_run"))
    assert messages[-1].is_error
    assert (library / OLD).exists()


def test_several_runs_are_copied_whole_to_a_chosen_folder(
    qtbot, panel, library, tmp_path, monkeypatch, messages
):
    target = tmp_path / "target"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(target))
    select(panel, 0)
    select(panel, 1, CONTROL)
    click(tool(panel, "export_run"))
    qtbot.waitUntil(lambda: [message.text for message in messages] == ["2 runs copied."])
    for name in (NEW, OLD):
        assert contents(target / f"LeNet run {name}") == contents(library / name)
    select(panel, 0)
    click(tool(panel, "export_run"))
    qtbot.waitUntil(lambda: messages[-1].is_error)


def test_an_interrupted_run_is_offered_once_and_handed_on(qtbot, panel, library, messages):
    (library / NEW / ".in-use.lock").touch()
    folders = panel._folders
    with qtbot.waitSignal(folders._notices.posted):
        folders.tidy()
    (message,) = messages
    assert message.text == "The run quick, 3 Jan, 09:00:00 was interrupted after epoch 1 of 2."
    assert message.offer == "Resume"
    with qtbot.waitSignal(folders.resume_requested) as wanted:
        message.accept()
    assert wanted.args[0].folder == library / NEW
    folders.tidy()
    folders._tidying.finish()
    assert len(messages) == 1
