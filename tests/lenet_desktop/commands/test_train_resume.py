"""The command `train`: stopping and resuming a run."""

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
from tests.support.commands import one_line, train_arguments
from tests.support.inputs.runs import (
    FILES_OF_A_FINISHED_RUN,
    FILES_OF_A_STOPPED_RUN,
    contents,
    files,
)

# A shell's background jobs, which tests may run in, ignore Ctrl-C until told otherwise.
INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from lenet_desktop.__main__ import main
sys.exit(main())
"""


def test_a_resumed_run_ends_as_one_never_stopped(digits_dir, whole_run, tmp_path, monkeypatch):
    monkeypatch.chdir(digits_dir.parent)
    stopped = tmp_path / "stopped"
    words = train_arguments(digits_dir.name, stopped, "--epochs", "2", "--seed", "3", "--json")
    run = subprocess.Popen(
        [sys.executable, "-m", "lenet_desktop", *words], stdout=subprocess.PIPE, text=True
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
    assert load_checkpoint(last).plan == load_checkpoint(whole_run / "last.safetensors").plan
    assert main(["train", "--resume", str(last), "--device", "cpu", "--out", str(stopped)]) == 0
    assert files(stopped) >= FILES_OF_A_FINISHED_RUN
    weights = [load_weights(folder / "weights.safetensors") for folder in (whole_run, stopped)]
    assert weights[0] == weights[1]


@pytest.mark.usefixtures("no_plot_files")
def test_a_finished_run_resumes_with_more_epochs_in_its_folder(train, finished):
    last = finished / "last.safetensors"
    assert train("--epochs", "3", "--resume", str(last)) == 0
    assert load_checkpoint(last).epoch == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--learning-rate", "0.5"], "--learning-rate"),
        (["--preset", "best"], "--preset"),
        (["--epochs", "1"], "already reached epoch 2"),
    ],
)
def test_settings_that_conflict_with_the_resumed_run_are_rejected(
    train, finished, options, said, capsys
):
    last = finished / "last.safetensors"
    assert train("--resume", str(last), *options) == 1
    assert said in one_line(capsys.readouterr().err)
    assert load_checkpoint(last).epoch == 2


def test_a_run_does_not_resume_with_other_data(train, digits_dir, finished, capsys):
    options = ["--epochs", "3", "--data", str(digits_dir)]  # twice now
    assert train("--resume", str(finished / "last.safetensors"), *options) == 1
    assert f"{digits_dir.name} + {digits_dir.name}" in one_line(capsys.readouterr().err)


@pytest.mark.usefixtures("no_plot_files")
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
@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM", "SIGHUP"])
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
    run.send_signal(getattr(signal, stop))
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


def test_a_full_disk_is_reported_on_one_line_and_leaves_no_partial_files(
    train, finished, monkeypatch, capsys
):
    before = contents(finished)

    def full(path, content):
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert train("--epochs", "3", "--resume", str(finished / "last.safetensors")) == 1
    said = one_line(capsys.readouterr().err)
    assert "disk is full" in said
    assert ".safetensors" in said
    # The weights of the single epochs had to make room.
    kept = {name: content for name, content in before.items() if not name.startswith("epochs/")}
    assert kept.keys() < before.keys()
    assert contents(finished) == kept
