"""Kill training runs at random moments, resume or repeat them, and compare the weights.

`python -m tests.benchmarks.kills --kills 200 --seed 0` kills runs of the command line and of the
window, from their first import to their last plot, some of them several times, and experiments and
ensembles in any of their runs. The weights, the checkpoint and the epochs must then equal those of
a run that was never interrupted, bit for bit. Two windows are also killed while they name, delete
and bring back runs, collect digits and go through a lesson: what was saved must be there.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from time import monotonic, sleep

import numpy as np

from core.network.weight_files import load_weights, read_arrays
from core.runs.epochs import EPOCHS_FOLDER, epoch_files
from core.runs.folder import LAST_FILE, WEIGHTS_FILE
from core.runs.library import DamagedRun, RunSummary, list_ensembles, list_runs
from lenet_desktop.__main__ import main as lenet_desktop
from tests.support.faults import HARMLESS
from tests.support.inputs.idx_files import bars, write_part
from tests.support.inputs.runs import FILES_OF_A_FINISHED_RUN
from tests.support.killed_windows import IN_THE_STORES, KilledStores

EPOCHS, BATCH_SIZE = 12, 20
IMAGES = {"train": 600, "t10k": 60}
COMMAND, WINDOW, STORES = "command line", "window", "stores of a window"
EXPERIMENT, ENSEMBLE = "experiment", "ensemble"
KINDS = {COMMAND: 10, WINDOW: 4, EXPERIMENT: 2, ENSEMBLE: 2, STORES: 2}
"""How often each kind of process is killed."""
SEEDS = 2
"""Runs of an experiment, and networks of an ensemble."""

IN_THE_WINDOW = """
import sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtWidgets import QApplication
from core.runs.carry_out import TrainingRequest
from core.runs.experiments import Experiment, PlannedRun
from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.state.settings import Settings

data, out, epochs, batch_size, kind, seeds = sys.argv[1:]
out = Path(out)
application = QApplication([])
home = out.parent.parent
window = build_window(settings=Settings(home / "s.ini", out.parent, home / "my-digits.jsonl"))
window.tabs.setCurrentWidget(window.train_page)
window.show()
plan = replace(PRESETS["quick"], epochs=int(epochs), batch_size=int(batch_size))
last = out / "last.safetensors"
request = TrainingRequest(plan, (data,), out, "cpu", resume=last if last.exists() else None)
training = window.workspace.training
experiment = window.workspace.experiment_run

def end():
    if not experiment.is_running:
        application.quit()

training.ended.connect(end)
if kind == "experiment":
    runs = [PlannedRun(str(n), replace(plan, seed=n)) for n in range(int(seeds))]
    experiment.start(Experiment("x", (data,), tuple(runs)), "cpu", None)
else:
    training.start(request, int(seeds) if kind == "ensemble" else 1)
application.exec()
window.close()
sys.exit(0 if training.outcome.end == "done" else training.outcome.error)
"""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args(argv)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), random.Random(arguments.seed))
        while trial.kills.total() < arguments.kills:
            trial.kill_one(arguments.kills)
            done = f"{trial.kills.total()} kills, {len(trial.failures)} failures"
            print(done, end="\r", file=sys.stderr, flush=True)
    counts = ", ".join(f"{count} {name}" for name, count in sorted(trial.kills.items()))
    print(f"{trial.kills.total()} kills ({counts}) of {trial.runs} runs; seed {arguments.seed}")
    found = ", ".join(f"{count} {state}" for state, count in sorted(trial.states.items()))
    print(f"found after a kill: {found}")
    for failure in trial.failures:
        print(failure)
    print(f"{len(trial.failures)} failures")
    return 1 if trial.failures else 0


class Trial:
    """Kills runs in a folder.

    Attributes
    ----------
    kills
        Number of kills by the kind and the phase of the run.
    states
        What the folder held after a kill.
    failures
        Descriptions of what was wrong.
    """

    def __init__(self, home: Path, rng: random.Random) -> None:
        self._data, self._library, self._rng = home / "digits", home / "runs", rng
        self._data.mkdir()
        images = np.random.default_rng(0)
        for part, n in IMAGES.items():
            write_part(self._data, part, *bars(n, images))
        self.kills: Counter[str] = Counter()
        self.states: Counter[str] = Counter()
        self.failures: list[str] = []
        self.runs = 0
        self._whole, in_the_window = (self._library / name / "whole" for name in (COMMAND, WINDOW))
        self._seconds = {COMMAND: self._time(COMMAND, self._whole)}
        self._seconds[WINDOW] = self._time(WINDOW, in_the_window)
        self._compare("not killed", in_the_window, self._whole)
        self._seconds |= {EXPERIMENT: SEEDS * self._seconds[WINDOW]}
        self._seconds |= {ENSEMBLE: self._seconds[EXPERIMENT], STORES: self._seconds[WINDOW]}
        (home / "stores").mkdir()
        self._stores = KilledStores(home / "stores")

    def kill_one(self, most_kills: int) -> None:
        """Kill a process of any kind, and see what is left."""
        (kind,) = self._rng.choices(list(KINDS), list(KINDS.values()))
        if kind in (COMMAND, WINDOW):
            self.kill_and_finish(most_kills)
        elif kind == STORES:
            self.kill_stores()
        else:
            self.kill_several(kind)

    def kill_stores(self) -> None:
        """Kill two windows that save something all the time, in the same files."""
        seconds = self._rng.uniform(0.5, 1.5) * self._seconds[STORES]
        words = [sys.executable, "-c", IN_THE_STORES, str(self._stores.home)]
        pipe, n = subprocess.PIPE, self.kills[STORES]
        processes = [
            subprocess.Popen([*words, str(seed)], stdout=pipe, stderr=pipe, text=True)
            for seed in (n, n + 1)
        ]
        sleep(seconds)
        for process in processes:
            process.kill()
        outputs = [process.communicate() for process in processes]
        printed = "".join(output for output, _ in outputs)
        errors = [line for _, error in outputs for line in error.splitlines()]
        self.failures += [f"{STORES}: {line}" for line in errors if line and HARMLESS not in line]
        self.kills[STORES] += 2
        self.states["saved changes"] += len(printed.splitlines())
        story = f"{STORES} killed after {seconds:.2f} s"
        self.failures += [f"{story}: {fault}" for fault in self._stores.faults_after(printed)]

    def kill_several(self, kind: str) -> None:
        """Kill a window that trains several networks, and resume those that were begun."""
        self.runs += 1
        library, seconds = self._library / str(self.runs), self._rng.random() * self._seconds[kind]
        process = self._start(kind, library / "run")
        story = f"{kind} killed after {seconds:.2f} s"
        try:
            _, error = process.communicate(timeout=seconds)
            self._seconds[kind] = seconds
            self.failures += [f"{kind} ended: {error}"] if process.returncode else []
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.kills[kind] += 1
        for file in list_ensembles(library):
            members = load_weights(file / WEIGHTS_FILE).members
            self.states[f"an ensemble of {len(members)}"] += 1
        for run in list_runs(library):
            self._note_state(run.folder, story)
            if isinstance(run, RunSummary):
                self._finish(run.folder, story, self._whole_of(run.plan.seed))

    def kill_and_finish(self, most_kills: int) -> None:
        """Kill a run once or several times, then finish it and compare the weights."""
        self.runs += 1
        out, story = self._library / str(self.runs) / "run", []
        while self.kills.total() < most_kills:
            kind = self._rng.choice([COMMAND, WINDOW])
            seconds, started = self._rng.uniform(0, 1.1 * self._seconds[kind]), monotonic()
            is_whole = not (out / LAST_FILE).exists()
            process = self._start(kind, out)
            try:
                process.wait(seconds)
                if is_whole:  # The machine may be less busy now.
                    self._seconds[kind] = monotonic() - started
                story.append(f"{kind} ended with {process.returncode} before {seconds:.2f} s")
                if process.returncode:
                    assert process.stderr is not None
                    self.failures.append(f"{'; '.join(story)}: {process.stderr.read()}")
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                self.kills[kind] += 1
                story.append(f"{kind} killed after {seconds:.2f} s")
            finally:
                assert process.stderr is not None
                process.stderr.close()
            self._note_state(out, "; ".join(story))
            if (out / "report.json").exists() or self._rng.random() < 0.6:
                break
        self._finish(out, "; ".join(story))

    def _note_state(self, out: Path, story: str) -> None:
        names = {path.name for path in out.iterdir()} if out.exists() else set()
        if (out / "report.json").exists():
            self.states["a report"] += 1
        elif LAST_FILE in names:
            self.states["a checkpoint"] += 1
        else:
            self.states["no checkpoint"] += 1
            if WEIGHTS_FILE in names:
                self.failures.append(f"{story}: weights without a checkpoint")
        self.failures += [
            f"{story}: {run.error}" for run in list_runs(out.parent) if isinstance(run, DamagedRun)
        ]

    def _whole_of(self, seed: int) -> Path:
        """Return the folder of a run of a seed that was never interrupted."""
        whole = self._library / f"seed {seed}" / "whole" if seed else self._whole
        if not whole.exists():
            self._train(whole, seed)
        return whole

    def _finish(self, out: Path, story: str, whole: Path | None = None) -> None:
        """Resume the run, or repeat it if it has no checkpoint, in the same folder."""
        if fault := self._train(out):
            self.failures.append(f"{story}: {fault}")
        else:
            self._compare(story, out, whole or self._whole)

    def _train(self, out: Path, seed: int = 0) -> str:
        """Train by the command line in this process; returns what went wrong."""
        printed, words = io.StringIO(), self._words(out, seed)
        with redirect_stdout(printed), redirect_stderr(printed):
            status = lenet_desktop(words)
        if "Stopped." in printed.getvalue():
            raise KeyboardInterrupt  # It was the benchmark that was interrupted.
        return printed.getvalue().splitlines()[-1] if status else ""

    def _compare(self, story: str, out: Path, whole: Path) -> None:
        stored = [set(epoch_files(run / EPOCHS_FOLDER)) for run in (whole, out)]
        if stored[0] != stored[1]:
            self.failures.append(f"{story}: epochs {sorted(stored[1])}, not {sorted(stored[0])}")
        epochs = [f"{EPOCHS_FOLDER}/{epoch:04d}.safetensors" for epoch in stored[0] & stored[1]]
        for name in (WEIGHTS_FILE, LAST_FILE, *epochs):
            (expected, _), (found, _) = (read_arrays(run / name) for run in (whole, out))
            if any(expected[key].tobytes() != found[key].tobytes() for key in expected | found):
                self.failures.append(f"{story}: {name} differs")
        accuracies = [load_weights(run / WEIGHTS_FILE).card.test_accuracy for run in (whole, out)]
        if accuracies[0] != accuracies[1]:
            self.failures.append(f"{story}: test accuracy {accuracies[1]}, not {accuracies[0]}")
        if missing := FILES_OF_A_FINISHED_RUN - {path.name for path in out.iterdir()}:
            self.failures.append(f"{story}: {', '.join(sorted(missing))} missing")

    def _time(self, kind: str, out: Path) -> float:
        """Complete a run and return how long it took."""
        started = monotonic()
        _, error = self._start(kind, out).communicate()
        if not (out / "report.json").exists():
            raise RuntimeError(error)
        return monotonic() - started

    def _start(self, kind: str, out: Path) -> subprocess.Popen[str]:
        numbers = [str(EPOCHS), str(BATCH_SIZE), kind, str(SEEDS)]
        words = ["-m", "lenet_desktop", *self._words(out)]
        if kind != COMMAND:
            words = ["-c", IN_THE_WINDOW, str(self._data), str(out), *numbers]
        return subprocess.Popen(
            [sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )

    def _words(self, out: Path, seed: int = 0) -> list[str]:
        words = ["train", "--device", "cpu", "--epochs", str(EPOCHS), "--out", str(out)]
        if (out / LAST_FILE).exists():
            return [*words, "--resume", str(out)]
        numbers = ["--batch-size", str(BATCH_SIZE), "--seed", str(seed)]
        return [*words, *numbers, "--data", str(self._data)]


if __name__ == "__main__":
    sys.exit(main())
