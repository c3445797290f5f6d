"""A run from its data to its folder: saved, resumed from anywhere, and undone without an epoch."""

from __future__ import annotations

import errno
import json
import sys
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import UserError
from core.network.weight_files import load_weights
from core.progress import Progress
from core.runs import derived_files
from core.runs.carry_out import TrainingRequest, UnsavedError, carry_out
from core.runs.folder import LAST_FILE, WEIGHTS_FILE, RunFolder, sources_of
from core.runs.library import list_runs
from core.training.checkpoints import load_checkpoint, save_checkpoint
from core.training.events import EpochDone, RunStarted, TrainingDone
from core.training.presets import PRESETS
from tests.support.inputs.idx_files import bars, write_part
from tests.support.inputs.runs import contents

PLAN = replace(PRESETS["quick"], epochs=2, batch_size=20)


def write_digits(folder: Path) -> None:
    folder.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for part, n in (("train", 120), ("t10k", 20)):
        write_part(folder, part, *bars(n, rng))


def write_ink(file: Path) -> None:
    lines = [
        json.dumps({"strokes": [[[10, 10], [12 + 3 * i, 40], [30, 70 + i]]], "label": i % 10})
        for i in range(30)
    ]
    file.write_text("\n".join(lines))


DRAW = RunFolder._draw


@pytest.fixture(autouse=True)
def _no_plots(monkeypatch):
    """Drawing them takes most of the time of such short runs."""
    monkeypatch.setattr(RunFolder, "_draw", lambda *_: None)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The working directory, with data in it, below it, and as MNIST."""
    home = tmp_path / "home"
    write_digits(home / "digits")
    write_ink(home / "ink.jsonl")
    write_digits(tmp_path / "data/mnist")
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(home)
    return home


def request(folder: Path, *sources: str, epochs: int = 2) -> TrainingRequest:
    return TrainingRequest(replace(PLAN, epochs=epochs), sources, folder, "cpu")


def run(request: TrainingRequest) -> list[object]:
    return list(carry_out(request, interval=0))


def resumed(folder: Path, **changes) -> TrainingRequest:
    """A request to resume a run by what its folder holds."""
    last = folder / LAST_FILE
    checkpoint = load_checkpoint(last)
    plan = replace(checkpoint.plan, **changes)
    return TrainingRequest(plan, sources_of(last, checkpoint), folder, "cpu", resume=last)


def stop_after_an_epoch(request: TrainingRequest) -> None:
    with closing(carry_out(request, interval=0)) as items:
        next(item for item in items if isinstance(item, EpochDone))


def test_the_data_is_loaded_before_the_run_starts(home, tmp_path):
    items = run(request(tmp_path / "run", "digits", epochs=1))
    kinds = [type(item) for item in items]
    assert kinds[0] is Progress
    assert kinds.index(RunStarted) == kinds.count(Progress)
    assert kinds[-1] is TrainingDone


@pytest.mark.parametrize(
    "sources", [("digits",), ("ink.jsonl",), ("mnist",), ("../home/digits", "ink.jsonl", "mnist")]
)
def test_a_run_is_resumed_from_another_working_directory(home, tmp_path, monkeypatch, sources):
    run(request(tmp_path / "whole", *sources))
    stop_after_an_epoch(request(tmp_path / "stopped", *sources))
    monkeypatch.chdir(tmp_path)
    run(resumed(tmp_path / "stopped"))
    whole, again = (load_weights(tmp_path / name / WEIGHTS_FILE) for name in ("whole", "stopped"))
    assert whole == again


def test_the_sources_are_remembered_as_absolute_paths_and_names(home, tmp_path):
    run(request(tmp_path / "runs/a", "digits", "mnist", "ink.jsonl", epochs=1))
    (summary,) = list_runs(tmp_path / "runs")
    assert summary.sources == (str(home / "digits"), "mnist", str(home / "ink.jsonl"))
    assert (summary.folder / WEIGHTS_FILE, summary.folder / LAST_FILE) == (
        summary.weights_file,
        summary.last_file,
    )


@pytest.mark.parametrize(
    ("content", "sources"),
    [
        ('["/elsewhere/digits", "mnist"]', ("/elsewhere/digits", "mnist")),
        ("[", ("digits", "mnist")),
        ("3", ("digits", "mnist")),
        (None, ("digits", "mnist")),
    ],
)
def test_the_sources_of_an_older_run_are_in_a_file_or_its_dataset(home, tmp_path, content, sources):
    run(request(tmp_path / "run", "digits", "mnist", epochs=1))
    last = tmp_path / "run" / LAST_FILE
    save_checkpoint(last, replace(load_checkpoint(last), sources=()))
    if content is not None:
        (tmp_path / "run/sources.json").write_text(content)
    assert sources_of(last, load_checkpoint(last)) == sources


@pytest.mark.parametrize("source", ["digits", "ink.jsonl", "mnist"])
def test_a_run_whose_data_is_gone_fails_and_is_unchanged(home, tmp_path, source, monkeypatch):
    def refuse(folder, _):
        raise UserError("{folder} is out of reach.", folder=folder)

    monkeypatch.setattr("core.data.mnist.download", refuse)
    stop_after_an_epoch(request(tmp_path / "run", source))
    before = contents(tmp_path / "run")
    path = tmp_path / "data/mnist" if source == "mnist" else home / source
    path.rename(tmp_path / "elsewhere")
    with pytest.raises(UserError, match=str(path)):
        run(resumed(tmp_path / "run"))
    assert contents(tmp_path / "run") == before


def test_a_run_that_moved_is_resumed_with_other_sources_and_remembers_them(home, tmp_path):
    stop_after_an_epoch(request(tmp_path / "runs/a", "digits"))
    (home / "moved").mkdir()
    (home / "digits").rename(home / "moved/digits")
    run(replace(resumed(tmp_path / "runs/a"), sources=("moved/digits",)))
    (summary,) = list_runs(tmp_path / "runs")
    assert summary.is_finished
    assert summary.sources == (str(home / "moved/digits"),)


@pytest.mark.parametrize("is_new", [True, False])
def test_a_folder_without_an_epoch_is_removed_only_if_it_is_new(home, tmp_path, is_new):
    folder = tmp_path / "runs/a"
    if not is_new:
        folder.mkdir(parents=True)
    with pytest.raises(UserError, match="nowhere"):
        run(request(folder, "digits", "nowhere"))
    assert folder.exists() is not is_new
    with closing(carry_out(request(folder, "digits"), interval=0)) as items:
        next(item for item in items if isinstance(item, RunStarted))
    assert folder.exists() is not is_new


def test_a_run_resumed_elsewhere_without_a_further_epoch_leaves_no_folder(home, tmp_path):
    stop_after_an_epoch(request(tmp_path / "run", "digits"))
    further = replace(resumed(tmp_path / "run"), folder=tmp_path / "other")
    with closing(carry_out(further, interval=0)) as items:
        next(item for item in items if isinstance(item, RunStarted))
    assert not (tmp_path / "other").exists()


def test_a_checkpoint_that_cannot_be_saved_is_in_the_error(home, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.network.weight_files.save", full)
    with pytest.raises(UnsavedError, match="No space left") as raised:
        run(request(tmp_path / "run", "digits"))
    assert isinstance(raised.value.event, EpochDone)
    assert raised.value.errno == errno.ENOSPC
    assert raised.value.filename == str(tmp_path / "run" / LAST_FILE)
    assert not (tmp_path / "run").exists()


def test_files_that_the_run_does_not_depend_on_are_reported_once_and_tried_again(
    home, tmp_path, monkeypatch
):
    reported, folder = [], tmp_path / "run"
    write = derived_files.write_history
    locked = [True, True, False]

    def write_unless_locked(checkpoint, path):
        if locked.pop(0):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        write(checkpoint, path)

    monkeypatch.setattr("core.runs.folder.write_history", write_unless_locked)
    items = list(carry_out(request(folder, "digits"), interval=0, report=reported.append))
    assert isinstance(items[-1], TrainingDone)
    assert [str(error) for error in reported] == [
        f"history.csv could not be written in {folder}: Permission denied."
    ]
    assert len((folder / "history.csv").read_text().splitlines()) == 3


def test_the_result_comes_before_the_plots_and_their_failure_changes_nothing(
    home, tmp_path, monkeypatch
):
    order = []

    def fail(*_, **__):
        order.append("plot")
        raise RuntimeError("latex was not able to process the following string")

    monkeypatch.setattr(RunFolder, "_draw", DRAW)
    monkeypatch.setattr("core.runs.plots.save_plot", fail)
    items = carry_out(request(tmp_path / "run", "digits"), interval=0, report=order.append)
    order.extend(type(item) for item in items)
    assert order[-6:-1] == [TrainingDone, *["plot"] * 4]
    plots = "training_history.png, loss_curve.png, accuracy_comparison.png, confusion_matrix.png"
    assert str(order[-1]) == (
        f"{plots} could not be written in {tmp_path / 'run'}: latex was not able to process the "
        "following string."
    )


def test_a_broken_matplotlib_ends_no_run(home, tmp_path, monkeypatch):
    reported = []
    monkeypatch.setattr(RunFolder, "_draw", DRAW)
    monkeypatch.setitem(sys.modules, "core.runs.plots", None)
    monkeypatch.delattr("core.runs.plots", raising=False)
    items = list(carry_out(request(tmp_path / "run", "digits"), interval=0, report=reported.append))
    assert isinstance(items[-1], TrainingDone)
    assert len(reported) == 1


def test_the_result_is_in_the_error_when_the_disk_is_full_at_the_end(home, tmp_path, monkeypatch):
    items = carry_out(request(tmp_path / "run", "digits", epochs=1), interval=0)
    next(item for item in items if isinstance(item, EpochDone))

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.runs.folder.save_weights", full)
    with pytest.raises(UnsavedError) as raised:
        next(items)
    assert isinstance(raised.value.event, TrainingDone)
    assert load_weights(tmp_path / "run" / WEIGHTS_FILE) == load_weights(
        tmp_path / "run" / LAST_FILE
    )


def test_after_an_epoch_that_cannot_be_saved_all_but_the_single_epochs_is_as_it_was(
    home, tmp_path, monkeypatch
):
    stop_after_an_epoch(request(tmp_path / "run", "digits"))
    before = contents(tmp_path / "run")
    assert {"epochs/0000.safetensors", "epochs/0001.safetensors"} < before.keys()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.runs.folder.save_weights", full)
    monkeypatch.setattr("core.runs.folder.save_checkpoint", full)
    with pytest.raises(UnsavedError):
        run(resumed(tmp_path / "run"))
    kept = {name: content for name, content in before.items() if not name.startswith("epochs")}
    assert contents(tmp_path / "run") == kept


def test_a_run_that_fails_keeps_the_epochs_that_are_done(home, tmp_path, monkeypatch):
    stop_after_an_epoch(request(tmp_path / "run", "digits"))
    with suppress(UserError):
        run(replace(resumed(tmp_path / "run"), sources=("mnist",)))
    assert load_checkpoint(tmp_path / "run" / LAST_FILE).epoch == 1
