"""The list of earlier runs: listing, comparing and handing on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from core.training.presets import PRESETS
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.earlier_runs import EarlierRuns, compared_run
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.train.runs_list import EarlierRunsList
from tests.support.runs import checkpoint, store_run
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


def test_runs_are_listed_the_newest_first_and_damaged_ones_named(panel):
    newest, oldest, damaged = texts(panel)
    assert newest.startswith("quick, 3 Jan, 09:00:00")
    assert "epoch 1 of 2" in newest
    assert oldest.startswith("quick, 2 Jan, 10:00:00")
    assert "2 epochs" in oldest
    assert "94.00 %" in oldest
    assert damaged == "1 Jan, 08:00:00\nDamaged"


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
    assert len(texts(panel)) == 4
    assert list_of(panel).currentRow() == 2
    assert compared(panel) == [OLD]


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
        checkpoint(2, plan=replace(PRESETS["quick"], batch_size=50)),
    )
    with qtbot.waitSignal(panel.earlier.changed):
        panel.earlier.refresh()
    select(panel, 0)
    assert details.text() == "Preset quick; Batch size: 50 images."


def test_the_compared_curves_have_the_name_and_the_accuracies_of_the_run(panel):
    oldest = compared_run(panel.earlier.runs[1])
    assert oldest.name == "quick, 2 Jan, 10:00:00"
    np.testing.assert_allclose(oldest.val_accuracy, [[1, 2], [94, 93]])
    assert oldest.losses.shape == (2, 30)


def test_a_second_refresh_while_listing_finds_what_came_meanwhile(qtbot, notices, library):
    earlier = EarlierRuns(library, notices)
    earlier.refresh()
    store_run(library / "2026-01-05 08.00.00", checkpoint(2))
    with qtbot.waitSignal(earlier.changed):
        earlier.refresh()
    assert len(earlier.runs) == 4
