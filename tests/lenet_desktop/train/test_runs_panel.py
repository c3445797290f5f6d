"""The table of earlier runs: listing, sorting, selecting, naming and handing on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton

from core.runs.notes import LONGEST_NOTES, RunNotes, load_notes, save_notes
from core.training.presets import PRESETS
from lenet_desktop.state.training.earlier_runs import EarlierRuns, compared_runs
from lenet_desktop.theme.curve_colours import N_COMPARED
from tests.support.inputs.runs import checkpoint, store_run
from tests.support.window.clicks import click
from tests.support.window.runs_list import (
    CONTROL,
    NEW,
    OLD,
    compared,
    headers,
    select,
    table_of,
    text_button,
    texts,
    tool,
)

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SMALL_BATCHES = replace(PRESETS["quick"], batch_size=50)


def refresh(qtbot, panel):
    with qtbot.waitSignal(panel.earlier.changed):
        panel.earlier.refresh()


def test_runs_are_listed_the_newest_first_then_the_damaged_ones(panel):
    newest, oldest, damaged = texts(panel)
    assert newest.startswith("quick, 3 Jan, 09:00:00 | 94.00 % | 1 of 2 | 1 s | MNIST | 3 Jan")
    assert oldest.startswith("quick, 2 Jan, 10:00:00 | 94.00 % | 93.00 % | 2 | 2 s | MNIST")
    assert damaged == "1 Jan, 08:00:00 | Not readable"


def test_nothing_is_selected_at_first_and_nothing_offered(panel):
    assert compared(panel) == []
    assert "Select runs to see their curves" in panel.findChild(QLabel, "run_details").text()
    for name in ("fill_in", "export_run", "delete_run"):
        assert not tool(panel, name).isEnabled()
    for name in ("resume_earlier", "use_earlier"):
        assert not text_button(panel, name).isEnabled()


def test_only_unfinished_runs_can_resume(panel):
    select(panel, 0)
    assert text_button(panel, "resume_earlier").isEnabled()
    select(panel, 1)
    assert not text_button(panel, "resume_earlier").isEnabled()
    assert text_button(panel, "use_earlier").isEnabled()


def test_an_empty_library_says_so(make_panel, tmp_path):
    panel = make_panel(tmp_path / "nothing")
    assert texts(panel) == []
    assert "appear here" in panel.findChild(QLabel, "run_details").text()


def test_selecting_shows_curves_and_each_run_keeps_its_colour(qtbot, panel):
    with qtbot.waitSignal(panel.compared_changed):
        select(panel, 1)
    assert compared(panel) == [OLD]
    select(panel, 0, CONTROL)
    assert compared(panel) == [OLD, NEW]
    select(panel, 1, CONTROL)
    assert {number: run.folder.name for number, run in panel.compared.items()} == {1: NEW}
    select(panel, 2, CONTROL)
    assert compared(panel) == [NEW]


def test_the_keyboard_selects_too(panel):
    table = table_of(panel)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_A, CONTROL)
    assert compared(panel) == [NEW, OLD]
    assert panel.findChild(QLabel, "run_details").text() == "3 runs selected."


def test_the_selection_is_remembered_for_the_next_panel(panel, make_panel):
    select(panel, 1)
    assert compared(make_panel()) == [OLD]


def test_a_new_run_comes_into_the_table_and_the_selection_stays(qtbot, panel, library):
    select(panel, 1)
    store_run(library / "2026-01-05 08.00.00", checkpoint(2))
    refresh(qtbot, panel)
    assert len(texts(panel)) == 4
    assert compared(panel) == [OLD]
    assert [run.folder.name for run in panel.table.selected] == [OLD]


def test_no_more_curves_are_shown_than_can_be_told_apart(qtbot, panel, library):
    for number in range(N_COMPARED):
        store_run(library / f"2026-02-01 08.00.{number:02}", checkpoint(1))
    refresh(qtbot, panel)
    QTest.keyClick(table_of(panel), Qt.Key.Key_A, CONTROL)
    assert len(panel.compared) == N_COMPARED
    details = panel.findChild(QLabel, "run_details").text()
    assert details == "9 runs selected; the curves of 6 are shown."


def test_a_click_on_a_header_sorts_and_the_third_restores_the_order(panel):
    head = table_of(panel).horizontalHeader()

    def click_on_epochs():
        place = QPoint(head.sectionViewportPosition(headers(panel).index("Epochs")) + 10, 10)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        return [name for run in panel.table.shown if (name := run.folder.name) in (OLD, NEW)]

    assert click_on_epochs() == [NEW, OLD]
    assert click_on_epochs() == [OLD, NEW]  # two epochs before one
    assert click_on_epochs() == [NEW, OLD]
    assert head.sortIndicatorSection() == -1


def test_settings_that_differ_have_columns_and_are_marked(qtbot, panel, library):
    assert "Batch size" not in headers(panel)
    store_run(library / "2026-01-05 08.00.00", checkpoint(2, plan=SMALL_BATCHES))
    refresh(qtbot, panel)
    column = headers(panel).index("Batch size")
    model = table_of(panel).model()

    def is_marked(row):
        font = model.index(row, column).data(Qt.ItemDataRole.FontRole)
        return font is not None and font.weight() > QFont.Weight.Normal

    assert model.index(0, column).data() == "50 images"
    assert [is_marked(row) for row in range(3)] == [True, False, False]
    select(panel, 0)
    select(panel, 1, CONTROL)
    assert [is_marked(row) for row in range(3)] == [True, True, False]
    tip = model.index(1, column).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "The selected runs differ in this setting"
    select(panel, 1)
    select(panel, 2, CONTROL)
    assert [is_marked(row) for row in range(3)] == [False, False, False]


@pytest.mark.parametrize(
    ("title", "differing"),
    [
        ("Epochs", checkpoint(2, plan=replace(SMALL_BATCHES, epochs=9))),
        ("Preset", checkpoint(2, plan=PRESETS["report"])),
        ("Data", replace(checkpoint(2), dataset="another")),
    ],
)
def test_fixed_columns_are_marked_if_they_differ(qtbot, panel, library, title, differing):
    store_run(library / "2026-01-05 08.00.00", differing)
    refresh(qtbot, panel)
    model, column = table_of(panel).model(), headers(panel).index(title)
    select(panel, 0)
    select(panel, 1, CONTROL)
    assert None not in [model.index(row, column).data(Qt.ItemDataRole.FontRole) for row in (0, 1)]
    select(panel, 1)
    assert model.index(1, column).data(Qt.ItemDataRole.FontRole) is None


@pytest.mark.parametrize(
    ("signal", "kind", "name"),
    [
        ("resume_requested", QPushButton, "resume_earlier_button"),
        ("use_requested", QPushButton, "use_earlier_button"),
        ("settings_requested", QToolButton, "fill_in_button"),
    ],
)
def test_a_button_hands_on_the_selected_run(qtbot, panel, signal, kind, name):
    select(panel, 0)
    with qtbot.waitSignal(getattr(panel, signal)) as wanted:
        click(panel.findChild(kind, name))
    assert wanted.args[0].folder.name == NEW


def test_the_details_describe_changes_from_the_preset(qtbot, panel, library):
    details = panel.findChild(QLabel, "run_details")
    select(panel, 1)
    assert details.text() == "Preset quick."
    store_run(library / "2026-01-05 08.00.00", checkpoint(2, plan=SMALL_BATCHES))
    refresh(qtbot, panel)
    select(panel, 0)
    assert details.text() == "Preset quick; Batch size: 50 images."


def test_the_compared_curves_have_names_of_their_own(panel):
    new, old, _ = panel.earlier.runs
    both = [replace(run, notes=RunNotes("same")) for run in (old, new)]
    (alone,) = compared_runs({2: old})
    assert (alone.name, alone.colour) == ("quick, 2 Jan, 10:00:00", 2)
    np.testing.assert_allclose(alone.val_accuracy, [[1, 2], [94, 93]])
    assert alone.losses.shape == (2, 30)
    names = [curve.name for curve in compared_runs(dict(enumerate(both)))]
    assert names == ["same, 2 Jan, 10:00:00", "same, 3 Jan, 09:00:00"]


def test_a_name_and_notes_are_saved_and_shown(panel, library):
    select(panel, 1)
    name = panel.findChild(QLineEdit, "run_name_edit")
    assert name.placeholderText() == "quick, 2 Jan, 10:00:00"
    QTest.keyClick(table_of(panel), Qt.Key.Key_F2)
    QTest.keyClicks(name, "First try")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert texts(panel)[1].startswith("First try | ")
    notes = panel.findChild(QPlainTextEdit, "run_notes_edit")
    QTest.keyClicks(notes, "warm-up was too short")
    select(panel, 0)
    assert load_notes(library / OLD) == RunNotes("First try", "warm-up was too short")
    assert (name.text(), notes.toPlainText()) == ("", "")
    select(panel, 1)
    assert (name.text(), notes.toPlainText()) == ("First try", "warm-up was too short")


def test_notes_are_saved_when_the_panel_is_hidden(panel, library):
    select(panel, 1)
    QTest.keyClicks(panel.findChild(QPlainTextEdit, "run_notes_edit"), "kept")
    panel.hide()
    assert load_notes(library / OLD).notes == "kept"


def test_notes_that_cannot_be_saved_stay_until_they_can(qtbot, panel, library, messages):
    select(panel, 1)
    (library / OLD / "notes.json").mkdir()
    notes = panel.findChild(QPlainTextEdit, "run_notes_edit")
    QTest.keyClicks(notes, "kept")
    select(panel, 0)
    assert "notes.json cannot be read" in messages[-1].text
    refresh(qtbot, panel)
    select(panel, 1)
    assert notes.toPlainText() == "kept"
    (library / OLD / "notes.json").rmdir()
    panel._folders.close()
    assert load_notes(library / OLD).notes == "kept"


def test_what_is_too_long_to_be_kept_is_not_shown_either(panel, library):
    select(panel, 1)
    notes = panel.findChild(QPlainTextEdit, "run_notes_edit")
    notes.setPlainText("x" * (LONGEST_NOTES + 1))
    panel.hide()
    assert notes.toPlainText() == load_notes(library / OLD).notes == "x" * LONGEST_NOTES


def test_notes_of_two_windows_are_both_kept(qtbot, panel, library):
    select(panel, 1)
    notes = panel.findChild(QPlainTextEdit, "run_notes_edit")
    QTest.keyClicks(notes, "mine")
    save_notes(library / OLD, RunNotes("theirs", "theirs"))
    refresh(qtbot, panel)
    panel.hide()
    assert load_notes(library / OLD) == RunNotes("theirs", "theirs\nmine")
    assert texts(panel)[1].startswith("theirs | ")


def test_a_name_of_another_window_is_not_replaced_in_silence(panel, library, messages):
    select(panel, 1)
    name = panel.findChild(QLineEdit, "run_name_edit")
    QTest.keyClicks(name, "mine")
    save_notes(library / OLD, RunNotes("theirs"))
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert load_notes(library / OLD).name == "mine"
    assert messages[-1].text == (
        "Another window had named the run “theirs”. Your name replaces it."
    )
    n_messages = len(messages)
    QTest.keyClicks(name, " too")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert load_notes(library / OLD).name == "mine too"
    assert len(messages) == n_messages


def test_typing_goes_on_while_the_notes_are_saved(qtbot, panel, library):
    select(panel, 1)
    notes = panel.findChild(QPlainTextEdit, "run_notes_edit")
    QTest.keyClicks(notes, "ab")
    qtbot.waitUntil(lambda: load_notes(library / OLD).notes == "ab")
    QTest.keyClicks(notes, "c")
    refresh(qtbot, panel)
    assert notes.toPlainText() == "abc"


def test_a_second_refresh_while_listing_finds_what_came_meanwhile(qtbot, notices, library):
    earlier = EarlierRuns(library, notices)
    earlier.refresh()
    store_run(library / "2026-01-05 08.00.00", checkpoint(2))
    with qtbot.waitSignal(earlier.changed):
        earlier.refresh()
    assert len(earlier.runs) == 4
