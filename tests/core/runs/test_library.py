"""Runs are found again, the newest first, folders that cannot be read last."""

from __future__ import annotations

import errno
import shutil

import numpy as np
import pytest

import core.runs.library
from core.network.weight_files import load_weights, save_weights
from core.paths import runs_dir
from core.runs.library import (
    MOST_POINTS,
    DamagedRun,
    best_weights_file,
    copy_run,
    list_ensembles,
    list_runs,
    new_run_folder,
)
from tests.support.inputs.runs import DAMAGED, checkpoint, store_damaged_run, store_run

OLD, NEW = "2026-01-02 10.00.00", "2026-01-03 09.00.00"


@pytest.fixture
def runs(tmp_path):
    """A run of one epoch of two, and a finished one."""
    for name, epoch in ((OLD, 1), (NEW, 2)):
        store_run(tmp_path / name, checkpoint(epoch))
    store_damaged_run(tmp_path)
    return tmp_path


def names(parent):
    return [run.folder.name for run in list_runs(parent)]


def test_runs_are_listed_the_newest_first_and_damaged_ones_with_the_reason(runs):
    assert names(runs) == [NEW, OLD, DAMAGED]
    *_, damaged = list_runs(runs)
    assert isinstance(damaged, DamagedRun)
    assert "last.safetensors is not a weight file, or is damaged" in str(damaged.error)
    assert list_runs(runs / "missing") == []


def test_a_folder_that_is_not_a_run_is_listed_as_such(runs):
    (runs / "thesis").mkdir()
    (runs / "thesis" / "chapter.txt").write_text("years of work")
    assert names(runs) == [NEW, OLD, "thesis", DAMAGED]
    assert str(list_runs(runs)[2].error) == "thesis does not hold a run."


def test_an_ensemble_of_runs_is_no_run(runs):
    (runs / "2026-01-04 09.00.00").mkdir()
    save_weights(runs / "2026-01-04 09.00.00" / "weights.safetensors", checkpoint(2).best)
    assert names(runs) == [NEW, OLD, DAMAGED]
    assert list_ensembles(runs) == [runs / "2026-01-04 09.00.00"]


def test_the_best_weights_are_written_if_a_killed_run_left_them_out(runs):
    run = list_runs(runs)[0]
    run.weights_file.unlink()
    assert load_weights(best_weights_file(run)) == checkpoint(2).best


def test_no_part_of_a_run_is_copied_to_a_full_disk(runs, tmp_path, monkeypatch):
    run = list_runs(runs)[0]
    copied = []

    def fill(file, folder):
        if copied:
            raise OSError(errno.ENOSPC, "No space left on device", str(file))
        copied.append(shutil.copy(file, folder))

    monkeypatch.setattr(core.runs.library.shutil, "copy2", fill)
    with pytest.raises(OSError, match="No space left") as raised:
        copy_run(run, tmp_path)
    assert raised.value.filename == str(tmp_path / f"LeNet run {run.folder.name}")
    assert copied
    assert not list(tmp_path.glob("LeNet run*"))


def test_a_summary_holds_the_settings_and_the_metrics(runs):
    new, old, _ = list_runs(runs)
    assert (new.is_finished, old.is_finished) == (True, False)
    assert (new.has_result, old.has_result) == (True, False)
    assert (new.plan, new.dataset, new.history) == (
        checkpoint(2).plan,
        "mnist",
        checkpoint(2).history,
    )
    assert (new.best_epoch, new.best_val_accuracy) == (1, pytest.approx(0.94))


def test_the_losses_of_a_long_run_are_few_and_keep_their_course(tmp_path):
    store_run(tmp_path / NEW, checkpoint(100, batches=140_000))
    (run,) = list_runs(tmp_path)
    epochs, losses = run.losses
    assert 100 < len(epochs) <= MOST_POINTS
    assert epochs[0] < 1
    assert epochs[-1] == pytest.approx(100, abs=1)
    assert losses[0] > 1.9
    assert losses[-1] < 1.1
    assert np.all(np.diff(losses) < 0)


def test_a_run_is_copied_whole_and_never_over_another_copy(runs, tmp_path):
    run = list_runs(runs)[0]
    (tmp_path / "target").mkdir()
    copy = copy_run(run, tmp_path / "target")
    assert copy == tmp_path / "target" / f"LeNet run {NEW}"
    for file in run.folder.iterdir():
        assert (copy / file.name).read_bytes() == file.read_bytes()
    with pytest.raises(FileExistsError):
        copy_run(run, tmp_path / "target")


def test_two_runs_of_one_second_get_folders_of_their_own(tmp_path, monkeypatch):
    from datetime import datetime

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 1, 2, 3, 4, 5)

    monkeypatch.setattr(core.runs.library, "datetime", Clock)
    found = []
    for _ in range(3):
        folder = new_run_folder(tmp_path)
        folder.mkdir()
        found.append(folder.name)
    assert found == ["2026-01-02 03.04.05", "2026-01-02 03.04.05 (2)", "2026-01-02 03.04.05 (3)"]


def test_the_folder_of_runs_is_the_users_own():
    assert runs_dir().name == "runs"
    assert runs_dir().parent.name == "lenet-desktop"
