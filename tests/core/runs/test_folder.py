"""A run's folder at every moment of the run."""

from __future__ import annotations

import csv
import json
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.device import cpu
from core.errors import Message, UserError
from core.network.weight_files import load_weights
from core.runs.folder import LAST_FILE, RunFolder
from core.training.checkpoints import load_checkpoint
from core.training.events import DeviceLost, EpochDone, TrainingDone
from core.training.presets import PRESETS
from core.training.train import train
from tests.support.inputs.runs import (
    FILES_OF_A_FINISHED_RUN,
    FILES_OF_A_STOPPED_RUN,
    contents,
    files,
)

AFTER_AN_EPOCH = {"weights.safetensors", "last.safetensors", "history.csv", "epochs"}
PLAN = replace(PRESETS["quick"], epochs=2, batch_size=16)


@pytest.fixture(scope="module")
def events(data):
    """All events of a run of two epochs."""
    return list(train(PLAN, data, cpu()))


@pytest.fixture(scope="module")
def finished(events, tmp_path_factory) -> Path:
    """The folder of that run, to look at only."""
    return fill(tmp_path_factory.mktemp("finished"), events)


def until_epoch(events, epoch):
    for event in events:
        yield event
        if isinstance(event, EpochDone) and event.metrics.epoch == epoch:
            return


def fill(path: Path, events, resume: Path | None = None) -> Path:
    """Save events in a folder and close it."""
    with closing(RunFolder(path, resume)) as folder:
        for event in events:
            folder.add(event)
    return path


@pytest.mark.usefixtures("quick_plots")
def test_after_an_epoch_the_run_can_go_on_from_the_folder(events, tmp_path):
    with closing(RunFolder(tmp_path / "a/b")) as folder:
        for event in until_epoch(events, 1):
            folder.add(event)
        assert files(tmp_path / "a/b") == AFTER_AN_EPOCH | {".in-use.lock"}
        assert load_checkpoint(folder.last_file).epoch == 1
        load_weights(folder.weights_file)


def test_at_the_end_everything_is_there(finished):
    assert files(finished) == FILES_OF_A_FINISHED_RUN


def test_the_weights_are_the_best_ones_with_the_final_card(events, finished):
    done = events[-1]
    assert isinstance(done, TrainingDone)
    assert load_weights(finished / "weights.safetensors") == done.weights
    assert done.weights.card.test_accuracy == pytest.approx(done.test_accuracy, abs=1e-4)


def test_the_history_has_a_row_an_epoch(events, finished):
    with (finished / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    epochs = [event.metrics for event in events if isinstance(event, EpochDone)]
    assert [int(row["epoch"]) for row in rows] == [1, 2]
    assert [float(row["val_accuracy"]) for row in rows] == [epoch.val_accuracy for epoch in epochs]


def test_the_arrays_have_the_reports_names(events, finished):
    epochs = [event.metrics for event in events if isinstance(event, EpochDone)]
    with np.load(finished / "training_data.npz", allow_pickle=False) as arrays:
        assert set(arrays) == {
            "train_losses",
            "train_accuracies",
            "test_accuracies",
            "best_accuracy",
        }
        validation = [epoch.val_accuracy for epoch in epochs]
        assert arrays["test_accuracies"].tolist() == validation
        assert arrays["train_losses"].tolist() == [epoch.train_loss for epoch in epochs]
        assert float(arrays["best_accuracy"]) == max(validation)


@pytest.mark.usefixtures("quick_plots")
def test_the_report_tells_what_ran_and_what_came_out(events, tmp_path):
    fill(tmp_path, [events[0], DeviceLost(cpu(Message("Out of memory."))), *events[1:]])
    report = json.loads((tmp_path / "report.json").read_text())
    done = events[-1]
    assert report["plan"] == PLAN.to_dict()
    assert report["test_accuracy"] == done.test_accuracy
    assert report["confusion"] == done.confusion.counts.tolist()
    assert report["best_epoch"] == done.best_epoch
    assert (report["train_size"], report["validation_size"], report["test_size"]) == (88, 8, 96)
    assert [device["reason"] for device in report["devices"]] == ["", "Out of memory."]


def test_a_stopped_run_is_drawn_too_and_claims_no_test(events, tmp_path):
    fill(tmp_path, until_epoch(events, 1))
    assert files(tmp_path) == FILES_OF_A_STOPPED_RUN
    assert json.loads((tmp_path / "report.json").read_text())["test_accuracy"] is None


def test_a_run_stopped_before_its_first_epoch_leaves_nothing(events, tmp_path):
    fill(tmp_path, events[:2])
    assert files(tmp_path) == set()


def test_another_run_is_never_overwritten(tmp_path):
    (tmp_path / "last.safetensors").write_text("precious")
    with pytest.raises(UserError, match="already holds a run"):
        RunFolder(tmp_path)
    assert contents(tmp_path) == {"last.safetensors": b"precious"}


@pytest.mark.parametrize("resumes", [False, True])
@pytest.mark.parametrize("name", sorted(FILES_OF_A_FINISHED_RUN - {"last.safetensors"}))
def test_no_foreign_file_is_ever_replaced(name, resumes, finished, tmp_path):
    (tmp_path / name).write_text("precious")
    with pytest.raises(UserError, match=f"{name} already exists"):
        RunFolder(tmp_path, finished / "last.safetensors" if resumes else None)
    assert contents(tmp_path) == {name: b"precious"}


@pytest.mark.usefixtures("quick_plots")
def test_a_run_does_not_go_on_over_another(events, tmp_path):
    for name in ("one", "other"):
        fill(tmp_path / name, until_epoch(events, 1))
    with pytest.raises(UserError, match="already holds a run"):
        RunFolder(tmp_path / "other", tmp_path / "one/last.safetensors")


@pytest.mark.usefixtures("quick_plots")
def test_a_run_that_goes_on_elsewhere_brings_its_best_weights(events, data, tmp_path):
    last = fill(tmp_path / "first", until_epoch(events, 1)) / "last.safetensors"
    further = train(PLAN, data, cpu(), load_checkpoint(last))
    second = fill(tmp_path / "second", further, last)
    assert files(second) == FILES_OF_A_FINISHED_RUN
    assert load_weights(second / "weights.safetensors") == events[-1].weights


def test_a_run_that_came_no_further_leaves_the_folder_as_it_was(finished):
    before = contents(finished)
    fill(finished, [], finished / "last.safetensors")
    assert contents(finished) == before


def test_a_matrix_of_other_weights_does_not_stay_but_a_foreign_picture_does(
    events, data, finished, tmp_path
):
    path = Path(shutil.copytree(finished, tmp_path / "own"))
    further = train(replace(PLAN, epochs=3), data, cpu(), load_checkpoint(path / LAST_FILE))
    event = next(event for event in further if isinstance(event, EpochDone))
    further.close()
    fill(path, [event], path / LAST_FILE)
    assert files(path) == FILES_OF_A_STOPPED_RUN
    foreign = Path(shutil.copytree(finished, tmp_path / "foreign"))
    (foreign / "confusion_matrix.png").write_text("precious")
    fill(foreign, [event], foreign / LAST_FILE)
    assert (foreign / "confusion_matrix.png").read_text() == "precious"


def test_a_folder_below_a_file_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        RunFolder(tmp_path / "file/run")
