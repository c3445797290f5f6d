"""The weights of a run's epochs: which are kept, and that a run never depends on them."""

from __future__ import annotations

import errno
import os
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.device import cpu
from core.errors import UserError
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.progress import result_of
from core.runs.epochs import (
    EPOCHS_FOLDER,
    INITIAL_FILE,
    MOST_EPOCHS,
    epoch_files,
    save_epochs,
    thinned,
)
from core.runs.folder import LAST_FILE, RunFolder
from core.runs.library import RunSummary, copy_run, list_runs, load_epochs
from core.training.checkpoints import load_checkpoint
from core.training.events import EpochDone
from core.training.presets import PRESETS
from core.training.train import train

PLAN = replace(PRESETS["quick"], epochs=3, batch_size=48)


@pytest.fixture(autouse=True)
def _writes_are_fast(monkeypatch):
    """The plots and the flushing of the disk take most of the time, and matter elsewhere."""
    monkeypatch.setattr("core.runs.folder.plot_writers", lambda *_: {})
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="module")
def events(data):
    return list(train(PLAN, data, cpu()))


def weights_after(events, epoch: int) -> Weights:
    if epoch == 0:
        return events[0].initial
    return next(
        event.checkpoint.weights
        for event in events
        if isinstance(event, EpochDone) and event.metrics.epoch == epoch
    )


def fill(path: Path, events, resume: Path | None = None, report=lambda _: None) -> Path:
    with closing(RunFolder(path, resume, report)) as folder:
        for event in events:
            folder.add(event)
    return path


def until_epoch(events, epoch: int):
    last = next(
        place
        for place, event in enumerate(events)
        if isinstance(event, EpochDone) and event.metrics.epoch == epoch
    )
    return events[: last + 1]


def run_in(folder: Path) -> RunSummary:
    (run,) = list_runs(folder.parent)
    assert isinstance(run, RunSummary)
    return run


def assert_stored(folder: Path, events, epochs: list[int]) -> None:
    files = epoch_files(folder / EPOCHS_FOLDER)
    assert list(files) == epochs
    for epoch, file in files.items():
        assert load_weights(file) == weights_after(events, epoch)


def test_a_long_run_keeps_a_few_epochs_that_are_close_together_at_the_start():
    kept: list[int] = []
    for epoch in range(1001):
        before = set(kept)
        kept = thinned([*kept, epoch])
        assert set(kept) <= before | {epoch}
        assert kept[0] == 0
        assert kept[-1] == epoch
        assert len(kept) == min(epoch + 1, MOST_EPOCHS)
    assert kept[:11] == list(range(11))
    assert max((b + 1) / (a + 1) for a, b in pairwise(kept) if a > 10) < 1.16


def test_a_run_keeps_its_initial_weights_and_those_of_every_epoch(events, tmp_path):
    assert_stored(fill(tmp_path / "run", events), events, [0, 1, 2, 3])


def test_the_initial_weights_are_those_of_the_seed_or_those_given(data):
    fresh = next(train(PLAN, data, cpu())).initial
    expected = PLAN.new_network().initialise(PLAN.seed)
    assert all(np.array_equal(fresh.arrays[name], array) for name, array in expected.items())
    given = Weights(PLAN.new_network().initialise(7), ModelCard(epoch=12, dataset="mnist"))
    started = next(train(PLAN, data, cpu(), start=given))
    assert started.initial == Weights(given.arrays, ModelCard(epoch=0, dataset="mnist"))


def test_a_resumed_run_continues_the_series(data, events, tmp_path):
    folder = fill(tmp_path / "run", until_epoch(events, 1))
    with closing(RunFolder(folder, folder / LAST_FILE)) as run:
        for event in train(PLAN, data, cpu(), run.checkpoint):
            run.add(event)
    assert_stored(folder, events, [0, 1, 2, 3])


def test_a_run_resumed_in_another_folder_takes_the_series_along(data, events, tmp_path):
    first = fill(tmp_path / "first", until_epoch(events, 2))
    with closing(RunFolder(tmp_path / "second", first / LAST_FILE)) as run:
        for event in train(PLAN, data, cpu(), run.checkpoint):
            run.add(event)
    assert_stored(first, events, [0, 1, 2])
    assert_stored(tmp_path / "second", events, [0, 1, 2, 3])


def test_a_run_killed_before_an_epoch_was_kept_has_it_after_being_resumed(data, events, tmp_path):
    folder = fill(tmp_path / "run", until_epoch(events, 2))
    epoch_files(folder / EPOCHS_FOLDER)[2].unlink()
    with closing(RunFolder(folder, folder / LAST_FILE)) as run:
        for event in train(PLAN, data, cpu(), run.checkpoint):
            run.add(event)
    assert_stored(folder, events, [0, 1, 2, 3])


def test_weights_of_later_epochs_are_of_another_run_and_removed(tmp_path, events):
    folder = tmp_path / EPOCHS_FOLDER
    save_epochs(folder, weights_after(events, 3))
    save_epochs(folder, weights_after(events, 0), weights_after(events, 1))
    assert list(epoch_files(folder)) == [0, 1]


def test_other_files_in_the_folder_are_left_alone(tmp_path, events):
    folder = tmp_path / EPOCHS_FOLDER
    folder.mkdir()
    (folder / "notes.safetensors").write_text("mine")
    save_epochs(folder, weights_after(events, 0))
    assert list(epoch_files(folder)) == [0]
    assert (folder / "notes.safetensors").read_text() == "mine"


def test_a_series_that_cannot_be_written_is_reported_once(events, tmp_path, monkeypatch):
    reported: list[str] = []

    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.runs.epochs.save_weights", refuse)
    folder = fill(tmp_path / "run", events, report=lambda error: reported.append(str(error)))
    assert [text for text in reported if "epochs" in text] == [
        f"epochs could not be written in {folder}: No space left on device."
    ]
    assert load_weights(folder / "weights.safetensors") == events[-1].weights


def test_the_series_makes_room_for_the_checkpoint_on_a_full_disk(events, tmp_path, monkeypatch):
    """A disk with room for the run, but not for the epochs before the last one."""
    from core.runs import folder as module

    reported: list[str] = []
    save, path = module.save_checkpoint, tmp_path / "run"

    def save_if_there_is_room(file, checkpoint):
        if checkpoint.epoch == 3 and epoch_files(path / EPOCHS_FOLDER):
            raise OSError(errno.ENOSPC, "No space left on device")
        save(file, checkpoint)

    monkeypatch.setattr(module, "save_checkpoint", save_if_there_is_room)
    fill(path, events, report=lambda error: reported.append(str(error)))
    assert module.load_checkpoint(path / LAST_FILE).epoch == 3
    assert load_weights(path / "weights.safetensors") == events[-1].weights
    assert reported == [
        f"The disk is full. The weights of the single epochs in {path} were removed to save the "
        "run."
    ]


def test_the_epochs_of_a_run_are_loaded_in_order_without_damaged_ones(events, tmp_path):
    folder = fill(tmp_path / "run", events)
    files = epoch_files(folder / EPOCHS_FOLDER)
    best = run_in(folder).best_epoch
    damaged = 2 if best == 1 else 1
    files[damaged].write_text("damaged")
    found = result_of(load_epochs(run_in(folder)))
    assert [weights.card.epoch for weights in found] == sorted({0, 1, 2, 3} - {damaged})
    assert found[0] == weights_after(events, 0)
    assert found[-1] == weights_after(events, 3)


def test_a_run_of_an_older_version_has_its_last_and_its_best_epoch(events, tmp_path):
    folder = fill(tmp_path / "run", events)
    for file in epoch_files(folder / EPOCHS_FOLDER).values():
        file.unlink()
    best = weights_after(events, 1)
    save_weights(folder / "weights.safetensors", best)
    assert [weights.card.epoch for weights in result_of(load_epochs(run_in(folder)))] == [1, 3]


def test_a_run_without_a_readable_epoch_is_an_error(events, tmp_path):
    folder = fill(tmp_path / "run", until_epoch(events, 1))
    run = run_in(folder)
    for file in (*epoch_files(folder / EPOCHS_FOLDER).values(), run.last_file, run.weights_file):
        file.write_text("damaged")
    with pytest.raises(UserError, match=r"weights\.safetensors"):
        result_of(load_epochs(run))


def test_a_copy_of_a_run_has_its_epochs_too(events, tmp_path):
    folder = fill(tmp_path / "runs" / "run", events)
    (tmp_path / "elsewhere").mkdir()
    copy = copy_run(run_in(folder), tmp_path / "elsewhere")
    assert_stored(copy, events, [0, 1, 2, 3])


class Killed(BaseException):
    """Ends a run at a point at which it might be killed."""


@pytest.mark.parametrize("writes", range(1, 13))
def test_a_run_killed_at_any_write_ends_with_all_epochs(
    events, data, tmp_path, writes, monkeypatch
):
    whole, path, done = fill(tmp_path / "whole", events), tmp_path / "run", []

    def flush(_):
        done.append(1)
        if len(done) == writes:
            raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(os, "fsync", flush)
        patch.setattr(RunFolder, "close", lambda folder: folder._reservation.close())
        fill(path, events)
    last = path / LAST_FILE
    checkpoint = load_checkpoint(last) if last.exists() else None
    assert checkpoint or not any(path.glob("[!.]*"))
    rest = train(PLAN, data, cpu(), checkpoint)
    fill(path, rest, last if checkpoint else None)
    expected, found = (epoch_files(run / EPOCHS_FOLDER) for run in (whole, path))
    assert list(found) == list(expected) == [0, 1, 2, 3]
    for epoch, file in found.items():
        assert load_weights(file) == load_weights(expected[epoch])
    assert not (path / INITIAL_FILE).exists()
