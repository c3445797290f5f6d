"""Runs are found again, the newest first, and deleted whole."""

from __future__ import annotations

import numpy as np
import pytest

import core.runs.library
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weights import Weights
from core.paths import runs_dir
from core.runs.library import delete_run, new_run_folder, stored_runs
from core.training.checkpoints import Checkpoint, EpochMetrics, save_checkpoint
from core.training.presets import PRESETS


def checkpoint(epoch: int) -> Checkpoint:
    weights = Weights(initialise(0), ModelCard(epoch=1))
    history = tuple(EpochMetrics(n, 0.1, 0.9, 0.1, 0.9, 0.01, 1.0) for n in range(1, epoch + 1))
    losses = np.ones(3, np.float32)
    return Checkpoint(
        PRESETS["quick"], epoch, "mnist", 100, weights, weights, weights.arrays, weights.arrays,
        history, losses,
    )  # fmt: skip


@pytest.fixture
def runs(tmp_path):
    for name, epoch in (("2026-01-02 10.00.00", 1), ("2026-01-03 09.00.00", 3)):
        (tmp_path / name).mkdir()
        save_checkpoint(tmp_path / name / "last.safetensors", checkpoint(epoch))
    (tmp_path / "2026-01-04 damaged").mkdir()
    (tmp_path / "2026-01-04 damaged" / "last.safetensors").write_text("no")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_runs_are_listed_the_newest_first_without_what_is_damaged(runs):
    found = stored_runs(runs)
    assert [run.name for run in found] == [
        "2026-01-03 09.00.00, quick",
        "2026-01-02 10.00.00, quick",
    ]
    assert [run.finished for run in found] == [True, False]
    assert stored_runs(runs / "missing") == []


def test_a_deleted_run_is_gone_and_the_others_stay(runs):
    delete_run(stored_runs(runs)[0])
    assert [run.folder.name for run in stored_runs(runs)] == ["2026-01-02 10.00.00"]


def test_two_runs_of_one_second_get_folders_of_their_own(tmp_path, monkeypatch):
    from datetime import datetime

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 1, 2, 3, 4, 5)

    monkeypatch.setattr(core.runs.library, "datetime", Clock)
    names = []
    for _ in range(3):
        folder = new_run_folder(tmp_path)
        folder.mkdir()
        names.append(folder.name)
    assert names == ["2026-01-02 03.04.05", "2026-01-02 03.04.05 (2)", "2026-01-02 03.04.05 (3)"]


def test_the_folder_of_runs_is_the_users_own():
    assert runs_dir().name == "runs"
    assert runs_dir().parent.name == "lenet-desktop"
