"""A deleted run can be brought back until the window closes, and a kill loses nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.errors import UserError
from core.file_lock import reserved, was_left_reserved
from core.runs.aside import Aside, restore_leftovers
from core.runs.library import interrupted_runs, list_runs
from tests.support.inputs.runs import checkpoint, contents, store_run

OLD, NEW = "2026-01-02 10.00.00", "2026-01-03 09.00.00"

KILLED = """
import os, sys
from pathlib import Path
from core.runs.aside import Aside
library = Path(sys.argv[1])
aside = Aside(library)
for name in sys.argv[2:]:
    aside.move(library / name)
os._exit(1)
"""


@pytest.fixture
def library(tmp_path):
    for name, epoch in ((OLD, 1), (NEW, 2)):
        store_run(tmp_path / name, checkpoint(epoch))
    return tmp_path


def names(library):
    return [run.folder.name for run in list_runs(library)]


def test_a_deleted_run_is_not_listed_and_comes_back_whole(library):
    before, aside = contents(library / NEW), Aside(library)
    moved = aside.move(library / NEW)
    assert names(library) == [OLD]
    assert aside.bring_back(moved) == library / NEW
    assert contents(library / NEW) == before
    aside.close()
    assert names(library) == [NEW, OLD]


def test_a_run_comes_back_beside_one_that_has_taken_its_name(library):
    aside = Aside(library)
    moved = aside.move(library / NEW)
    store_run(library / NEW, checkpoint(1))
    assert aside.bring_back(moved) == library / f"{NEW} (2)"
    assert len(names(library)) == 3
    aside.close()


def test_closing_removes_deleted_runs_and_leaves_nothing(library):
    aside = Aside(library)
    aside.move(library / NEW)
    aside.close()
    assert [path.name for path in library.iterdir()] == [OLD]


def test_a_run_that_is_being_trained_is_not_deleted(library):
    aside = Aside(library)
    with reserved(library / OLD), pytest.raises(UserError, match="in use"):
        aside.move(library / OLD)
    assert names(library) == [NEW, OLD]
    aside.close()


def test_what_a_killed_window_had_deleted_comes_back(library):
    before = contents(library / NEW), contents(library / OLD)
    subprocess.run([sys.executable, "-c", KILLED, library, NEW, OLD], check=False)
    assert names(library) == []
    restored = restore_leftovers(library)
    assert [folder.name for folder in restored] == [OLD, NEW]
    assert (contents(library / NEW), contents(library / OLD)) == before
    assert restore_leftovers(library) == []
    assert {path.name for path in library.iterdir()} == {OLD, NEW}


def test_what_an_open_window_has_deleted_stays_deleted(library):
    aside = Aside(library)
    moved = aside.move(library / NEW)
    assert restore_leftovers(library) == []
    assert names(library) == [OLD]
    assert aside.bring_back(moved).exists()
    aside.close()


def test_a_removal_that_a_kill_cut_short_is_completed(library):
    (library / NEW).rename(library / f".removed-{NEW}")
    assert restore_leftovers(library) == []
    assert [path.name for path in library.iterdir()] == [OLD]


def test_a_killed_run_is_reported_once(library):
    assert interrupted_runs(library) == []
    for name in (OLD, NEW):
        (library / name / ".in-use.lock").touch()
    assert was_left_reserved(library / OLD)
    (run,) = interrupted_runs(library)
    assert (run.folder.name, len(run.history), run.plan.epochs) == (OLD, 1, 2)
    assert interrupted_runs(library) == []


def test_a_run_in_progress_was_not_interrupted(library):
    with reserved(library / OLD):
        assert not was_left_reserved(library / OLD)
        assert interrupted_runs(library) == []
    assert not was_left_reserved(library / OLD)


def test_a_run_that_was_killed_before_its_first_epoch_is_no_offer(library):
    (library / "2026-01-04 09.00.00").mkdir()
    (library / "2026-01-04 09.00.00" / ".in-use.lock").touch()
    assert interrupted_runs(library) == []
    assert names(library) == [NEW, OLD]
