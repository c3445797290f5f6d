"""The command `train`: usage, output, resuming and stopping."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import core.runs.carry_out
from core.network.weight_files import load_weights
from core.training.checkpoints import load_checkpoint
from lenet_desktop.__main__ import main
from tests.support.runs import FILES_OF_A_FINISHED_RUN, FILES_OF_A_STOPPED_RUN

# A shell's background jobs, which tests may run in, ignore Ctrl-C until told otherwise.
INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from lenet_desktop.__main__ import main
sys.exit(main())
"""


@pytest.fixture
def train(digits_dir, tmp_path):
    """Run the command on the small digits, on the CPU, into tmp_path/run."""

    def run(*options: str) -> int:
        words = ["train", "--data", str(digits_dir), "--device", "cpu", "--batch-size", "20"]
        return main([*words, "--out", str(tmp_path / "run"), *options])

    return run


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def one_line(text: str) -> str:
    assert text.startswith("lenet-desktop: ")
    assert text.count("\n") == 1
    return text


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
    ],
)
def test_an_option_out_of_range_is_a_usage_error(train, options, capsys):
    with pytest.raises(SystemExit) as error:
        train(*options)
    assert error.value.code == 2
    assert options[0] in capsys.readouterr().err


def test_a_folder_that_holds_a_run_is_not_overwritten(train, tmp_path, capsys):
    assert train("--epochs", "1") == 0
    before = (tmp_path / "run/weights.safetensors").read_bytes()
    capsys.readouterr()
    assert train("--epochs", "1", "--seed", "9") == 1
    assert "already holds a run" in one_line(capsys.readouterr().err)
    assert (tmp_path / "run/weights.safetensors").read_bytes() == before


def test_any_number_of_threads_learns_the_same(train, tmp_path):
    assert train("--epochs", "1", "--threads", "1") == 0
    one = load_weights(tmp_path / "run" / "weights.safetensors")
    shutil.rmtree(tmp_path / "run")
    assert train("--epochs", "1", "--threads", "3") == 0
    assert load_weights(tmp_path / "run" / "weights.safetensors") == one


@pytest.mark.parametrize("threads", ["0", "-1", "many"])
def test_no_threads_are_a_wrong_usage(train, capsys, threads):
    with pytest.raises(SystemExit) as ended:
        train("--threads", threads)
    assert ended.value.code == 2
    assert "integer of at least 1" in capsys.readouterr().err


def test_a_resumed_run_ends_as_one_never_stopped(digits_dir, tmp_path, monkeypatch):
    monkeypatch.chdir(digits_dir.parent)
    words = ["--data", digits_dir.name, "--device", "cpu", "--batch-size", "20"]
    whole = tmp_path / "whole"
    assert main(["train", *words, "--epochs", "2", "--out", str(whole)]) == 0
    plan = load_checkpoint(whole / "last.safetensors").plan

    stopped = tmp_path / "stopped"
    words = [sys.executable, "-m", "lenet_desktop", "train", *words, "--epochs", "2"]
    run = subprocess.Popen(
        [*words, "--out", str(stopped), "--json"], stdout=subprocess.PIPE, text=True
    )
    assert run.stdout is not None
    for line in run.stdout:
        if json.loads(line)["event"] == "epoch":
            run.kill()
            break
    run.stdout.close()
    run.wait()

    monkeypatch.chdir(tmp_path)
    last = stopped / "last.safetensors"
    assert load_checkpoint(last).plan == plan
    assert main(["train", "--resume", str(last), "--device", "cpu", "--out", str(stopped)]) == 0
    assert files(stopped) >= FILES_OF_A_FINISHED_RUN
    weights = [load_weights(folder / "weights.safetensors") for folder in (whole, stopped)]
    assert weights[0] == weights[1]


def test_a_finished_run_resumes_with_more_epochs_in_its_folder(train, tmp_path):
    last = tmp_path / "run/last.safetensors"
    assert train("--epochs", "1") == 0
    assert train("--epochs", "2", "--resume", str(last)) == 0
    assert load_checkpoint(last).epoch == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--learning-rate", "0.5"], "--learning-rate"),
        (["--preset", "best"], "--preset"),
        (["--epochs", "1"], "already reached epoch 2"),
    ],
)
def test_settings_that_conflict_with_the_resumed_run_are_rejected(
    train, tmp_path, options, said, capsys
):
    last = tmp_path / "run/last.safetensors"
    assert train("--epochs", "2") == 0
    capsys.readouterr()
    assert train("--resume", str(last), *options) == 1
    assert said in one_line(capsys.readouterr().err)
    assert load_checkpoint(last).epoch == 2


def test_a_run_does_not_resume_with_other_data(train, digits_dir, tmp_path, capsys):
    assert train("--epochs", "1") == 0
    capsys.readouterr()
    options = ["--epochs", "2", "--data", str(digits_dir)]  # twice now
    assert train("--resume", str(tmp_path / "run/last.safetensors"), *options) == 1
    assert f"{digits_dir.name} + {digits_dir.name}" in one_line(capsys.readouterr().err)


def test_a_resumed_run_whose_data_is_gone_asks_for_it_and_is_unchanged(
    digits_dir, tmp_path, capsys
):
    data, out = shutil.copytree(digits_dir, tmp_path / "digits"), tmp_path / "run"
    assert main(["train", "--data", str(data), "--epochs", "1", "--out", str(out)]) == 0
    shutil.rmtree(data)
    before = contents(out)
    capsys.readouterr()
    resume = ["train", "--resume", str(out), "--epochs", "2", "--out", str(out)]
    assert main(resume) == 1
    said = one_line(capsys.readouterr().err)
    assert str(data) in said
    assert "trained on digits: specify with --data" in said
    assert contents(out) == before
    (tmp_path / "moved").mkdir()
    shutil.copytree(digits_dir, tmp_path / "moved/digits")
    assert main([*resume, "--data", str(tmp_path / "moved/digits")]) == 0


def test_an_invalid_checkpoint_is_reported(train, weights_file, capsys):
    assert train("--resume", str(weights_file)) == 1
    assert weights_file.name in one_line(capsys.readouterr().err)
    assert train("--resume", "nowhere.safetensors") == 1
    assert "nowhere.safetensors" in one_line(capsys.readouterr().err)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_keeps_its_best_weights(digits_dir, tmp_path, stop):
    words = ["--data", str(digits_dir), "--device", "cpu", "--epochs", "100000", "--json"]
    words += ["--out", str(tmp_path / "run")]
    run = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "train", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    for line in run.stdout:
        if json.loads(line)["event"] == "epoch":
            break
    run.send_signal(stop)
    out, err = run.communicate()
    assert run.returncode == 1
    assert "--resume" in one_line(err)
    for line in out.splitlines():
        json.loads(line)
    assert files(tmp_path / "run") == FILES_OF_A_STOPPED_RUN
    load_weights(tmp_path / "run/weights.safetensors")
    assert json.loads((tmp_path / "run/report.json").read_text())["test_accuracy"] is None


def test_stopped_before_an_epoch_is_finished_nothing_is_kept(train, tmp_path, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(core.runs.carry_out, "train", interrupted)
    assert train() == 1
    assert "Nothing was saved" in one_line(capsys.readouterr().err)
    assert not (tmp_path / "run").exists()


def test_a_loss_that_is_not_finite_keeps_the_best_weights(train, tmp_path, capsys):
    assert train("--learning-rate", "1e30", "--epochs", "3") == 1
    said = one_line(capsys.readouterr().err)
    assert "finite" in said
    kept = files(tmp_path / "run") if (tmp_path / "run").exists() else set()
    assert ("Nothing was saved" in said) == (kept == set())


def test_a_full_disk_is_reported_on_one_line_and_leaves_no_partial_files(
    train, tmp_path, monkeypatch, capsys
):
    last = tmp_path / "run/last.safetensors"
    assert train("--epochs", "1") == 0
    before = contents(tmp_path / "run")
    capsys.readouterr()

    def full(path, content):
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert train("--epochs", "2", "--resume", str(last)) == 1
    said = one_line(capsys.readouterr().err)
    assert "disk is full" in said
    assert ".safetensors" in said
    assert contents(tmp_path / "run") == before


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
