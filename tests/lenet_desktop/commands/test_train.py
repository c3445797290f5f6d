"""The command `train`: usage, output and failures."""

from __future__ import annotations

import errno
import json
import sys

import pytest

import core.runs.carry_out
from core.file_lock import reserved
from core.network.weight_files import load_weights
from lenet_desktop.__main__ import main
from tests.support.commands import one_line
from tests.support.inputs.runs import FILES_OF_A_FINISHED_RUN, contents, files


def test_a_run_writes_all_documented_files(train, tmp_path, capsys):
    assert train("--epochs", "2", "--seed", "3") == 0
    assert files(tmp_path / "run") == FILES_OF_A_FINISHED_RUN
    card = load_weights(tmp_path / "run/weights.safetensors").card
    assert (card.seed, card.preset) == (3, "quick")
    assert card.test_accuracy
    said = capsys.readouterr().out
    assert "Epoch 2/2" in said
    assert "Test accuracy" in said
    assert "digit  accuracy" in said


@pytest.mark.usefixtures("no_plot_files")
def test_a_run_keeps_the_network_and_the_regularisation_of_its_options(train, tmp_path, capsys):
    options = ["--network", "deeper", "--dropout", "0.25", "--weight-decay", "0.001"]
    options += ["--label-smoothing", "0.1", "--patience", "4", "--focus", "9, 8,9"]
    assert train("--epochs", "1", *options) == 0
    plan = json.loads((tmp_path / "run/report.json").read_text())["plan"]
    assert (plan["network"], plan["dropout"], plan["weight_decay"]) == ("deeper", 0.25, 0.001)
    assert (plan["label_smoothing"], plan["patience"], plan["focus"]) == (0.1, 4, [8, 9])
    assert load_weights(tmp_path / "run/weights.safetensors").card.architecture == "deeper"
    resume = ("--epochs", "2", "--resume", str(tmp_path / "run/last.safetensors"))
    assert train(*resume, "--network", "residual") == 1
    assert "cannot be resumed with residual" in one_line(capsys.readouterr().err)
    assert train(*resume, "--focus", "8,9", "--dropout", "0.25") == 0


@pytest.mark.usefixtures("no_plot_files")
def test_a_run_without_progress_ends_early_and_says_so(train, tmp_path, capsys):
    options = ["--epochs", "40", "--patience", "1", "--learning-rate", "1e-12"]
    assert train(*options) == 0
    assert "No better epoch in the last 1: training ends." in capsys.readouterr().out
    assert len((tmp_path / "run/history.csv").read_text().splitlines()) < 30


def test_lenet5_has_no_dropout(train, capsys):
    assert train("--dropout", "0.2") == 1
    assert "lenet5 has no dropout" in one_line(capsys.readouterr().err)


@pytest.mark.usefixtures("no_plot_files")
def test_json_prints_lines_for_batches_epochs_and_the_end(train, tmp_path, capsys):
    assert train("--epochs", "2", "--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    batches = [line for line in lines if line["event"] == "batches"]
    epochs = [line for line in lines if line["event"] == "epoch"]
    assert set(batches[0]) == {
        "event",
        "step",
        "epoch",
        "loss",
        "learning_rate",
        "images_per_second",
    }
    assert {1, 11, 12, 22} <= {line["step"] for line in batches}
    assert [line["epoch"] for line in epochs] == [1, 2]
    assert set(epochs[0]) == {
        "event",
        "epoch",
        "train_loss",
        "train_accuracy",
        "val_loss",
        "val_accuracy",
        "seconds",
    }
    assert set(lines[-1]) == {"event", "test_accuracy", "seconds", "weights"}
    assert lines[-1]["event"] == "done"
    assert lines[-1]["weights"] == str(tmp_path / "run/weights.safetensors")


@pytest.mark.parametrize(
    "options",
    [
        ["--epochs", "0"],
        ["--epochs", "many"],
        ["--batch-size", "-1"],
        ["--learning-rate", "0"],
        ["--learning-rate", "nan"],
        ["--learning-rate", "inf"],
        ["--seed", "-1"],
        ["--device", "tpu"],
        ["--preset", "worst"],
        ["--network", "transformer"],
        ["--dropout", "1"],
        ["--weight-decay", "-1"],
        ["--label-smoothing", "nan"],
        ["--patience", "-1"],
        ["--focus", "9,85"],
        ["--focus", ""],
    ],
)
def test_an_option_out_of_range_is_a_usage_error(train, options, capsys):
    with pytest.raises(SystemExit) as error:
        train(*options)
    assert error.value.code == 2
    assert options[0] in capsys.readouterr().err


@pytest.mark.usefixtures("no_plot_files")
def test_a_folder_that_holds_a_run_is_not_overwritten(train, finished, capsys):
    before = (finished / "weights.safetensors").read_bytes()
    assert train("--epochs", "1", "--seed", "9") == 1
    assert "already holds a run" in one_line(capsys.readouterr().err)
    assert (finished / "weights.safetensors").read_bytes() == before


@pytest.mark.parametrize("name", ["report.json", "history.csv", "loss_curve.png"])
def test_a_file_that_a_run_would_replace_is_named_before_data_is_loaded(
    train, name, tmp_path, capsys
):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / name).write_text("precious")
    assert train("--data", "nowhere") == 1
    assert f"{name} already exists" in one_line(capsys.readouterr().err)
    assert contents(tmp_path / "run") == {name: b"precious"}


def test_a_folder_in_use_is_refused(train, finished, capsys):
    with reserved(finished):
        assert train("--epochs", "3", "--resume", str(finished / "last.safetensors")) == 1
    assert "in use by another training run" in one_line(capsys.readouterr().err)


def test_the_result_is_printed_before_a_plot_fails(train, tmp_path, monkeypatch, capsys):
    printed = []

    def fail(*_, **__):
        printed.append(capsys.readouterr())
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.runs.plots.save_plot", fail)
    assert train("--epochs", "1") == 0
    assert "Test accuracy" in printed[0].out
    said = one_line(capsys.readouterr().err)
    assert "training_history.png" in said
    assert "No space left on device" in said
    assert load_weights(tmp_path / "run/weights.safetensors").card.test_accuracy is not None


@pytest.mark.usefixtures("no_plot_files")
def test_a_result_that_cannot_be_saved_is_printed(train, tmp_path, monkeypatch, capsys):
    def full(path, _):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("core.runs.folder.save_weights", full)
    assert train("--epochs", "1") == 1
    first, last = capsys.readouterr().err.splitlines()
    assert "weights.safetensors could not be written in" in first
    assert "weights.safetensors could not be written: the disk is full. The test accuracy" in last
    assert f"--resume {tmp_path / 'run' / 'last.safetensors'}" in last


@pytest.mark.usefixtures("no_plot_files")
def test_any_number_of_threads_learns_the_same(train, whole_run, tmp_path):
    assert train("--epochs", "2", "--seed", "3", "--threads", "3") == 0
    weights = [load_weights(run / "weights.safetensors") for run in (whole_run, tmp_path / "run")]
    assert weights[0] == weights[1]


@pytest.mark.parametrize("threads", ["0", "-1", "many"])
def test_no_threads_are_a_wrong_usage(train, capsys, threads):
    with pytest.raises(SystemExit) as ended:
        train("--threads", threads)
    assert ended.value.code == 2
    assert "integer of at least 1" in capsys.readouterr().err


def test_a_loss_that_is_not_finite_keeps_the_best_weights(train, tmp_path, capsys):
    assert train("--learning-rate", "1e30", "--epochs", "3") == 1
    said = one_line(capsys.readouterr().err)
    assert "finite" in said
    kept = files(tmp_path / "run") if (tmp_path / "run").exists() else set()
    assert ("Nothing was saved" in said) == (kept == set())


@pytest.mark.skipif(sys.platform == "win32", reason="the folders are Unix's")
@pytest.mark.parametrize("blocked", ["file", "/proc/run", "/dev/null/run"])
def test_an_unwritable_folder_is_reported_before_data_is_loaded(
    blocked, tmp_path, monkeypatch, capsys
):
    def unexpected(*_):
        raise AssertionError("data was loaded first")

    monkeypatch.setattr(core.runs.carry_out, "load_all", unexpected)
    out = tmp_path / blocked
    if blocked == "file":
        out.write_text("")
    assert main(["train", "--out", str(out)]) == 1
    assert str(out) in one_line(capsys.readouterr().err)


def test_missing_data_is_reported(tmp_path, capsys):
    assert main(["train", "--data", "nowhere", "--out", str(tmp_path / "run")]) == 1
    assert "nowhere" in one_line(capsys.readouterr().err)
